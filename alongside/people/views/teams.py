"""My team, and the people an HR partner supports."""

from __future__ import annotations

from django.http import HttpResponse
from django.views.decorators.http import require_GET

from alongside.core.person_offers import acts_for_several, acts_with, talks_with
from alongside.core.web import Request, page, signed_in
from alongside.people.models import Person
from alongside.people.queries import days_away, teams


@require_GET
@signed_in
def team_detail(request: Request) -> HttpResponse:
    """The people I lead: the next talk with each, who is away, which seats wait; or the team around me."""
    actor = request.actor
    mine = teams.my_team(actor)
    represented = list(days_away.stands_in_for(actor))
    theirs = teams.team_led_by(actor, represented) if represented else {}
    shown = mine or teams.team_around(actor)
    ids = [person.pk for person in shown]
    everybody = [*ids, *(person.pk for led in theirs.values() for person in led)]
    partners = {pk: first[0] for pk, first in teams.hr_partners_of(actor, mine).items() if first}
    context = {
        "leads": bool(mine),
        "people": shown,
        "acts": acts_with(actor, ids),
        "talks": talks_with(actor, ids),
        "for_several": acts_for_several(actor, ids),
        "away": days_away.last_days_away(actor, everybody),
        "partners": partners,
        "one_partner": _shared_by_all(partners, mine),
        "vacancies": list(teams.vacancies_below(actor)) if mine else [],
        "represented": [(person, theirs[person.pk]) for person in represented],
    }
    return page(request, "people/team_detail.html", context)


@require_GET
@signed_in
def supported_list(request: Request) -> HttpResponse:
    """The people I support as HR partner, by unit."""
    units = teams.supported_units(request.actor)
    total = sum(one.count for one in units)
    return page(request, "people/supported_list.html", {"units": units, "total": total})


def _shared_by_all(partners: dict[int, Person], team: list[Person]) -> Person | None:
    """The HR partner of everybody in the team, where it is one: said once then, not on every line."""
    found = {partners.get(person.pk) for person in team}
    return found.pop() if len(found) == 1 else None
