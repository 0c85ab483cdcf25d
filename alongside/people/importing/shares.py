"""Shares of a full place: 0.8, 0,8, 80 %, 80 and 100 mean what people mean by them."""

import re
from collections.abc import Iterable
from decimal import Decimal

_NUMBER = re.compile(r"(\d{1,3})(?:[.,](\d{1,6}))?\s*(%|percent|prozent|vh|v\.h\.)?", re.IGNORECASE)

LEAST_PERCENT = 5


class OutOfRangeError(ValueError):
    """A number, but not more than 0 and at most 100 per cent."""


def is_percent(values: Iterable[str]) -> bool:
    """Bare numbers of a column are percent if one of them can't be a fraction of one place."""
    return any((number := _number(value)) is not None and number[0] > 2 for value in values)


def read_share(value: str, *, percent: bool) -> Decimal:
    """The share as a fraction in (0, 1], four places. Raises ValueError, or OutOfRangeError for a number
    outside.

    In a column of percents a bare number up to 1 is still a fraction; what stands between that and 5 is
    neither.
    """
    found = _number(value)
    if found is None:
        raise ValueError(value)
    number, signed = found
    if signed or (percent and number >= LEAST_PERCENT):
        number /= 100
    if not 0 < number <= 1:
        raise OutOfRangeError(value)
    return number.quantize(Decimal("0.0001"))


def _number(value: str) -> tuple[Decimal, bool] | None:
    found = _NUMBER.fullmatch(value.strip())
    if not found:
        return None
    return Decimal(f"{found[1]}.{found[2] or 0}"), bool(found[3])
