"""The agenda as one of the two sees it: topics with where they come from, and drafted lines with why they are here."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from alongside.core.actor import Actor
from alongside.core.dates import say_date
from alongside.core.offers import DraftedLine, Pair, drafted_lines
from alongside.one_on_ones import queries
from alongside.one_on_ones.models import AgendaItem, Meeting, Series
from alongside.one_on_ones.queries import suggestions
from alongside.people.models import Person

MOST_DRAFTED = 4


@dataclass(frozen=True)
class Line:
    """One topic of the agenda, for one reader."""

    item: AgendaItem
    is_mine: bool
    why: str

    @property
    def is_private(self) -> bool:
        return self.item.visibility == AgendaItem.Visibility.PRIVATE

    @property
    def is_done(self) -> bool:
        return self.item.talked_at is not None


@dataclass(frozen=True)
class Part:
    """The topics of one of the two, in their order."""

    author: Person
    lines: list[Line]

    @property
    def order_form(self) -> str:
        """The id of the form that takes their order."""
        return f"order-{self.author.pk}"


@dataclass(frozen=True)
class Agenda:
    """The employee's part first, then the manager's; then what the software would add."""

    parts: list[Part]
    drafted: list[DraftedLine]

    @property
    def is_empty(self) -> bool:
        return not self.drafted and not any(part.lines for part in self.parts)

    def line(self, pk: int) -> Line | None:
        return next((one for part in self.parts for one in part.lines if one.item.pk == pk), None)


def agenda_for(actor: Actor, series: Series, meeting: Meeting | None) -> Agenda:
    """Everything that stands on the agenda for this person; few queries, however many topics."""
    items = queries.agenda_of(actor, series, meeting)
    held = queries.held_meetings(actor, series)
    lines = [Line(item, item.author_id == actor.person_id, _why(item, held)) for item in items]
    parts = [
        Part(author, [line for line in lines if line.item.author_id == author.pk])
        for author in (series.employee, series.manager)
    ]
    taken = {item.origin for item in items if item.origin}
    return Agenda(parts, _drafted(actor, series, taken))


def drafted_line(actor: Actor, series: Series, key: str) -> DraftedLine | None:
    """The line that is drafted under this key right now."""
    return next((line for line in drafted_lines(actor, pair_of(series)) if line.key == key), None)


def pair_of(series: Series) -> Pair:
    return Pair("one_on_ones.series", series.pk, series.manager_id, series.employee_id, timezone.now())


def end_of(meeting: Meeting) -> datetime:
    return meeting.starts_at + timedelta(minutes=meeting.minutes)


def _drafted(actor: Actor, series: Series, taken: set[str]) -> list[DraftedLine]:
    if series.ended_on is not None:
        return []
    unwanted = suggestions.left_out_by(actor, series).keys() | taken
    lines = drafted_lines(actor, pair_of(series))
    return [line for line in lines if line.key not in unwanted][:MOST_DRAFTED]


def _why(item: AgendaItem, held: list[Meeting]) -> str:
    """Where a topic comes from, if that is worth a line."""
    return next(_reasons(item, held), "")


def _reasons(item: AgendaItem, held: list[Meeting]) -> Iterator[str]:
    if item.talked_at is None and held and end_of(held[0]) > item.made_at:
        yield _carried_over(timezone.localdate(held[0].starts_at))
    if item.question:
        yield _("A question from the collection")
    if item.origin:
        yield _("Taken over from a suggestion")


def _carried_over(last: date) -> str:
    """From which talk a topic stayed open, as a whole sentence for the near days."""
    days = (timezone.localdate() - last).days
    if days == 0:
        return _("Stayed open in your talk today")
    if days == 1:
        return _("Stayed open in your talk yesterday")
    zone, locale = timezone.get_current_timezone(), get_language() or "en"
    said = say_date(last, now=timezone.now(), zone=zone, locale=locale)
    return _("Carried over from %(day)s") % {"day": said.text}
