"""What was wrong with imports, and the rows to correct, as lists to take along: of all files or of one."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from alongside.core.actor import Actor
from alongside.core.exports import Cell, Listing
from alongside.people.importing.fixing import bad_cells
from alongside.people.importing.tables import Refusal
from alongside.people.imports.files import reading_of
from alongside.people.imports.queries import everything_wrong_in, problems_of, runs_visible_to
from alongside.people.imports.wording import EFFECTS, told
from alongside.people.models import ImportRun
from alongside.people.policies import can_change_chart


def _run(actor: Actor, key: str) -> ImportRun | None:
    return runs_visible_to(actor).filter(pk=key).first() if key.isascii() and key.isdecimal() else None


def _of_all(actor: Actor) -> Iterator[Sequence[Cell]]:
    for run in runs_visible_to(actor):
        for one in problems_of(run):
            yield (run.file_name, one.line, one.column, one.value, told(one))


def _columns_of_one() -> list[str]:
    return [
        pgettext("of a file", "Line"),
        _("Column"),
        _("In the file"),
        _("What is wrong"),
        _("What becomes of the row"),
    ]


def _of_one(run: ImportRun) -> Iterator[Sequence[Cell]]:
    """In the reader's language: for whoever mends the original."""
    for one in everything_wrong_in(run).iterator(chunk_size=2_000):
        yield (one.line, one.column or _("the whole row"), one.value, told(one), EFFECTS.get(one.effect, ""))


def _problems_of(actor: Actor, key: str) -> Listing | None:
    run = _run(actor, key)
    if run is None:
        return None
    name = f"{PROBLEMS.name}-{run.pk}"
    return replace(PROBLEMS, name=name, columns=_columns_of_one, rows=lambda actor: _of_one(run))


def _rows_of(actor: Actor, key: str) -> Listing | None:
    """None once the file is gone, or where it can't be read."""
    run = _run(actor, key)
    if run is None or not run.is_open:
        return None
    try:
        reading = reading_of(run)
        table, organisation = reading.fixed, reading.organisation
    except Refusal:
        return None
    name = f"{ROWS.name}-{run.pk}"
    cells = list(bad_cells(table, organisation))
    return replace(ROWS, name=name, columns=lambda: table.header, rows=lambda actor: cells)


PROBLEMS = Listing(
    "import-problems",
    gettext_lazy("Rows of imports that need a look"),
    lambda: [_("File"), pgettext("of a file", "Line"), _("Column"), _("In the file"), _("What is wrong")],
    _of_all,
    may=can_change_chart,
    part=_problems_of,
)
ROWS = Listing(
    "import-rows",
    gettext_lazy("Rows that need a look"),
    list,
    lambda actor: (),
    may=can_change_chart,
    part=_rows_of,
    is_whole=False,
)
LISTINGS = [PROBLEMS, ROWS]
