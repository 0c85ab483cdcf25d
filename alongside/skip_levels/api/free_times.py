"""Times that suit everybody of a skip-level talk, as the pages that plan one propose them. For whoever may invite."""

from __future__ import annotations

from datetime import datetime

from django.shortcuts import get_object_or_404
from django.utils import timezone
from ninja import Router

from alongside.core.api import ALWAYS, ApiRequest
from alongside.core.api_free_times import FreeTimesOut, times_for
from alongside.people.calendar import today
from alongside.people.models import Site
from alongside.people.queries import people_visible_to
from alongside.skip_levels import policies, rotation
from alongside.skip_levels.models import GROUP_MINUTES, TALK_MINUTES
from alongside.skip_levels.queries import groups

router = Router(tags=["Skip-level talks"])


@router.get(
    "/turns/{person_id}/free-times",
    response={200: FreeTimesOut, **ALWAYS},
    summary="Times for a talk with somebody, from the first day that is not too near",
)
def talk_free_times(request: ApiRequest, person_id: int) -> FreeTimesOut:
    """Asks both calendars, so it may take some seconds."""
    actor = request.actor
    person = get_object_or_404(people_visible_to(actor), pk=person_id)
    policies.can_invite_to_talk(actor, person).enforce()
    first = _first_start(person.site)
    both = [actor.me, person.pk]
    return times_for(actor, both, around=first, minutes=TALK_MINUTES, earliest=first)


@router.get(
    "/group-turns/free-times",
    response={200: FreeTimesOut, **ALWAYS},
    summary="Times for a group of those who are next",
)
def group_free_times(request: ApiRequest) -> FreeTimesOut:
    """Asks everybody's calendar, so it may take some seconds."""
    actor = request.actor
    policies.can_invite_group(actor).enforce()
    following = groups.next_in_turn(actor)[: policies.MOST_IN_GROUP]
    first = _first_start(None)
    people = [actor.me, *(one.pk for one in following)]
    return times_for(actor, people, around=first, minutes=GROUP_MINUTES, earliest=first)


def _first_start(site: Site | None) -> datetime:
    return timezone.make_aware(rotation.first_start(site, today()))
