"""Dates in people files: one order per column, decided by the values that allow only one reading.

01/02/2023 says nothing by itself; 13/02/2023 in the same column says that the day comes first. Where no
value decides, the other date columns do, then the country of the file; and the choice is always said.
"""

import datetime
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from alongside.people.importing.texts import folded

MONTH_FIRST_COUNTRIES = frozenset({"US", "PH", "PR", "GU", "AS", "VI", "MP", "FM", "MH", "PW"})
# A year of two digits is at most this many years ahead: contracts end, nobody starts in 1935.
PIVOT_AHEAD = 10
SERIAL_EPOCH = datetime.date(1899, 12, 30)  # day 0 of spreadsheets, their 29 February 1900 allowed for
EARLIEST, LATEST_OPEN = 1900, 2200  # 31.12.9999 and the like mean "no end", 00.00.0000 means nothing

_ISO = re.compile(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})")
_COMPACT = re.compile(r"((?:19|20)\d{2})(\d{2})(\d{2})")
_PARTS = re.compile(r"(\d{1,2})\s*([./\-])\s*(\d{1,2})\s*[./\-]\s*(\d{4}|\d{2})")
_WORDED = re.compile(r"(\d{1,2})[\s.\-]+([a-z]{3,9})[\s.\-]+(\d{4}|\d{2})")
_WORDED_MONTH_FIRST = re.compile(r"([a-z]{3,9})[\s.\-]+(\d{1,2})[\s.\-]+(\d{4})")
_SERIAL = re.compile(r"([2-7]\d{4})(?:\.\d+)?")
_TIME = re.compile(
    r"[T\s]\d{1,2}:\d{2}(?::\d{2}(?:[.,]\d+)?)?\s*(?:[ap]m)?\s*(?:Z|[+-]\d{2}:?\d{2})?$", re.IGNORECASE
)
_NOTHING = re.compile(r"0{1,4}([-/.])0{1,2}\1?0{0,4}|0{8}|(?:31[./]12[./]|12[./]31[./])9999|9999-?12-?31")
_MONTHS: Mapping[str, int] = {
    name: month
    for month, names in enumerate(
        (
            *("jan january januar janner jaenner", "feb february februar", "mar march marz maerz mrz"),
            *("apr april", "may mai", "jun june juni", "jul july juli", "aug august", "sep sept september"),
            *("oct october okt oktober", "nov november", "dec december dez dezember"),
        ),
        start=1,
    )
    for name in names.split()
}


class Order(StrEnum):
    DAY_FIRST = "day-month"
    MONTH_FIRST = "month-day"
    BOTH = "both"
    UNDECIDED = "undecided"


@dataclass(frozen=True, slots=True)
class ReadDate:
    """A date and how it was found: from two year digits, from a spreadsheet's day number. `day` None: means
    open.
    """

    day: datetime.date | None
    two_digits: bool = False
    serial: bool = False


class EitherWayError(ValueError):
    """The value could be two different days and nothing decides."""


def looks_like_date(text: str) -> bool:
    bare = _bare(text)
    return any(pattern.fullmatch(bare) for pattern in (_ISO, _COMPACT, _PARTS, _WORDED, _WORDED_MONTH_FIRST))


def order_of(values: Iterable[str]) -> tuple[Order, str, str]:
    """The order that a column's values allow, with the value that says day first and the one that says
    month first.
    """
    day_first = month_first = ""
    dotted = 0
    for value in values:
        found = _PARTS.fullmatch(_bare(value))
        if not found:
            continue
        first, second = int(found[1]), int(found[3])
        dotted += found[2] == "."
        if first > 12 >= second:
            day_first = day_first or value
        elif second > 12 >= first:
            month_first = month_first or value
    if day_first and month_first:
        return Order.BOTH, day_first, month_first
    if day_first or (dotted and not month_first):  # dots are only ever written day first
        return Order.DAY_FIRST, day_first, ""
    return (Order.MONTH_FIRST, "", month_first) if month_first else (Order.UNDECIDED, "", "")


def is_either_way(value: str) -> bool:
    """Would the two orders give two different days?"""
    found = _PARTS.fullmatch(_bare(value))
    if found is None:
        return False
    first, second = int(found[1]), int(found[3])
    return first <= 12 and second <= 12 and first != second


def read_date(value: str, order: Order, today: datetime.date) -> ReadDate:
    """The date a cell means. Raises ValueError where it is none, EitherWayError for an open choice."""
    bare = _bare(value)
    if _NOTHING.fullmatch(bare):
        return ReadDate(None)
    serial = _SERIAL.fullmatch(bare)
    if serial:
        return ReadDate(SERIAL_EPOCH + datetime.timedelta(days=int(serial[1])), serial=True)
    year, month, day, two_digits = _numbers(bare, value, order, today)
    if year > LATEST_OPEN:
        return ReadDate(None)
    if year < EARLIEST:
        raise ValueError(value)
    return ReadDate(datetime.date(year, month, day), two_digits=two_digits)


def _numbers(bare: str, value: str, order: Order, today: datetime.date) -> tuple[int, int, int, bool]:
    iso = _ISO.fullmatch(bare) or _COMPACT.fullmatch(bare)
    if iso:
        return int(iso[1]), int(iso[2]), int(iso[3]), False
    parts = _PARTS.fullmatch(bare)
    if parts:
        day, month = _ordered(int(parts[1]), int(parts[3]), value, order)
        return _year(parts[4], today), month, day, len(parts[4]) == 2
    words = folded(bare)
    worded = _WORDED.fullmatch(words)
    if worded:
        return _year(worded[3], today), _month(worded[2]), int(worded[1]), len(worded[3]) == 2
    worded = _WORDED_MONTH_FIRST.fullmatch(words)
    if worded:
        return int(worded[3]), _month(worded[1]), int(worded[2]), False
    raise ValueError(value)


def _ordered(first: int, second: int, value: str, order: Order) -> tuple[int, int]:
    """(day, month); a value that allows only one reading is read that way, whatever the column says."""
    if first > 12:
        return first, second
    if second > 12:
        return second, first
    if order is Order.BOTH and first != second:
        raise EitherWayError(value)
    return (second, first) if order is Order.MONTH_FIRST else (first, second)


def pivot(today: datetime.date) -> int:
    """The last year of two digits that is read as 20xx."""
    return (today.year + PIVOT_AHEAD) % 100


def _year(digits: str, today: datetime.date) -> int:
    if len(digits) == 4:
        return int(digits)
    latest = today.year + PIVOT_AHEAD
    year = latest - latest % 100 + int(digits)
    return year if year <= latest else year - 100


def _month(name: str) -> int:
    if name not in _MONTHS:
        raise ValueError(name)
    return _MONTHS[name]


def _bare(value: str) -> str:
    """Without a time of day, which a date column only has because its program adds one."""
    text = value.strip()
    return _TIME.sub("", text).strip() if ":" in text else text
