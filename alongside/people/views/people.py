"""The directory and the page of a person."""

from __future__ import annotations

from functools import cache
from urllib.parse import urlencode

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import get_language
from django.views.decorators.http import require_GET

from alongside.core.person_offers import acts_with, notes_about
from alongside.core.web import Request, page, signed_in
from alongside.identity import limits
from alongside.people.calendar import today
from alongside.people.forms.directory import DayForm, SearchForm
from alongside.people.history import standing_on
from alongside.people.leaving import queries as leaving
from alongside.people.mandates.policies import can_edit_entry
from alongside.people.policies import (
    can_change_absence,
    can_delegate_for,
    can_end_employment,
    can_see_history,
)
from alongside.people.queries import directory
from alongside.people.queries.days_away import last_days_away
from alongside.people.queries.pages import person_page


@require_GET
@signed_in
def person_list(request: Request) -> HttpResponse:
    """The directory: one address for what is typed, chosen and paged, with and without scripts."""
    actor, asked = request.actor, SearchForm(request.GET).asked()
    if asked.words:
        limits.take("search", actor.me)
    found = directory.search_people(actor, asked)
    chosen = {"q": asked.words, "unit": asked.unit, "site": asked.site}
    context = {
        "asked": asked,
        "found": found,
        "away": last_days_away(actor, [person.pk for person in [*found.people, *found.similar]]),
        "units": lambda: directory.units_to_choose(actor, chosen=asked.unit),
        "sites": cache(lambda: list(directory.sites_to_choose(actor))),
        "query": urlencode({name: value for name, value in chosen.items() if value}),
    }
    return page(request, "people/person_list.html", context, parts=("people",))


@require_GET
@signed_in
def person_detail(request: Request, pk: int) -> HttpResponse:
    """Everything the company may know about a colleague, and what the actor may do next."""
    actor = request.actor
    person = get_object_or_404(directory.anybody(actor), pk=pk)
    shown = person_page(actor, person, language=get_language() or "en")
    context = {
        "person": person,
        "shown": shown,
        "away": shown.team_away,
        "notes": notes_about(actor, pk),
        "acts": acts_with(actor, [pk]).get(pk, []),
        "may_change_days": can_change_absence(actor, person),
        "may_delegate": can_delegate_for(actor, person),
        "may_see_history": can_see_history(actor, person),
        "may_edit": can_edit_entry(actor, person),
        "may_end": can_end_employment(actor, person),
        "departure": leaving.open_departure(actor, person),
    }
    return page(request, "people/person_detail.html", context)


@require_GET
@signed_in
def person_history(request: Request, pk: int) -> HttpResponse:
    """The same on a past day, for the person themselves and HR operations."""
    person = get_object_or_404(directory.anybody(request.actor), pk=pk)
    can_see_history(request.actor, person).enforce()
    form = DayForm(request.GET if "day" in request.GET else None, initial={"day": today()})
    standing = standing_on(person, form.cleaned_data["day"]) if form.is_valid() else None
    context = {"person": person, "form": form, "standing": standing}
    return page(request, "people/person_history.html", context, status=422 if form.errors else 200)
