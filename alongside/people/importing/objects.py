"""JSON: a list of objects, or an object that holds the list under "people"; nested objects become dotted
columns.
"""

import json
from collections.abc import Iterator
from typing import Any

from alongside.people.importing.reasons import Note, Reason
from alongside.people.importing.tables import Limits, Refusal, Row, SharedTexts

_LIST_NAMES = ("people", "employees", "workers", "users", "data", "items", "results", "rows")
_SPACE = " \t\r\n"
_DEEPEST = 4


def rows_of(text: str, limits: Limits) -> tuple[list[Row], list[Note]]:
    """A header row on line 0 and one row per object, at the line of the file its object starts on.

    Where several objects share a line, as in a file without line breaks, rows are counted from 1 instead and
    a note says so: a line must name one row.
    """
    records = list(_records(text))
    notes: list[Note] = []
    if len({line for line, _ in records}) < len(records):
        records = [(number, record) for number, (_, record) in enumerate(records, start=1)]
        notes.append(Note(Reason.JSON_COUNTED))
    if len(records) > limits.rows:
        raise Refusal(Reason.TOO_MANY_ROWS, count=str(len(records)), limit=str(limits.rows))
    columns: dict[str, int] = {}
    flat = [(line, dict(_flat(record))) for line, record in records]
    for _, cells in flat:
        for name in cells:
            columns.setdefault(name, len(columns))
            if len(columns) > limits.columns:
                raise Refusal(Reason.TOO_MANY_COLUMNS, count=str(len(columns)), limit=str(limits.columns))
    if not columns:
        raise Refusal(Reason.FILE_EMPTY)
    shared = SharedTexts()
    body = [Row(line, shared.of([cells.get(name, "") for name in columns])) for line, cells in flat]
    return [Row(0, tuple(columns)), *body], notes


def _records(text: str) -> Iterator[tuple[int, dict[str, Any]]]:
    """Each object of the list with its line; the list is walked by hand because the decoder forgets
    positions.
    """
    position = _list_start(text) + 1
    decoder = _decoder()
    line, counted = 1, 0
    while True:
        position = _past(text, position, _SPACE + ",")
        if text[position : position + 1] == "]":
            return
        line += text.count("\n", counted, position)
        counted = position
        try:
            record, position = decoder.raw_decode(text, position)
        except (ValueError, RecursionError) as error:
            raise _damaged(text, error, position) from None
        if not isinstance(record, dict):
            raise Refusal(Reason.JSON_SHAPE)
        yield line, record


def _decoder() -> json.JSONDecoder:
    """Numbers stay as they are written: an id of 20 digits must not be rounded."""
    return json.JSONDecoder(parse_float=str, parse_int=str, parse_constant=lambda _: "", strict=False)


def _list_start(text: str) -> int:
    """Where the list of people opens. Also proves that the whole text is JSON."""
    try:
        whole = _decoder().decode(text)
    except (ValueError, RecursionError) as error:
        raise _damaged(text, error, 0) from None
    start = _past(text, 0, _SPACE)
    if isinstance(whole, list):
        return start
    if not isinstance(whole, dict):
        raise Refusal(Reason.JSON_SHAPE)
    name = next((key for key in _LIST_NAMES if isinstance(whole.get(key), list)), None)
    if name is None:
        raise Refusal(Reason.JSON_SHAPE)
    return _member_start(text, start, name)


def _member_start(text: str, start: int, name: str) -> int:
    """Where the value of the object's last member with this name starts (the last one counts in JSON)."""
    decoder = _decoder()
    position, found = start + 1, -1
    while True:
        position = _past(text, position, _SPACE + ",")
        if text[position : position + 1] in ("}", ""):
            return found
        key, position = decoder.raw_decode(text, position)
        position = _past(text, position, _SPACE + ":")
        if key == name:
            found = position
        _, position = decoder.raw_decode(text, position)


def _past(text: str, position: int, characters: str) -> int:
    while position < len(text) and text[position] in characters:
        position += 1
    return position


def _damaged(text: str, error: Exception, position: int) -> Refusal:
    at = error.pos if isinstance(error, json.JSONDecodeError) else position
    return Refusal(Reason.JSON_DAMAGED, line=str(text.count("\n", 0, at) + 1))


def _flat(record: dict[str, Any], prefix: str = "", depth: int = 1) -> Iterator[tuple[str, str]]:
    for key, value in record.items():
        name = f"{prefix}{key}"
        if isinstance(value, dict) and depth < _DEEPEST:
            yield from _flat(value, f"{name}.", depth + 1)
        else:
            yield name, _cell(value)


def _cell(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str):
        return value
    if isinstance(value, list):
        return ", ".join(_cell(part) for part in value)
    return json.dumps(value, ensure_ascii=False)
