"""Load an organisation file: `alongside import people FILE` says what it would change, `--apply` does it.

CSV, XLSX and JSON, recognised by what is in them. Without --apply nothing is written.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import django

from alongside.config.cli import CommandFailed
from alongside.config.cluster import ClusterError
from alongside.people.importing.fields import Field
from alongside.people.importing.figures import figures
from alongside.people.importing.fixing import RowDrop
from alongside.people.importing.tables import Refusal
from alongside.people.imports.plan import Plan
from alongside.people.imports.reading import Choices, KnownColumns, Reading, read

NOT_READ = "nothing"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("what", choices=["people"])
    parser.add_argument("file", type=Path)
    parser.add_argument(
        "--apply", action="store_true", help="write it; without this, only say what would change"
    )
    parser.add_argument("--encoding", default="", help="read the file in this encoding, e.g. cp1252")
    parser.add_argument("--delimiter", default="", help="what separates columns: , ; | or tab")
    parser.add_argument("--sheet", default="", help="the sheet of a workbook")
    parser.add_argument("--date-order", default="", choices=["", "day-month", "month-day"])
    parser.add_argument(
        "--map", action="append", default=[], metavar="COLUMN=FIELD",
        help=f"what a column means, or “{NOT_READ}”; fields: {', '.join(Field)}",
    )  # fmt: skip
    parser.add_argument(
        "--cut", type=int, nargs="+", action="extend", default=[], metavar="LINE",
        help="lines whose manager is dropped, to cut a circle",
    )  # fmt: skip
    parser.add_argument("--leave-out", type=int, nargs="+", action="extend", default=[], metavar="LINE")
    parser.add_argument(
        "--yes-many-leave", action="store_true", help="more than 5 %% of the people may leave"
    )


def run(asked: argparse.Namespace) -> dict[str, Any]:
    try:
        data = asked.file.read_bytes()
    except OSError as problem:
        raise CommandFailed(f"{asked.file} can't be read: {problem.strerror}.") from problem
    choices = Choices(
        encoding=asked.encoding,
        delimiter={"tab": "\t"}.get(asked.delimiter, asked.delimiter),
        sheet=asked.sheet,
        date_order=asked.date_order,
        cut_lines=frozenset(asked.cut),
        fixes=tuple(RowDrop(line) for line in asked.leave_out),
    )
    try:
        found = _compare_or_load(asked, data, choices)
    except Refusal as refusal:
        raise CommandFailed(str(refusal)) from refusal
    return found if asked.json else _in_words(found)


def _compare_or_load(asked: argparse.Namespace, data: bytes, choices: Choices) -> dict[str, Any]:
    """A dry run does without the difference where there is no database, or none with tables."""
    try:
        django.setup()
        if asked.apply:
            _bring_up_to_date()
    except ClusterError as problem:
        if asked.apply:
            raise CommandFailed(str(problem)) from problem
        return _result(_read(data, choices, asked.map))
    from django.db import connection  # noqa: PLC0415  (after django.setup)

    from alongside.core.actor import Actor, Door  # noqa: PLC0415
    from alongside.core.errors import Refused  # noqa: PLC0415
    from alongside.people.imports import services  # noqa: PLC0415
    from alongside.people.imports.files import known_columns, plan_of  # noqa: PLC0415
    from alongside.people.imports.queries import what_is_known  # noqa: PLC0415

    if not asked.apply and "people_importedperson" not in connection.introspection.table_names():
        return _result(_read(data, choices, asked.map))
    reading = _read(data, choices, asked.map, known_columns)
    if not asked.apply:
        return _result(reading, plan_of(reading, what_is_known()))
    try:
        plan, _ = services.load_reading(
            actor=Actor(person_id=None, door=Door.COMMAND, reason="command line"), reading=reading,
            file_name=asked.file.name, data=data, many_may_leave=asked.yes_many_leave,
        )  # fmt: skip
    except Refused as refused:
        raise CommandFailed(
            f"{refused.reason} Nothing was written. Repeat with --yes-many-leave."
        ) from refused
    return _result(reading, plan, applied=True)


def _bring_up_to_date() -> None:
    """Tables are changed by their owner, in a process of its own; this one may only write rows, and look."""
    from alongside.core.tables import are_up_to_date  # noqa: PLC0415  (after django.setup)

    if are_up_to_date():
        return
    alongside = Path(sys.executable).parent / "alongside"
    done = subprocess.run(
        [str(alongside), "migrate"], stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True
    )
    if done.returncode != 0:
        raise CommandFailed(f"The database could not be prepared:\n{done.stderr}")


def _read(data: bytes, choices: Choices, chosen: list[str], known: KnownColumns = lambda _: None) -> Reading:
    reading = read(data, choices, today=date.today(), known_columns=known)  # noqa: DTZ011
    mapping = reading.mapping
    for words in chosen:
        header, _, meaning = words.rpartition("=")
        field, _, target = meaning.partition(":")
        try:
            index = reading.table.header.index(header)
            mapping = mapping.with_column(
                index, None if field == NOT_READ else Field(field), Field(target) if target else None
            )
        except ValueError as wrong:
            known_headers = ", ".join(reading.table.header)
            raise CommandFailed(
                f"--map {words}: say COLUMN=FIELD. Columns: {known_headers}. Fields: {', '.join(Field)}, {NOT_READ}."
            ) from wrong
    return replace(reading, mapping=mapping)


def _result(reading: Reading, plan: Plan | None = None, *, applied: bool = False) -> dict[str, Any]:
    source = reading.table.source
    found: dict[str, Any] = {**figures(reading.organisation)}
    problems = [*reading.organisation.problems, *(plan.problems if plan else [])]
    found["problems"] = [
        {"line": one.line, "column": one.column, "value": one.value, "reason": one.in_words()}
        for one in sorted(problems, key=lambda one: one.line)
    ]
    found["notes"] = [note.in_words() for note in (*reading.notes, *(plan.notes if plan else []))]
    found["source"] = {
        "format": source.format, "encoding": source.encoding, "delimiter": source.delimiter, "sheet": source.sheet,
    }  # fmt: skip
    found["columns"] = {use.header: use.field for use in reading.mapping.columns}
    found["difference"] = _difference(plan) if plan else None
    found["applied"] = applied
    return found


def _difference(plan: Plan) -> dict[str, Any]:
    counts = {name: count for name, count in plan.counts.items() if name not in {"here", "leaving"}}
    return {**counts, "asks_again": plan.many_leave}


def _in_words(found: dict[str, Any]) -> dict[str, Any]:
    """One thing a line; each problem with its line and column."""
    problems = [
        f"line {one['line']}, {one['column'] or 'whole row'}: {one['reason']}" for one in found["problems"]
    ]
    difference = found["difference"]
    said: dict[str, Any] = {
        name: value for name, value in found.items() if isinstance(value, int) and name != "applied"
    }
    said["depths"] = "/".join(map(str, found["depths"]))
    said["read as"] = ", ".join(value for value in found["source"].values() if value.strip())
    said["columns"] = ", ".join(
        f"{header} = {field or NOT_READ}" for header, field in found["columns"].items()
    )
    said["notes"] = "".join(f"\n  {note}" for note in found["notes"]) or "none"
    said["problems"] = "".join(f"\n  {problem}" for problem in problems) or "none"
    said["difference"] = (
        "".join(f"\n  {name.replace('_', ' ')}: {value}" for name, value in difference.items())
        if difference
        else "not compared, because there is no company yet"
    )
    said["written"] = "yes" if found["applied"] else "no; repeat with --apply to write it"
    return said
