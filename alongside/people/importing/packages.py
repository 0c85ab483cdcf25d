"""An XLSX file is a zip of XML: measure what it unpacks to before anything reads it for real.

A workbook of a few kilobytes can unpack to gigabytes, place two cells at opposite corners of a sheet, or
repeat one long text in a million cells. The reader behind `workbooks` allocates all of that at once, so it
only ever sees a copy whose parts were unpacked here, within the limits.
"""

import io
import lzma
import re
import struct
import zipfile
import zlib

from alongside.people.importing.reasons import Reason
from alongside.people.importing.tables import Limits, Refusal

_TOKEN = re.compile(rb"<(?:\w+:)?(row|c|si)(?=[\s/>])([^>]*)>")
_PLACE = re.compile(rb"""(?:^|\s)r\s*=\s*["']([^"']*)["']""")
_SHARED = re.compile(rb"""\st\s*=\s*["']s["']""")
_CELL_NAME = re.compile(rb"\$?([A-Za-z]{0,3})\$?([0-9]{0,7})")
_MOST_PARTS = 2_000
_DAMAGE = (
    *(zipfile.BadZipFile, zlib.error, lzma.LZMAError, struct.error, EOFError),
    *(ValueError, KeyError, OSError, OverflowError, NotImplementedError),
)


def measured(data: bytes, limits: Limits) -> bytes:
    """The same workbook, unpacked within the limits and packed without compression. Raises Refusal past
    them.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            parts = _unpacked(package, limits)
    except _DAMAGE:
        raise Refusal(Reason.WORKBOOK_DAMAGED) from None
    except RuntimeError:  # what zipfile raises for a part behind a password
        raise Refusal(Reason.WORKBOOK_LOCKED) from None
    _check_kind(parts)
    _check_cells(parts, limits)
    copy = io.BytesIO()
    with zipfile.ZipFile(copy, "w", zipfile.ZIP_STORED) as package:
        for name in list(parts):
            package.writestr(name, parts.pop(name))
    return copy.getvalue()


def _unpacked(package: zipfile.ZipFile, limits: Limits) -> dict[str, bytes]:
    """The parts that carry cells and names; pictures, macros and drawings stay behind."""
    infos = [info for info in package.infolist() if info.filename.lower().endswith((".xml", ".rels", ".bin"))]
    if len(infos) > _MOST_PARTS:
        raise _too_large(limits)
    parts: dict[str, bytes] = {}
    left = limits.unpacked_bytes
    for info in infos:
        with package.open(info) as part:
            content = part.read(left + 1)
        left -= len(content)
        if left < 0:
            raise _too_large(limits)
        parts[info.filename] = content if info.filename.lower().endswith((".xml", ".rels")) else b""
    return parts


def _check_kind(parts: dict[str, bytes]) -> None:
    names = {name.lower() for name in parts}
    if "xl/workbook.bin" in names:
        raise Refusal(Reason.FILE_IS, kind="XLSB")
    if "content.xml" in names:
        raise Refusal(Reason.FILE_IS, kind="ODS")
    if "word/document.xml" in names:
        raise Refusal(Reason.FILE_IS, kind="DOCX")
    if not any(name.endswith("workbook.xml") for name in names):
        raise Refusal(Reason.FILE_IS, kind="ZIP")
    if any(b"<!DOCTYPE" in content[:4096] for content in parts.values()):
        raise Refusal(Reason.WORKBOOK_DAMAGED)


def _check_cells(parts: dict[str, bytes], limits: Limits) -> None:
    """The box that each sheet's cells span, and how much text they would hold together."""
    shared_cells = 0
    for content in parts.values():
        if b"sheetData" in content:
            shared_cells += _check_box(content, limits)
    longest = max((_longest_shared(content) for content in parts.values() if b"<" in content), default=0)
    if longest * shared_cells > 4 * limits.unpacked_bytes:
        raise _too_large(limits)


def _check_box(sheet: bytes, limits: Limits) -> int:
    """Refuse a sheet whose corner-to-corner box is too large; else how many cells point at shared text."""
    last_row = last_column = row = column = shared = 0
    for match in _TOKEN.finditer(sheet):
        kind, attributes = match[1], match[2]
        place = _PLACE.search(attributes)
        name = _CELL_NAME.fullmatch(place[1]) if place else None
        if place and name is None:
            raise Refusal(Reason.WORKBOOK_DAMAGED)
        if kind == b"row":
            row, column = (int(name[2] or 0) if name else row + 1), 0
        elif kind == b"c":
            column = _column_number(name[1]) if name and name[1] else column + 1
            row = int(name[2]) if name and name[2] else row
            shared += _SHARED.search(attributes) is not None
        last_row, last_column = max(last_row, row), max(last_column, column)
    if last_row * last_column > limits.sheet_cells:
        raise _too_large(limits)
    return shared


def _column_number(letters: bytes) -> int:
    number = 0
    for letter in letters.upper():
        number = number * 26 + letter - 64
    return number


def _longest_shared(part: bytes) -> int:
    """Bytes of the longest shared text, its markup included."""
    longest = start = 0
    for match in re.finditer(rb"<(?:\w+:)?si(?=[\s/>])", part):
        longest = max(longest, match.start() - start if start else 0)
        start = match.start()
    return max(longest, len(part) - start if start else 0)


def _too_large(limits: Limits) -> Refusal:
    return Refusal(Reason.WORKBOOK_TOO_LARGE, limit=f"{limits.unpacked_bytes // 1024 // 1024} MB")
