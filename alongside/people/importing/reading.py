"""Bytes to a Table, whatever they are: CSV, XLSX or JSON by what is in them, never by the file's name."""

import re

from alongside.people.importing import delimited, objects, workbooks
from alongside.people.importing.decoding import Decoded, decode
from alongside.people.importing.reasons import Reason
from alongside.people.importing.tables import Limits, Refusal, Source, Table, table_from_rows

# How files start that people rename to .csv, and what to call them.
_KINDS = (
    (b"%PDF", "PDF"),
    (b"\x89PNG", "PNG"),
    (b"\xff\xd8\xff", "JPEG"),
    (b"GIF8", "GIF"),
    (b"{\\rtf", "RTF"),
    (b"\x1f\x8b", "GZIP"),
    (b"7z\xbc\xaf", "7Z"),
    (b"Rar!", "RAR"),
    (b"SQLite format 3", "SQLite"),
    (b"PAR1", "Parquet"),
)
_MARKUP = re.compile(r"\s*<(?:!doctype|html|\?xml|table|head|meta|svg)\b", re.IGNORECASE)
_OLD_OFFICE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def read_table(
    data: bytes,
    *,
    encoding: str | None = None,
    delimiter: str | None = None,
    sheet: str = "",
    limits: Limits | None = None,
) -> Table:
    """Read a file into a table.

    `encoding`, `delimiter` and `sheet` are the user's corrections; without them they are found and reported
    in `Table.source`. Raises Refusal, and nothing else, for bytes that are no table or pass a limit.
    """
    limits = limits or Limits()
    if len(data) > limits.file_bytes:
        raise Refusal(Reason.FILE_TOO_LARGE, limit=f"{limits.file_bytes // 1024 // 1024} MB")
    if not data.strip(b"\x00 \t\r\n"):
        raise Refusal(Reason.FILE_EMPTY)
    _refuse_other_kinds(data)
    if data.startswith(b"PK\x03\x04"):
        rows, source, notes = workbooks.rows_of(data, limits, sheet)
        return table_from_rows(rows, source, limits, notes)
    return _from_text(decode(data, encoding), delimiter, limits)


def _from_text(decoded: Decoded, delimiter: str | None, limits: Limits) -> Table:
    if _MARKUP.match(decoded.text):
        raise Refusal(Reason.FILE_IS, kind="HTML / XML")
    if not delimiter and decoded.text.lstrip()[:1] in ("[", "{") and not _is_delimited(decoded.text):
        rows, notes = objects.rows_of(decoded.text, limits)
        return table_from_rows(rows, Source("json", decoded.encoding), limits, [*decoded.notes, *notes])
    chosen = delimiter or delimited.delimiter_of(decoded.text)
    rows = delimited.rows_of(decoded.text, chosen)
    return table_from_rows(rows, Source("csv", decoded.encoding, chosen), limits, decoded.notes)


def _is_delimited(text: str) -> bool:
    """A CSV whose first header is in brackets ("[Name],[E-mail]"): JSON has an end that matches its
    beginning.
    """
    return text.rstrip()[-1:] not in ("]", "}") and text.lstrip()[1:].lstrip()[:1] not in (
        "{",
        '"',
        "]",
        "}",
        "[",
    )


def _refuse_other_kinds(data: bytes) -> None:
    if data.startswith(_OLD_OFFICE):
        raise Refusal(Reason.WORKBOOK_LOCKED)
    for start, kind in _KINDS:
        if data.startswith(start):
            raise Refusal(Reason.FILE_IS, kind=kind)
