"""RFC 5545 recurrence rules that people bring along: read strictly, refused with a reason they can act on.

The library that computes the dates takes more than the standard allows (an interval of 0 repeats one
moment for ever, unknown combinations are ignored), so everything is checked here first.
"""

import re
from datetime import UTC, datetime
from enum import StrEnum
from zoneinfo import ZoneInfo

MAX_LENGTH = 300


class WhyRefused(StrEnum):
    """Reasons as English sentences with named places, to translate and to fill from `RuleRefused.params`."""

    NOT_A_RULE = "Write the rule as parts with a value each, such as FREQ=WEEKLY;BYDAY=TU."
    NO_FREQUENCY = "The rule does not say how often: it needs FREQ=DAILY, WEEKLY, MONTHLY or YEARLY."
    TOO_OFTEN = "A 1:1 can repeat by day, week, month or year, so %(part)s can't be used."
    UNKNOWN_PART = "%(part)s is not a part of a repeating rule."
    TWICE = "%(part)s stands in the rule twice."
    BAD_VALUE = "%(value)s is not a value that %(part)s can have."
    NOT_TOGETHER = "%(part)s can't stand in the same rule as %(value)s."
    NO_MEETING = "This rule gives no meeting within a year of its start."


class RuleRefused(ValueError):
    """A recurrence that can't be used: `why`, and the part and value it is about."""

    def __init__(self, why: WhyRefused, part: str = "", value: str = "") -> None:
        self.why = why
        self.params = {"part": part, "value": value}
        super().__init__(why.value % self.params)


FREQUENCIES = ("DAILY", "WEEKLY", "MONTHLY", "YEARLY")
TOO_FINE = ("SECONDLY", "MINUTELY", "HOURLY", "BYHOUR", "BYMINUTE", "BYSECOND")
# Highest number of each part; the parts of the second table also count from the end, as in -1.
COUNTS = {"INTERVAL": 366, "COUNT": 9999, "BYMONTH": 12}
PLACES = {"BYMONTHDAY": 31, "BYYEARDAY": 366, "BYWEEKNO": 53, "BYSETPOS": 366}
SINGLE = ("INTERVAL", "COUNT")
WEEKDAY = re.compile(r"(?P<place>[+-]?\d{1,2})?(?:MO|TU|WE|TH|FR|SA|SU)")
NUMBER = re.compile(r"[+-]?\d{1,4}")
UNTIL = re.compile(r"\d{8}(T\d{6}Z?)?")
# Per part, the frequencies the standard forbids it with (RFC 5545, 3.3.10).
FORBIDDEN_WITH = {
    "BYMONTHDAY": ("WEEKLY",),
    "BYYEARDAY": ("DAILY", "WEEKLY", "MONTHLY"),
    "BYWEEKNO": ("DAILY", "WEEKLY", "MONTHLY"),
}


def checked_recurrence(text: str) -> str:
    """The rule in capitals without its "RRULE:" prefix. Raises RuleRefused."""
    rule = text.strip().upper().removeprefix("RRULE:").rstrip(";")
    parts = _parts(rule)
    _check_frequency(parts)
    for part, value in parts.items():
        _check_value(part, value)
    _check_together(parts)
    return rule


def without_until(recurrence: str, zone: ZoneInfo) -> tuple[str, datetime | None]:
    """The rule without its end, and the last instant (UTC) a meeting may start, if it has an end.

    A date means the whole local day, a time without Z is local; both are included.
    """
    parts = _parts(recurrence)
    text = parts.pop("UNTIL", None)
    rest = ";".join(f"{part}={value}" for part, value in parts.items())
    if text is None:
        return rest, None
    end = _until(text)
    if len(text) == 8:
        end = end.replace(hour=23, minute=59, second=59)
    return rest, end.replace(tzinfo=UTC if text.endswith("Z") else zone).astimezone(UTC)


def _parts(rule: str) -> dict[str, str]:
    parts: dict[str, str] = {}
    for piece in rule.split(";") if len(rule) <= MAX_LENGTH else [""]:
        if not re.fullmatch(r"[A-Z]+=[A-Z0-9,+-]+", piece):
            raise RuleRefused(WhyRefused.NOT_A_RULE)
        part, value = piece.split("=")
        if part in parts:
            raise RuleRefused(WhyRefused.TWICE, part)
        parts[part] = value
    return parts


def _check_frequency(parts: dict[str, str]) -> None:
    frequency = parts.get("FREQ")
    if frequency is None:
        raise RuleRefused(WhyRefused.NO_FREQUENCY)
    for name in (frequency, *parts):
        if name in TOO_FINE:
            raise RuleRefused(WhyRefused.TOO_OFTEN, name)
    if frequency not in FREQUENCIES:
        raise RuleRefused(WhyRefused.BAD_VALUE, "FREQ", frequency)


def _check_value(part: str, value: str) -> None:
    if part == "FREQ":
        return
    values = [value] if part in SINGLE else value.split(",")
    if part in COUNTS:
        good = all(NUMBER.fullmatch(one) and 1 <= int(one) <= COUNTS[part] for one in values)
    elif part in PLACES:
        good = all(NUMBER.fullmatch(one) and 1 <= abs(int(one)) <= PLACES[part] for one in values)
    elif part == "BYDAY":
        good = all(_is_weekday(one) for one in values)
    elif part == "WKST":
        good = bool(WEEKDAY.fullmatch(value)) and len(value) == 2
    elif part == "UNTIL":
        good = _is_moment(value)
    else:
        raise RuleRefused(WhyRefused.UNKNOWN_PART, part)
    if not good:
        raise RuleRefused(WhyRefused.BAD_VALUE, part, value)


def _is_weekday(text: str) -> bool:
    match = WEEKDAY.fullmatch(text)
    return match is not None and (match["place"] is None or 1 <= abs(int(match["place"])) <= 53)


def _is_moment(text: str) -> bool:
    try:
        _until(text)
    except ValueError:
        return False
    return True


def _until(text: str) -> datetime:
    if not UNTIL.fullmatch(text):
        raise ValueError(f"not a date or time of a repeating rule: {text}")
    return datetime.fromisoformat(text).replace(tzinfo=None)


def _check_together(parts: dict[str, str]) -> None:
    frequency = parts["FREQ"]
    for part, frequencies in FORBIDDEN_WITH.items():
        if part in parts and frequency in frequencies:
            raise RuleRefused(WhyRefused.NOT_TOGETHER, part, f"FREQ={frequency}")
    if "COUNT" in parts and "UNTIL" in parts:
        raise RuleRefused(WhyRefused.NOT_TOGETHER, "COUNT", "UNTIL")
    if re.search(r"\d", parts.get("BYDAY", "")):
        if frequency in ("DAILY", "WEEKLY"):
            raise RuleRefused(WhyRefused.NOT_TOGETHER, f"BYDAY={parts['BYDAY']}", f"FREQ={frequency}")
        if "BYWEEKNO" in parts:
            raise RuleRefused(WhyRefused.NOT_TOGETHER, f"BYDAY={parts['BYDAY']}", "BYWEEKNO")
    if "BYSETPOS" in parts and not any(part.startswith("BY") for part in parts if part != "BYSETPOS"):
        raise RuleRefused(WhyRefused.BAD_VALUE, "BYSETPOS", parts["BYSETPOS"])
