"""How the talks of a pair get into their calendars."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from alongside.calendars import offers, queries, services
from alongside.calendars.forms import WayForm
from alongside.calendars.models import Booking
from alongside.calendars.policies import can_choose_way
from alongside.core.calendar_offers import PlannedTalk
from alongside.core.web import Request, once_only, page, signed_in


@require_GET
@signed_in
def way_detail(request: Request, kind: str, key: int) -> HttpResponse:
    talk = _talk_or_404(request, kind, key)
    booking = queries.bookings_visible_to(request.actor).filter(kind=kind, key=key).first()
    return _show(request, talk, WayForm(initial={"way": booking.way if booking else Booking.Way.OWN}))


@require_POST
@signed_in
@once_only
def way_update(request: Request, kind: str, key: int) -> HttpResponse:
    talk = _talk_or_404(request, kind, key)
    form = WayForm(request.POST)
    if not form.is_valid():
        return _show(request, talk, form, status=422)
    booking = services.choose_way(actor=request.actor, talk=talk, **form.cleaned_data)
    said = (
        _("Invitations are on their way to you both.")
        if booking.way == Booking.Way.MAIL
        else _("No invitations are sent. Those that were sent are taken back.")
    )
    messages.success(request, said)
    return redirect("calendars:way_detail", kind=kind, key=key)


def _talk_or_404(request: Request, kind: str, key: int) -> PlannedTalk:
    talk = queries.own_talk(request.actor, kind, key)
    if talk is None:
        raise Http404
    return talk


def _show(request: Request, talk: PlannedTalk, form: WayForm, *, status: int = 200) -> HttpResponse:
    other_id = next(person for person in talk.people if person != request.actor.person_id)
    other = queries.people_named([other_id])[other_id]
    context = {
        "talk": talk,
        "other": other,
        "form": form,
        "may": can_choose_way(request.actor, talk),
        "note": offers.note_of_talk(request.actor, talk.kind, talk.key),
        "reads_answers": queries.reads_answers(),
        "seen": {
            "words": _("Only %(name)s and you. Nobody in HR, also after a new manager.")
            % {"name": other.first_name},
        },
    }
    return page(request, "calendars/way_detail.html", context, status=status)
