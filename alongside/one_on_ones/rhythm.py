"""When two people meet: recurring 1:1s, the cadence to propose, and the least that still is a rhythm.

Recurrence follows RFC 5545. A series keeps its wall-clock time: Tuesdays at 10:00 stay at 10:00 when
clocks change. A time that clocks skip in spring is read with the offset before the jump (02:30 becomes
03:30), one that they show twice in autumn means the first showing (RFC 5545, 3.3.5).
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from itertools import islice, pairwise
from typing import Protocol
from zoneinfo import ZoneInfo

from dateutil.rrule import rrulestr

from alongside.one_on_ones.recurrence import RuleRefused, WhyRefused, checked_recurrence, without_until

ONE_DAY = timedelta(days=1)
A_YEAR = timedelta(days=366)
WEEKDAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")


class Cadence(StrEnum):
    """How often a pair meets."""

    WEEKLY = "weekly"
    FORTNIGHTLY = "fortnightly"
    MONTHLY = "monthly"


@dataclass(frozen=True)
class Rule:
    """A recurrence: an RFC 5545 RRULE value, the naive local time it starts from, and the zone of that time.

    The first meeting is the first match at or after `starts`, which itself need not match.
    """

    recurrence: str
    starts: datetime
    zone: ZoneInfo

    def __post_init__(self) -> None:
        if self.starts.tzinfo is not None:
            raise ValueError("a rule starts at a local time; its zone stands beside it")


def rule_for(cadence: Cadence, starts: datetime, zone: ZoneInfo) -> Rule:
    """The rule of a cadence that begins at a naive local time.

    Monthly keeps the place of the weekday in the month ("second Tuesday"), not the number of the day: the
    14th falls on weekends and beside every other weekly habit of the two. A start after the 28th means the
    last such weekday, because not every month has a fifth.
    """
    if cadence is Cadence.WEEKLY:
        return Rule("FREQ=WEEKLY", starts, zone)
    if cadence is Cadence.FORTNIGHTLY:
        return Rule("FREQ=WEEKLY;INTERVAL=2", starts, zone)
    place = (starts.day + 6) // 7 if starts.day <= 28 else -1
    return Rule(f"FREQ=MONTHLY;BYDAY={place}{WEEKDAYS[starts.weekday()]}", starts, zone)


def custom_rule(text: str, starts: datetime, zone: ZoneInfo) -> Rule:
    """A rule that people bring along, as an RFC 5545 RRULE value.

    Raises RuleRefused with a reason to show.
    """
    rule = Rule(checked_recurrence(text), starts, zone)
    if _first_in_bounded_time(rule) is None:
        raise RuleRefused(WhyRefused.NO_MEETING)
    return rule


class Planned(Protocol):
    """What a record of a rhythm holds: a Series does."""

    cadence: str
    recurrence: str
    first_on: date | None
    starts_at: time | None
    time_zone: str


def rule_of(planned: Planned) -> Rule | None:
    """The rule two people chose, a cadence or one of their own; None where they chose no time yet."""
    if planned.first_on is None or planned.starts_at is None:
        return None
    starts, zone = datetime.combine(planned.first_on, planned.starts_at), ZoneInfo(planned.time_zone)
    if planned.recurrence:
        return custom_rule(planned.recurrence, starts, zone)
    return rule_for(Cadence(planned.cadence), starts, zone)


def next_dates(rule: Rule, since: datetime, count: int) -> list[datetime]:
    """The first meetings from an instant on; fewer where the rule ends."""
    return list(islice((moment for moment in _from(rule, since) if moment >= since), count))


def occurrences(rule: Rule, between: tuple[datetime, datetime]) -> list[datetime]:
    """The meetings in [first, second), two aware instants, as times in the zone of the rule, in order."""
    since, until = between
    if since.tzinfo is None or until.tzinfo is None:
        raise ValueError("the two ends must be instants with a zone")
    since, until = since.astimezone(UTC), until.astimezone(UTC)
    found = []
    for meeting in _from(rule, since):
        if meeting.astimezone(UTC) >= until:
            break
        if meeting.astimezone(UTC) >= since:
            found.append(meeting)
    return found


def _from(rule: Rule, since: datetime) -> Iterator[datetime]:
    """Meetings from about `since` on. dateutil repeats naive local times; here they become real ones."""
    recurrence, last = without_until(rule.recurrence, rule.zone)
    series = rrulestr(recurrence, dtstart=rule.starts)
    for local in series.xafter(since.astimezone(rule.zone).replace(tzinfo=None) - ONE_DAY, inc=True):
        instant = local.replace(tzinfo=rule.zone).astimezone(UTC)
        if last is not None and instant > last:
            return
        yield instant.astimezone(rule.zone)


def _first_in_bounded_time(rule: Rule) -> datetime | None:
    """The first meeting, if it comes within a year of the start.

    dateutil looks for a match up to the year 9999. Dates repeat every 400 years, weekdays included, so the
    search starts in the last such cycle: a rule that never matches (30 February) is found out in a blink.
    """
    recurrence, last = without_until(rule.recurrence, rule.zone)
    years = (9998 - rule.starts.year) // 400 * 400
    shifted = rule.starts.replace(year=rule.starts.year + years)
    local = next(iter(rrulestr(recurrence, dtstart=shifted)), None)
    if local is None or local - shifted > A_YEAR:
        return None
    first = local.replace(year=local.year - years, tzinfo=rule.zone)
    return None if last is not None and first.astimezone(UTC) > last else first


class WhyProposed(StrEnum):
    """The reason to show beside a proposed cadence."""

    NEW_PAIR = "new_pair"
    MANY_REPORTS = "many_reports"
    FROM_FIVE_REPORTS = "from_five_reports"
    USUAL = "usual"


@dataclass(frozen=True)
class Proposal:
    """A cadence, a length in minutes, why, and a weekly talk of the whole team where pairs meet briefly."""

    cadence: Cadence
    minutes: int
    why: WhyProposed
    team_talk_minutes: int | None = None


NEW_PAIR = timedelta(days=90)


def propose(*, reports: int, paired_on: date, today: date) -> Proposal:
    """The cadence for a manager of `reports` people with somebody they have led since `paired_on`.

    From five people on, every two weeks, new pairs included: what can't be kept is no help to anybody.
    """
    if reports > 10:
        return Proposal(Cadence.FORTNIGHTLY, 30, WhyProposed.MANY_REPORTS, team_talk_minutes=10)
    if reports >= 5:
        return Proposal(Cadence.FORTNIGHTLY, 45, WhyProposed.FROM_FIVE_REPORTS)
    if today - paired_on < NEW_PAIR:
        return Proposal(Cadence.WEEKLY, 25, WhyProposed.NEW_PAIR)
    return Proposal(Cadence.WEEKLY, 25, WhyProposed.USUAL)


@dataclass(frozen=True)
class Floor:
    """The least that is still a rhythm: so many meetings in any so many days."""

    meetings: int
    days: int


USUAL_FLOOR = Floor(meetings=2, days=30)
MONTHLY_FLOOR = Floor(meetings=1, days=45)


def floor_of(rule: Rule) -> Floor:
    """The floor a series is measured by. Who planned more than 15 days apart planned a monthly rhythm."""
    start = rule.starts.replace(tzinfo=rule.zone)
    meetings = [moment.date() for moment in islice(_from(rule, start), 13)]
    far_apart = any(later - earlier > timedelta(days=15) for earlier, later in pairwise(meetings))
    return MONTHLY_FLOOR if far_apart else USUAL_FLOOR


def keeps_floor(held_on: Iterable[date], floor: Floor, *, paired_on: date, today: date) -> bool:
    """Whether the meetings held in the last days, today included, reach the floor.

    A younger pair always does.
    """
    window = timedelta(days=floor.days)
    if today - paired_on < window:
        return True
    return sum(today - window < day <= today for day in held_on) >= floor.meetings
