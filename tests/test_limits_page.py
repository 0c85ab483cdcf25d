"""docs/limits.md says what holds: each number is read from the code, and no limit of the code is missing."""

from __future__ import annotations

import ast
import re
from dataclasses import is_dataclass
from datetime import timedelta
from importlib import import_module
from typing import Any

import pytest

from alongside.identity.limits import TABLE, Effect, Limit
from tests.house.code import ROOT, Source, name_of, product
from tests.test_asvs import problem_with_test

PAGE = ROOT / "docs" / "limits.md"
REFERENCE = re.compile(r"`([a-z_]+(?:\.\w+)+)`")
TEST = re.compile(r"`(alongside/[\w/]+\.py::\w+)`")
# How much may come in, and how long something lasts: whoever adds one adds it to the page.
BOUNDS = re.compile(r"_?(LONGEST|LARGEST|SHORTEST)(_[A-Z_]+)?|MOST_BYTES")
# Bounds of what the product does by itself, or shows; nobody's input meets them.
INWARD = {
    "config.putting_back.LONGEST_HEAD": "lines at the head of our own dump that are looked at",
    "config.tasks.LONGEST_SECONDS": "how long the worker waits at most",
    "core.api.LARGEST_ID": "the largest number a key can be",
    "one_on_ones.services.notes.LARGEST_VERSION": "the largest number a version can be",
    "one_on_ones.schemas.LARGEST_VERSION": "the largest number a version can be",
    "one_on_ones.slots.LONGEST_GAP": "how far ahead a rule is followed",
    "records.models.LONGEST_HOLD": "a legal hold is looked at again after so many days",
    "operations.views.mails.LONGEST_KEY": "digits of a key in an address",
    "people.calendar.LONGEST_SEARCH": "how many days are looked through for a working day",
    "people.leaving.services.departures.LONGEST_AGO": "stands among the rules, held by its test",
    "people.away.services.LONGEST_ABSENCE": "stands among the rules, held by its test",
    "people.away.services.LONGEST_DELEGATION": "stands among the rules, held by its test",
    "people.imports.services.looks.LONGEST_CELL": "how much of a cell is shown",
    "people.names.LONGEST_PART": "parts of a name, within the longest name",
    "people.importing.conventions._LONGEST": "from there on a cell is no short value",
    "people.importing.fields.LONGEST": "by field; each is named with the row that breaks it",
    "people.forms.imports.LARGEST": "the same number as the largest file",
    "operations.checks.database.LARGEST_DRIFT_SECONDS": "how far clocks may differ",
    "people.queries.directory.SHORTEST_SIMILAR": "from there on words are compared by likeness",
}


def human(span: timedelta) -> str:
    """ "15 minutes", in the largest unit that fits."""
    for unit, name in ((86_400, "day"), (3_600, "hour"), (60, "minute"), (1, "second")):
        if span.total_seconds() % unit == 0 and (span.total_seconds() > 86_400 or unit != 86_400):
            count = int(span.total_seconds()) // unit
            return f"{count:,} {name}{'' if count == 1 else 's'}"
    raise ValueError(span)


def row_of(limit: Limit) -> str:
    then = "nothing more until the time is over"
    if limit.effect is Effect.DELAY:
        then = f"waits {human(limit.first_wait)}, doubling to {human(limit.longest_wait)}"
    return f"| `{limit.name}` | {limit.per} | {limit.count:,} | {human(limit.window)} | {then} |"


def value_at(reference: str) -> Any:
    """What a name like "identity.passwords.LONGEST_PASSWORD" stands for. Raises where there is no such thing."""
    words = reference.split(".")
    for length in range(len(words) - 1, 0, -1):
        try:
            found: Any = import_module(".".join(["alongside", *words[:length]]))
        except ModuleNotFoundError:
            continue
        for word in words[length:]:
            if isinstance(found, dict):
                found = {str(getattr(key, "name", key)): value for key, value in found.items()}[word]
            else:
                found = getattr(found() if isinstance(found, type) and is_dataclass(found) else found, word)
        return found
    raise ModuleNotFoundError(reference)


