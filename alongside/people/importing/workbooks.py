"""XLSX through calamine: the right sheet, and cells as people would have typed them."""

import datetime
import io
from collections.abc import Sequence

import python_calamine

from alongside.people.importing.delimited import unguarded
from alongside.people.importing.packages import measured
from alongside.people.importing.reasons import Note, Reason
from alongside.people.importing.tables import Limits, Refusal, Row, SharedTexts, Source
from alongside.people.importing.texts import is_blank


def rows_of(data: bytes, limits: Limits, sheet: str = "") -> tuple[list[Row], Source, list[Note]]:
    """Rows of the named sheet, or of the first visible one that holds a table. Raises Refusal."""
    try:
        return _read(measured(data, limits), sheet)
    except Refusal:
        raise
    except python_calamine.PasswordError:
        raise Refusal(Reason.WORKBOOK_LOCKED) from None
    except (python_calamine.CalamineError, ValueError, OverflowError, OSError, MemoryError):
        raise Refusal(Reason.WORKBOOK_DAMAGED) from None
    except BaseException as error:
        # A panic of the Rust reader is no Exception; anything else (Ctrl-C) goes on its way.
        if type(error).__name__ != "PanicException":
            raise
        raise Refusal(Reason.WORKBOOK_DAMAGED) from None


def _read(data: bytes, wanted: str) -> tuple[list[Row], Source, list[Note]]:
    workbook = python_calamine.load_workbook(io.BytesIO(data))
    names = tuple(workbook.sheet_names)
    name, rows = _chosen(workbook, _in_order(workbook, wanted))
    notes = []
    if len(names) > 1 and not wanted:
        others = ", ".join(other for other in names if other != name)
        notes.append(Note(Reason.SHEET_CHOSEN, {"sheet": name, "others": others[:500]}))
    return rows, Source("xlsx", sheet=name, sheets=names), notes


def _in_order(workbook: python_calamine.CalamineWorkbook, wanted: str) -> list[str]:
    """The named sheet alone, else the visible ones before the hidden ones."""
    if wanted:
        if wanted not in workbook.sheet_names:
            raise Refusal(Reason.SHEET_UNKNOWN, sheet=wanted[:100])
        return [wanted]
    sheets = [one for one in workbook.sheets_metadata if one.typ == python_calamine.SheetTypeEnum.WorkSheet]
    visible = python_calamine.SheetVisibleEnum.Visible
    return [one.name for one in sorted(sheets, key=lambda one: one.visible != visible)]


def _chosen(workbook: python_calamine.CalamineWorkbook, names: Sequence[str]) -> tuple[str, list[Row]]:
    """The first sheet with two rows and two columns in use; failing that, the first with anything."""
    fallback: tuple[str, list[Row]] | None = None
    for name in names:
        rows = _rows(workbook.get_sheet_by_name(name))
        if fallback is None and rows:
            fallback = (name, rows)
        if sum(1 for row in rows if sum(not is_blank(cell) for cell in row.cells) > 1) > 1:
            return name, rows
    if fallback is None:
        raise Refusal(Reason.FILE_EMPTY)
    return fallback


def _rows(sheet: python_calamine.CalamineSheet) -> list[Row]:
    if sheet.start is None:
        return []
    first = sheet.start[0] + 1
    lines = enumerate(sheet.to_python(skip_empty_area=True), start=first)
    shared = SharedTexts()
    return [Row(line, shared.of([_cell(value) for value in values])) for line, values in lines]


def _cell(value: object) -> str:
    """A cell as text: 123.0 is the number 123, midnight is a day, a day is ISO, a guard of our own files is off."""
    if isinstance(value, str):
        return unguarded(value)
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() and abs(value) < 1e15 else repr(value)
    if isinstance(value, datetime.datetime):
        midnight = value.time() == datetime.time()
        return value.date().isoformat() if midnight else value.isoformat(sep=" ", timespec="seconds")
    return "" if value is None else str(value)
