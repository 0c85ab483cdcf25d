"""Free and busy by CalDAV (RFC 4791, 7.10): a report that answers with stretches of time and nothing else."""

from __future__ import annotations

from base64 import b64encode
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from icalendar import Calendar

from alongside.calendars.free_busy.busy import Busy, NoAnswer, Why, few
from alongside.calendars.free_busy.calls import WRONG_SHAPE, call

REPORT = (
    '<?xml version="1.0" encoding="utf-8"?><C:free-busy-query xmlns:C="urn:ietf:params:xml:ns:caldav">'
    '<C:time-range start="{since:%Y%m%dT%H%M%SZ}" end="{until:%Y%m%dT%H%M%SZ}"/></C:free-busy-query>'
)


@dataclass(frozen=True)
class CalDavCalendar:
    """The collection of one calendar, asked as its owner. Implements FreeBusy."""

    address: str
    user_name: str
    password: str

    def busy(self, since: datetime, until: datetime, *, seconds: float) -> list[Busy]:
        words = REPORT.format(since=since.astimezone(UTC), until=until.astimezone(UTC))
        proof = b64encode(f"{self.user_name}:{self.password}".encode()).decode()
        headers = {
            "Authorization": f"Basic {proof}",
            "Content-Type": "application/xml; charset=utf-8",
            "Depth": "1",
        }
        body = call("REPORT", self.address, headers=headers, content=words.encode(), seconds=seconds)
        try:
            return stretches(body)
        except WRONG_SHAPE as problem:
            raise NoAnswer(Why.STRANGE) from problem


def stretches(words: bytes) -> list[Busy]:
    """The busy stretches of a VFREEBUSY. Raises ValueError and its like for anything else."""
    found: list[Busy] = []
    parts = Calendar.from_ical(words.decode()).walk("VFREEBUSY")
    if not parts:
        raise ValueError("no VFREEBUSY")
    for part in parts:
        lines = part.get("FREEBUSY", [])
        for line in lines if isinstance(lines, list) else [lines]:
            if str(line.params.get("FBTYPE", "BUSY")).upper() != "FREE":
                found += [_stretch(period) for period in _periods(line)]
    return few(found)


def _periods(line: object) -> list[tuple[datetime, datetime | timedelta]]:
    """A line holds one period, or several."""
    several = getattr(line, "dts", None)
    return [one.dt for one in several] if several is not None else [line.dt]  # type: ignore[attr-defined]


def _stretch(period: tuple[datetime, datetime | timedelta]) -> Busy:
    starts, end = period
    ends = starts + end if isinstance(end, timedelta) else end
    if not isinstance(starts, date) or starts.tzinfo is None or ends.tzinfo is None:
        raise ValueError("a stretch without a zone")
    return Busy(starts.astimezone(UTC), ends.astimezone(UTC))
