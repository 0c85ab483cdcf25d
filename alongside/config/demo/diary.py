"""Who talks when in the demo: nobody is at two talks at one time."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from alongside.one_on_ones.models import Meeting, Series
from alongside.skip_levels.models import GroupTalk, SkipTalk

OPENS, CLOSES = time(8), time(17)
STEP = timedelta(minutes=30)
PAST, AHEAD = 14, 22  # weeks that a rhythm is looked at
A_DAY = timedelta(days=1)
DAYS_TRIED = 5


class Diary:
    """Half hours that are taken, by person. A rhythm takes its time every week, whether it needs it or not."""

    def __init__(self) -> None:
        self._taken: dict[int, set[datetime]] = defaultdict(set)
        for series in Series.objects.filter(ended_on=None, starts_at__isnull=False):
            if series.first_on is not None and series.starts_at is not None:
                zone = ZoneInfo(series.time_zone)
                self.take_weekly(
                    (series.manager_id, series.employee_id), series.first_on, series.starts_at, zone
                )
        for meeting in Meeting.objects.select_related("series"):
            self.take((meeting.series.manager_id, meeting.series.employee_id), meeting.starts_at)
        for talk in SkipTalk.objects.all():
            self.take((talk.leader_id, talk.person_id), talk.starts_at)
        for group in GroupTalk.objects.prefetch_related("places"):
            self.take(
                (group.leader_id, *(place.person_id for place in group.places.all())), group.starts_at, 2
            )

    def take(self, people: Iterable[int], start: datetime, halves: int = 1) -> None:
        for person in people:
            self._taken[person] |= {start + n * STEP for n in range(halves)}

    def take_weekly(self, people: Iterable[int], first_on: date, at: time, zone: ZoneInfo) -> None:
        for start in _weeks(first_on, at, zone):
            self.take(people, start)

    def is_free(self, people: Iterable[int], starts: Iterable[datetime]) -> bool:
        wanted = set(starts)
        return not any(self._taken[person] & wanted for person in people)

    def find_weekly(
        self, people: tuple[int, int], first_on: date, at: time, zone: ZoneInfo
    ) -> tuple[date, time]:
        """The wanted time of a weekly talk, or the next one that suits both; it is taken with that.

        Raises LookupError where a week of working days has none.
        """
        day = first_on
        for _try in range(DAYS_TRIED):
            for candidate in _times(at):
                if self.is_free(people, _weeks(day, candidate, zone)):
                    self.take_weekly(people, day, candidate, zone)
                    return day, candidate
            day += A_DAY if day.weekday() < 4 else (7 - day.weekday()) * A_DAY
        raise LookupError("no time of the week suits both")

    def find(self, people: Iterable[int], start: datetime, halves: int = 1) -> datetime:
        """The wanted moment, or the next half hour that suits everybody; it is taken with that."""
        everybody = list(people)
        while not self.is_free(everybody, [start + n * STEP for n in range(halves)]):
            start += STEP
        self.take(everybody, start, halves)
        return start


def _weeks(first_on: date, at: time, zone: ZoneInfo) -> list[datetime]:
    first = datetime.combine(first_on, at)
    return [
        (first + timedelta(weeks=n)).replace(tzinfo=zone).astimezone(ZoneInfo("UTC"))
        for n in range(-PAST, AHEAD)
    ]


def _times(wanted: time) -> list[time]:
    """Half hours of a working day, from the wanted one on and then from the morning."""
    start = datetime.combine(date.min, OPENS)
    halves = (datetime.combine(date.min, CLOSES) - start) // STEP
    times = [(start + n * STEP).time() for n in range(halves)]
    return [wanted, *(one for one in times if one > wanted), *(one for one in times if one < wanted)]
