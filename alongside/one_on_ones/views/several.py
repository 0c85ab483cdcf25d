"""1:1s with several people of my team, begun at once."""

from __future__ import annotations

from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from alongside.core import undo
from alongside.core.errors import Invalid
from alongside.core.web import Request, once_only, page, signed_in
from alongside.one_on_ones import queries, rhythm, services
from alongside.one_on_ones.first_times import OPENS
from alongside.one_on_ones.forms import SeveralForm
from alongside.one_on_ones.words import WHY_PROPOSED
from alongside.people.calendar import next_working_day, today
from alongside.people.models import Person
from alongside.people.queries import me, team_of, zone_of


@require_http_methods(["GET", "POST"])
@signed_in
@once_only
def several_create(request: Request) -> HttpResponse:
    """Choose people and one rhythm; a refused form keeps what was typed. Nobody to start with: no such page."""
    team = _without_one(request)
    if not team:
        raise Http404
    proposed = rhythm.propose(reports=team_of(request.actor).count(), paired_on=today(), today=today())
    initial = {
        "people": [person.pk for person in team],
        "cadence": proposed.cadence,
        "minutes": proposed.minutes,
        "first_on": next_working_day(me(request.actor).site, today()),
        "starts_at": OPENS,
    }
    form = SeveralForm(request.POST or None, initial=initial, team=team, zone=zone_of(me(request.actor)))
    if request.method == "POST" and form.is_valid() and _start(request, form, team):
        return redirect("one_on_ones:series_list")
    context = {"form": form, "why": WHY_PROPOSED[proposed.why]}
    status = 422 if request.method == "POST" else 200
    return page(request, "one_on_ones/several_create.html", context, status=status)


def _without_one(request: Request) -> list[Person]:
    going_on = queries.series_visible_to(request.actor).filter(ended_on=None)
    return queries.team_without_series(request.actor, team_of(request.actor).select_related("site"), going_on)


def _start(request: Request, form: SeveralForm, team: list[Person]) -> bool:
    chosen = set(form.cleaned_data.pop("people"))
    employees = [person for person in team if person.pk in chosen]
    try:
        services.start_several(actor=request.actor, employees=employees, **form.cleaned_data)
    except Invalid as problem:
        form.add_error(problem.field, str(problem.reason))
        return False
    words = ngettext(
        "%(n)s 1:1 is on its way. Its time can be moved by both of you.",
        "%(n)s 1:1s are on their way. Each time can be moved by both of you.",
        len(employees),
    )
    undo.offer(request, words % {"n": len(employees)})
    return True
