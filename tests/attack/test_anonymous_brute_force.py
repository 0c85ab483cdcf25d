"""Leak-2 for skips that nobody can link: the auditor, and all memberships and all answers tried one by one."""

import math
from random import Random
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from alongside.disclosure.anonymous_box import audit_anonymous_document

from .attacks.unlinked import known_blocks, unlinked
from .oracle.enumeration import possible_answers
from .oracle.knowledge import knowledge_of
from .oracle.released import Shown, shown_cells
from .oracle.skipping import every_membership, memberships_up_to_names, with_respondents

Pair = tuple[str, int]


def _survey(seed: int) -> tuple[dict[str, Any], dict[str, Any]]:
    """Five or six people in two units with one attribute, some of whom skip; and random true displays."""
    random = Random(f"brute/{seed}")
    scale, count = random.choice([(2, 6), (3, 5), (1, 6)])
    people = [
        {
            "id": f"p{at}",
            "unit": random.choice(["all", "team"]),
            "manages": [],
            "attributes": {"site": random.choice(["Ulm", "Bern"])} if random.random() < 0.9 else {},
        }
        for at in range(count)
    ]
    usual = random.randint(0, scale)
    given = [usual, usual, random.randint(0, scale)]
    answers = {p["id"]: None if random.random() < 0.35 else random.choice(given) for p in people}
    document = {
        "scale": scale,
        "floors": {},
        "profile": random.choice(["default", "strict"]),
        "units": [{"id": "all", "parent": None}, {"id": "team", "parent": "all"}],
        "attributes": {"site": ["Ulm", "Bern"]},
        "invited": people,
        "answers": {"q": answers},
    }
    return document, _release(document, random)


def _release(document: dict[str, Any], random: Random) -> dict[str, Any]:
    """Any cells of which answers are stored, with true intervals around their means."""
    knowledge, answers = knowledge_of(document), document["answers"]["q"]
    cells = []
    for unit, name, value in [
        ("all", None, None),
        ("team", None, None),
        ("all", "site", "Ulm"),
        ("all", "site", "Bern"),
    ]:
        group = knowledge.group("q", unit, name, () if value is None else (value,))
        if not group or random.random() < 0.25:
            continue
        step, mean = random.choice([1, 2, 4, 8]), sum(answers[p] for p in group) / len(group)
        low, high = math.floor(mean * step) / step, math.ceil(mean * step) / step
        shown = {
            "text": "",
            "low": random.choice([None, low, low]),
            "high": random.choice([None, high, high]),
        }
        cells.append(
            {
                "question": "q",
                "unit": unit,
                "attribute": name,
                "value": value,
                "n_band": "",
                "mean": shown,
                "distribution": None,
            }
        )
    return {"cells": cells, "hidden": []}


def _cells(document: dict[str, Any], released: dict[str, Any]) -> list[Shown]:
    """Everybody who may be in a cell, with the totals left open for as many as answered."""
    took_part = {"q": dict.fromkeys(document["answers"]["q"], 0)}
    wide = shown_cells(knowledge_of({**document, "answers": took_part}), released)["q"]
    true = shown_cells(knowledge_of(document), released)["q"]
    return [
        Shown(
            t.question, t.unit, t.attribute, t.values, w.people,
            t.lowest_total, t.highest_total, t.bands, t.raw,
        )
        for w, t in zip(wide, true, strict=True)
    ]  # fmt: skip


def _brute(document: dict[str, Any], released: dict[str, Any]) -> set[Pair]:
    """Whoever the respondents are, and whatever they answered: (person, answer) ruled out by some membership."""
    scale = document["scale"]
    wanted = {scale} if document["profile"] == "default" else set(range(scale + 1))
    cells = _cells(document, released)
    found: set[Pair] = set()
    for respondents in every_membership(known_blocks(document, unlinked(document), "q")):
        own = [cell for cell in with_respondents(cells, respondents) if cell.people]
        possible = possible_answers(own, scale) if own else {}
        if any(possible.values()):
            found |= {(person, x) for person, given in possible.items() for x in wanted - given}
    return found


def _atom_of(document: dict[str, Any], released: dict[str, Any]) -> dict[str, frozenset[str]]:
    cells = _cells(document, released)
    in_cells = {p: tuple(p in cell.people for cell in cells) for p in document["answers"]["q"]}
    return {p: frozenset(o for o in in_cells if in_cells[o] == in_cells[p]) for p in in_cells}


def _judged(document: dict[str, Any], released: dict[str, Any]) -> tuple[set[Any], set[Any]]:
    """Atoms and answers as the auditor finds them, and as trying everything finds them."""
    leaks = audit_anonymous_document(unlinked(document), released)
    assert not [leak for leak in leaks if leak["kind"] in ("untrue", "unclear")]
    audited = {
        (frozenset(leak["people"]), int(leak["detail"].split()[-1]))
        for leak in leaks
        if leak["kind"] == "answer"
    }
    atoms = _atom_of(document, released)
    return audited, {(atoms[person], answer) for person, answer in _brute(document, released)}


@pytest.mark.parametrize("seed", range(60))
def test_the_auditor_finds_what_trying_all_memberships_and_answers_finds(seed: int) -> None:
    document, released = _survey(seed)
    if not released["cells"]:
        pytest.skip("this seed releases nothing")
    audited, brute = _judged(document, released)
    assert audited == brute


@settings(max_examples=25, deadline=None)
@example(913920)  # the one who stands for the respondents of a unit is the one who can't have answered
@given(st.integers(1000, 10**9))
def test_no_leak_of_any_small_release_is_missed(seed: int) -> None:
    document, released = _survey(seed)
    audited, brute = _judged(document, released)
    assert audited == brute


def test_small_cases_hold_leaks_and_clean_releases() -> None:
    """The comparison above is worth something: both happen, and skips matter."""
    found = [bool(_brute(*_survey(seed))) for seed in range(60)]
    assert 10 < sum(found) < 50


@pytest.mark.parametrize("seed", range(20))
def test_memberships_up_to_names_are_all_there_are(seed: int) -> None:
    """Each by the number of respondents among people whom nothing tells apart."""
    document, released = _survey(seed)
    blocks = known_blocks(document, unlinked(document), "q")
    groups = [cell.people for cell in _cells(document, released)]
    alike = blocks.alike(groups)
    few = memberships_up_to_names(blocks, groups, 10_000)
    assert few is not None
    assert all(blocks.allow(each) for each in few)
    numbers = [tuple(len(group & each) for group in alike) for each in few]
    assert len(set(numbers)) == len(numbers)
    assert set(numbers) == {tuple(len(group & each) for group in alike) for each in every_membership(blocks)}