def ways_to_say(reference: str, value: Any) -> set[str]:
    if isinstance(value, timedelta):
        return {human(value)}
    if reference.endswith("SECONDS"):
        return {human(timedelta(seconds=value))}
    if reference.endswith("DAYS"):
        return {human(timedelta(days=value)), f"{value:,}"}
    return {f"{value:,}"} | ({f"{value // 2**20:,} MiB"} if value % 2**20 == 0 else set())


def untrue_rows(text: str) -> list[str]:
    """Rows "| what | limit | `in the code` |" that do not say what the code says."""
    found = []
    for line in text.splitlines():
        cells = [cell.strip() for cell in line.strip("|").split("|")]
        for reference in REFERENCE.findall(cells[2]) if line.startswith("|") and len(cells) == 3 else []:
            said = ways_to_say(reference, value_at(reference))
            if not any(re.search(rf"(?<![\d,]){re.escape(way)}(?![\d,]*\d)", cells[1]) for way in said):
                found.append(f"{reference} is {' or '.join(sorted(said))}: {line}")
    return found


def bounds_of(sources: list[Source]) -> set[str]:
    """Constants named as bounds, at the top of their files."""
    return {
        f"{source.module}.{name_of(target)}"
        for source in sources
        if source.package != "disclosure"
        for node in source.tree.body
        if isinstance(node, ast.Assign)
        for one in node.targets
        for target in (one.elts if isinstance(one, ast.Tuple) else [one])
        if BOUNDS.fullmatch(name_of(target))
    }


def test_every_rate_limit_stands_there_as_it_is():
    said = {line for line in PAGE.read_text().splitlines() if re.match(r"\| `\w+` \|", line)}
    assert said == {row_of(limit) for limit in TABLE.values()}


def test_every_number_is_the_number_of_the_code():
    assert not untrue_rows(PAGE.read_text())


def test_no_bound_of_the_code_is_missing():
    named = set(REFERENCE.findall(PAGE.read_text()))
    bounds = bounds_of(list(product()))
    missing = bounds - named - set(INWARD)
    assert not missing, (
        f"Add {sorted(missing)} to docs/limits.md, or say in {__name__} why they meet nobody's input"
    )
    assert not set(INWARD) - bounds, "these are gone"
    assert len(named) > 50


def test_every_rule_is_held_by_a_test_that_runs():
    named = TEST.findall(PAGE.read_text())
    assert len(named) >= 10
    assert not [problem for name in named if (problem := problem_with_test(name))]


def test_every_limit_that_a_way_in_names_is_there():
    ways = PAGE.read_text().split("## Ways in")[1].split("\n## ")[0]
    rows = [line for line in ways.splitlines() if line.startswith("|")][2:]
    named = {name for row in rows for name in re.findall(r"`(\w+)`", row.rsplit("|", 2)[1])}
    assert len(rows) == 13 and named <= set(TABLE), named - set(TABLE)


@pytest.mark.parametrize(
    "row",
    [
        "| a password | 10 to 25 | `identity.passwords.LONGEST_PASSWORD` |",
        "| a password | 10 to 2,256 | `identity.passwords.LONGEST_PASSWORD` |",
        "| a session | 8 days | `identity.session_store.IDLE` |",
        "| a file | 26 MiB | `people.importing.tables.Limits.file_bytes` |",
        "| a code | 14 days | `identity.codes.LIFETIME.RESET` |",
    ],
)
def test_a_row_that_is_not_true_is_seen(row):
    assert untrue_rows(row)


def test_a_reference_to_nothing_is_seen():
    with pytest.raises((AttributeError, ModuleNotFoundError, KeyError)):
        untrue_rows("| a thing | 5 | `identity.passwords.LONGEST_NOTHING` |")
    assert human(timedelta(hours=24)) == "24 hours" and human(timedelta(days=7)) == "7 days"


def test_a_bound_that_is_nowhere_named_is_seen():
    source = Source("alongside/goals/forms.py", "LONGEST_GOAL = 5\nOTHER = 6\nMOST_TRIES, LARGEST_X = 1, 2")
    assert bounds_of([source]) == {"goals.forms.LONGEST_GOAL", "goals.forms.LARGEST_X"}
