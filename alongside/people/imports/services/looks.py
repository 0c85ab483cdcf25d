"""Looking at a file: what it says, what is wrong with it and what would change. Nothing of the company is touched."""

from __future__ import annotations

import json
from typing import Any

from django.db import transaction

from alongside.audit.services import record
from alongside.core.actor import Actor
from alongside.people.importing.columns import Mapping
from alongside.people.importing.figures import figures
from alongside.people.importing.organisation import Organisation
from alongside.people.importing.reasons import Note, Problem, Reason
from alongside.people.importing.tables import Refusal, Row, Table
from alongside.people.importing.texts import one_line
from alongside.people.imports import queries
from alongside.people.imports.copying import change_rows, copy_rows
from alongside.people.imports.files import plan_of, reading_of
from alongside.people.imports.plan import Plan
from alongside.people.imports.reading import Reading, samples
from alongside.people.models import ImportChange, ImportProblem, ImportRun
from alongside.people.policies import can_change_chart

MOST_EXCERPTS = 200  # rows whose cells are kept for correcting, where no single cell is at fault
JUMBLED = frozenset({Reason.ROW_BROKEN, Reason.ROW_TOO_WIDE, Reason.ROW_TOO_SHORT, Reason.NAMES_NOTHING})
LONGEST_CELL = 500


@transaction.atomic
def look_at_import(*, actor: Actor, run: ImportRun) -> ImportRun:
    """Read the file again with all decisions and store what came out. Twice gives the same."""
    can_change_chart(actor).enforce()
    run = ImportRun.objects.select_for_update().get(pk=run.pk)
    if run.state not in {ImportRun.State.READING, ImportRun.State.DRAFT}:
        return run
    Look(run).take()
    record(actor, "people.import_read", subject=run, details={"rows": run.figures.get("rows", 0)})
    return run


class Look:
    """One look, in the caller's transaction."""

    def __init__(self, run: ImportRun) -> None:
        self._run = run

    def take(self) -> None:
        """Store what the file says and would change, or why it can't be used as it is."""
        run = self._run
        ImportProblem.objects.filter(run=run).delete()
        ImportChange.objects.filter(run=run).delete()
        run.state, run.step = ImportRun.State.DRAFT, 0
        run.reading, run.figures, run.counts, run.digest = {}, {}, {}, ""
        try:
            reading = reading_of(run)
            run.reading = {**_source(reading.table), "columns": _columns(reading.mapping)}
            _keep_excerpt(run, reading, [])
            plan = plan_of(reading, queries.what_is_known())
        except Refusal as refusal:
            run.reading["refusal"] = {"code": refusal.code, "parameters": refusal.parameters}
            run.save()
        else:
            _store(run, reading, plan)


def _store(run: ImportRun, reading: Reading, plan: Plan) -> None:
    organisation = reading.organisation
    counted = figures(organisation)
    problems = sorted([*organisation.problems, *plan.problems], key=lambda one: (one.line, one.code))
    run.reading["notes"] = [_coded(note) for note in (*reading.notes, *plan.notes)]
    run.reading["cycles"] = _cycles(organisation)
    run.figures = {
        **{name: value for name, value in counted.items() if name != "problems"},
        "problems": len(problems),
    }
    run.counts, run.digest = plan.counts, plan.digest
    run.save()
    read_columns = {use.header for use in reading.mapping.columns if use.field}
    ImportProblem.objects.bulk_create(
        (_row(run, problem, read_columns) for problem in problems), batch_size=2_000
    )
    copy_rows(ImportChange, change_rows(run, plan.changes))
    _keep_excerpt(run, reading, problems)


def _source(table: Table) -> dict[str, Any]:
    source = table.source
    return {
        "format": source.format,
        "encoding": source.encoding,
        "delimiter": source.delimiter,
        "sheet": source.sheet,
        "sheets": list(source.sheets),
    }


def _columns(mapping: Mapping) -> list[dict[str, Any]]:
    return [
        {"header": use.header, "field": use.field, "refers_to": use.refers_to, "why": use.why}
        for use in mapping.columns
    ]


def _coded(note: Note) -> dict[str, Any]:
    return {"code": note.code, "parameters": dict(note.parameters)}


def _cycles(organisation: Organisation) -> list[dict[str, Any]]:
    seats = {seat.key: seat for seat in organisation.seats}
    names = {person.key: person.display_name for person in organisation.people}
    holders = {one.seat_key: names[one.person_key] for one in organisation.holdings}
    return [
        {
            "rows": [
                [line, holders.get(key) or seats[key].title or seats[key].external_id]
                for key, line in zip(cycle.members, cycle.lines, strict=True)
            ],
            "proposed": cycle.proposed_line,
            "cut": list(cycle.cut),
        }
        for cycle in organisation.cycles
    ]


def _row(run: ImportRun, found: Problem, read_columns: set[str]) -> ImportProblem:
    """A value of a column that nobody reads stays in the encrypted file."""
    may_show = found.column in read_columns
    return ImportProblem(
        run=run,
        line=found.line,
        column=found.column,
        value=one_line(found.value) if may_show else "",
        code=found.code,
        effect=found.effect,
        parameters=dict(found.parameters),
    )


def _keep_excerpt(run: ImportRun, reading: Reading, problems: list[Problem]) -> None:
    """First values of every column, and the cells of rows where no single cell is at fault."""
    jumbled = {found.line for found in problems if found.code in JUMBLED}
    rows = [row for row in reading.fixed.rows if row.line in jumbled][:MOST_EXCERPTS]
    excerpt = {
        "samples": [samples(reading.table, use) for use in reading.mapping.columns],
        "rows": {str(row.line): _cells(row, reading.mapping) for row in rows},
    }
    run.file.excerpt = json.dumps(excerpt)
    run.file.save(update_fields=["excerpt"])


def _cells(row: Row, mapping: Mapping) -> dict[str, str]:
    return {use.header: one_line(row.cells[use.index][:LONGEST_CELL]) for use in mapping.columns if use.field}
