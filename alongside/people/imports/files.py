"""From a stored run to what its file says and would change."""

from __future__ import annotations

import json
from typing import Any

from alongside.people.calendar import today
from alongside.people.imports import queries
from alongside.people.imports.difference import compare
from alongside.people.imports.known import Known
from alongside.people.imports.plan import Plan
from alongside.people.imports.reading import Choices, Reading, fix_from, read
from alongside.people.imports.sparing import spared_by
from alongside.people.models import ImportRun


def reading_of(run: ImportRun) -> Reading:
    """The file with everything that was decided about it. Raises Refusal; Unreadable once the file is deleted."""
    return read(run.file.opened(), choices_of(run), today=today(), known_columns=known_columns)


def plan_of(reading: Reading, known: Known) -> Plan:
    """What would change in the company as it is known. Raises Refusal."""
    organisation = reading.organisation
    spared = spared_by(reading.table, reading.mapping, organisation.problems, reading.dropped, known)
    return compare(organisation, reading.mapping, known, spared)


def known_columns(fingerprint: str) -> dict[str, Any] | None:
    """The choices stored for the columns of a file."""
    found = queries.remembered_columns(fingerprint)
    return found.mapping if found else None


def choices_of(run: ImportRun) -> Choices:
    return Choices(
        encoding=run.encoding,
        delimiter=run.delimiter,
        sheet=run.sheet,
        date_order=run.date_order,
        columns=run.columns,
        fixes=tuple(fix_from(one) for one in json.loads(run.file.fixes)),
        cut_lines=frozenset(run.cut_lines),
    )
