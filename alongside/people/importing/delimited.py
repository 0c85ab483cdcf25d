"""CSV in all its dialects: which delimiter, quoted line breaks, and quotation marks that never close."""

import csv
import io
from collections import Counter
from collections.abc import Iterator, Sequence

from alongside.core.exports import runs
from alongside.people.importing.reasons import Reason
from alongside.people.importing.tables import Limits, Refusal, Row, SharedTexts

DELIMITERS = (",", ";", "\t", "|")
_SAMPLE_LINES = 200
_MOST_RUNAWAYS = 50  # each may read to the end of the file again

# The reader's own ceiling of 128 KiB would end in an error; a very large cell is a problem of its row
# instead.
csv.field_size_limit(Limits().unpacked_bytes)


def delimiter_of(text: str) -> str:
    """The delimiter that splits most rows into the same number of columns; among equals, into the most."""
    sample = _lines(text, _SAMPLE_LINES)
    stated = _stated(sample)
    if stated:
        return stated
    return max(DELIMITERS, key=lambda delimiter: _evenness(sample, delimiter))


def rows_of(text: str, delimiter: str) -> list[Row]:
    """All rows with the line they start on. Raises Refusal where the delimiter is none or quotes are
    hopeless.
    """
    if delimiter not in DELIMITERS:
        raise Refusal(Reason.DELIMITER_WRONG, delimiter=delimiter[:20])
    lines = _lines(text)
    start = 1 if _stated(lines) else 0
    shared = SharedTexts()
    parsed = _parsed(lines, start, delimiter)
    return [Row(line, shared.of(_without_guards(cells)), broken) for line, cells, broken in parsed]


def _lines(text: str, most: int | None = None) -> list[str]:
    """Lines with their ends; only carriage returns and line feeds end one."""
    stream = io.StringIO(text, newline="")
    if most is None:
        return list(stream)
    return [line for line, _ in zip(stream, range(most), strict=False)]


def _stated(lines: Sequence[str]) -> str:
    """Excel writes "sep=;" on the first line when it wants to be understood."""
    first = lines[0].strip().strip('"').lower() if lines else ""
    return first[4:] if first.startswith("sep=") and first[4:] in DELIMITERS else ""


def _evenness(sample: Sequence[str], delimiter: str) -> tuple[float, int]:
    try:
        counts = [len(cells) for cells in csv.reader(sample, delimiter=delimiter) if cells]
    except csv.Error:
        return (0.0, 0)
    split = Counter(count for count in counts if count > 1)
    if not split:
        return (0.0, 0)
    columns, rows = max(split.items(), key=lambda item: (item[1], item[0]))
    return (round(rows / len(counts), 1), columns)


def _parsed(lines: list[str], start: int, delimiter: str) -> Iterator[tuple[int, list[str], bool]]:
    """Rows by the strict reader; where it stumbles, one line is taken by itself and reading goes on after
    it.
    """
    runaways = 0
    left = iter(lines[start:])
    while start < len(lines):
        reader = csv.reader(left, delimiter=delimiter, strict=True)
        begun = 0
        try:
            for cells in reader:
                yield start + begun + 1, cells, False
                begun = reader.line_num
            return
        except csv.Error:
            spanned = reader.line_num - begun > 1
        stumbled = start + begun
        yield _by_itself(lines[stumbled], stumbled, delimiter, spanned=spanned)
        start = stumbled + 1
        if spanned:
            runaways += 1
            if runaways > _MOST_RUNAWAYS:
                raise Refusal(Reason.QUOTES_TANGLED)
            left = iter(lines[start:])


def _by_itself(line: str, index: int, delimiter: str, *, spanned: bool) -> tuple[int, list[str], bool]:
    """One line, forgivingly. Its columns are a guess where the quotation ran on into other lines."""
    bare = line.rstrip("\r\n")
    if spanned or bare.count('"') % 2:
        return index + 1, bare.split(delimiter), True
    return index + 1, next(csv.reader([bare], delimiter=delimiter), []), False


def _without_guards(cells: list[str]) -> list[str]:
    """Take off the apostrophe that exports put before a formula (`guarded` is the inverse)."""
    for cell in cells:
        if cell[:1] == "'":
            return [unguarded(cell) for cell in cells]
    return cells


def guarded(cell: str) -> str:
    """The cell as no spreadsheet will calculate it: an apostrophe before what starts like a formula."""
    return f"'{cell}" if runs(cell.lstrip("'")) else cell


def unguarded(cell: str) -> str:
    """The inverse of `guarded`."""
    return cell[1:] if cell[:1] == "'" and runs(cell.lstrip("'")) else cell
