"""Lists as files: the one place where a table becomes CSV or a workbook.

A cell that a spreadsheet would run as a formula is made plain text (CWE-1236): it gets an apostrophe in front. That
holds for every cell, ours included, because nobody can tell which came from people.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

import xlsxwriter
from django.http import HttpResponse
from django.utils import timezone
from django.utils.functional import Promise

from alongside.core.actor import Actor

type Cell = str | int | float | Decimal | date | datetime | Promise | None
CSV, XLSX = "csv", "xlsx"
TYPES = {
    CSV: "text/csv; charset=utf-8",
    XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
MOST_ROWS = 100_000
LONGEST_CELL = 32_767  # of a workbook
_RUN = "=+-@\t\r\n|%＝＋－＠"  # the wide ones are folded by some spreadsheets
_BLANK = " \t\r\n\v\f\0\u00a0\u200b\u2060\ufeff\u3000"
_NOT_IN_XML = {code: None for code in range(32) if chr(code) not in "\t\n\r"}


@dataclass(frozen=True)
class Listing:
    """A list that can be taken along. `name` is its slug, `rows` what the actor may see, as the page shows it.

    `may` tells whether the list is there at all for somebody. `part` narrows it to one month or one file, by the
    month or number that its page has; None where that is not there for the actor. A list that is not `is_whole` is
    taken in parts alone.
    """

    name: str
    title: str | Promise
    columns: Callable[[], Sequence[str]]
    rows: Callable[[Actor], Iterable[Sequence[Cell]]]
    may: Callable[[Actor], object] = lambda actor: True
    part: Callable[[Actor, str], Listing | None] = lambda actor, key: None
    is_whole: bool = True


_listings: dict[str, Listing] = {}


def provide(listing: Listing) -> None:
    """Called once per list by config/wiring.py."""
    if _listings.setdefault(listing.name, listing) != listing:
        raise ValueError(f"{listing.name} is provided twice")


def listing_named(name: str, actor: Actor, part: str = "") -> Listing | None:
    """A list by its slug, or a part of it, if it is there for this person."""
    found = _listings.get(name)
    if found is None or not found.may(actor):
        return None
    if part:
        return found.part(actor, part)
    return found if found.is_whole else None


def listings() -> list[Listing]:
    return list(_listings.values())


def plain(value: Cell) -> str | int | float:
    """A cell that stays what it is in every spreadsheet: numbers as numbers, all else as text that never runs."""
    if isinstance(value, bool) or value is None:
        return "" if value is None else str(value)
    if isinstance(value, int | float):
        return value
    if isinstance(value, Decimal):
        return float(value)
    if isinstance(value, datetime):
        return timezone.localtime(value).strftime("%Y-%m-%d %H:%M")
    if isinstance(value, date):
        return value.isoformat()
    text = str(value).translate(_NOT_IN_XML)[: LONGEST_CELL - 1]
    return f"'{text}" if runs(text) else text


def runs(text: str) -> bool:
    """Whether a spreadsheet might take this for a formula."""
    return any(begin and begin in _RUN for begin in (text[:1], text.lstrip(_BLANK)[:1]))


def as_csv(columns: Sequence[str], rows: Iterable[Sequence[Cell]]) -> bytes:
    """UTF-8 with a mark that spreadsheets know, lines ending as RFC 4180 says, every text quoted."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, quoting=csv.QUOTE_NONNUMERIC, lineterminator="\r\n")
    writer.writerow([plain(column) for column in columns])
    writer.writerows([plain(cell) for cell in row] for row in rows)
    return out.getvalue().encode("utf-8-sig", errors="replace")


def as_workbook(title: str, columns: Sequence[str], rows: Iterable[Sequence[Cell]]) -> bytes:
    """One sheet; nothing in it is ever written as a formula or a link."""
    out = io.BytesIO()
    options = {
        "in_memory": True,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
    }
    with xlsxwriter.Workbook(out, options) as book:
        sheet = book.add_worksheet()
        sheet.set_header(f"&L{title}")
        bold = book.add_format({"bold": True})
        for column, words in enumerate(columns):
            sheet.write_string(0, column, str(plain(words)), bold)
        for line, row in enumerate(rows, start=1):
            for column, cell in enumerate(row):
                value = plain(cell)
                if isinstance(value, str):
                    sheet.write_string(line, column, value)
                else:
                    sheet.write_number(line, column, value)
        sheet.freeze_panes(1, 0)
        sheet.set_column(0, max(0, len(columns) - 1), 24)
    return out.getvalue()


def answer(listing: Listing, kind: str, rows: Sequence[Sequence[Cell]]) -> HttpResponse:
    """The file, to be saved under the day's name. `kind` is one of TYPES."""
    columns = listing.columns()
    body = as_csv(columns, rows) if kind == CSV else as_workbook(str(listing.title), columns, rows)
    named = f'attachment; filename="{listing.name}-{timezone.localdate().isoformat()}.{kind}"'
    return HttpResponse(body, content_type=TYPES[kind], headers={"Content-Disposition": named})
