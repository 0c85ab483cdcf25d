"""The page of one 1:1, shown after reading and after every refusal alike."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from django.http import Http404, HttpResponse
from django.utils import timezone

from alongside.commitments.agreed import agreed_before
from alongside.commitments.forms import ActionForm
from alongside.core import undo
from alongside.core.calendar_offers import calendar_note
from alongside.core.web import Request, page
from alongside.one_on_ones import agenda, queries
from alongside.one_on_ones.forms import ItemEditForm, ItemForm
from alongside.one_on_ones.models import AgendaItem, Meeting, Series
from alongside.one_on_ones.policies import can_add_item
from alongside.one_on_ones.seen import seen_by_me, seen_by_two
from alongside.one_on_ones.services.meetings import CLOSED_AHEAD
from alongside.people.calendar import today

TEMPLATE = "one_on_ones/series_detail.html"
PARTS = ("agenda", "topics", "agreed")
EARLIER_SHOWN = 5


@dataclass(frozen=True)
class Editing:
    """One topic in its form; `current` holds the other text when both were changed."""

    item: AgendaItem
    form: ItemEditForm
    current: str = ""


def series_or_404(request: Request, pk: int) -> Series:
    """One of my 1:1s, loaded once for the whole request."""
    series = queries.series_by_key(request.actor, pk)
    if series is None:
        raise Http404
    return series


def show_series(
    request: Request,
    series: Series,
    *,
    item_form: ItemForm | None = None,
    editing: Editing | None = None,
    action_form: ActionForm | None = None,
    status: int = 200,
) -> HttpResponse:
    """The whole page, or the part that htmx asks for; parts load only what they show."""
    actor = request.actor
    meeting = queries.next_meeting(actor, series)
    context = {
        "series": series,
        "meeting": meeting,
        "actor": actor,
        "other": series.other(actor.person_id),
        "is_employee": actor.person_id == series.employee_id,
        "seen": seen_by_two(actor, series),
        "seen_private": seen_by_me(actor, series),
        "agenda": cache(lambda: agenda.agenda_for(actor, series, meeting)),
        "may_add": can_add_item(actor, series),
        "item_form": item_form or ItemForm(),
        "editing": editing,
        "can_meet": can_close_now(meeting),
        "is_paused": meeting is None and series.ended_on is None and queries.is_paused(series),
        "agreed": cache(lambda: agreed_before(actor, kind="one_on_ones.series", key=series.pk)),
        "action_form": action_form or ActionForm.for_two(series.employee, series.manager, actor.me),
        "earlier": cache(lambda: queries.held_meetings(actor, series)[:EARLIER_SHOWN]),
        "calendar": cache(lambda: calendar_note(actor, "one_on_ones.series", series.pk)),
        "today": today(),
        "undo": undo.taken(request),
    }
    return page(request, TEMPLATE, context, parts=PARTS, status=status)


def can_close_now(meeting: Meeting | None) -> bool:
    """ "We met" is the next thing to do: the meeting is today, or there is none planned."""
    return meeting is None or meeting.starts_at < timezone.now() + CLOSED_AHEAD
