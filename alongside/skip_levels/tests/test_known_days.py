"""Days of talks across levels: by the company's clock, within a year, and without telling who will be away."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone

from alongside.core.errors import Invalid
from alongside.people.away.services import add_absence
from alongside.people.calendar import company_zone, today
from alongside.people.queries.days_away import SOON
from alongside.skip_levels import rotation, services
from alongside.skip_levels.models import GroupTalk, Place, SkipTalk
from alongside.skip_levels.queries import groups as queries
from alongside.skip_levels.tests.makers import a_group, a_team

EARLY = ZoneInfo("Pacific/Kiritimati")  # where the day begins long before it does for the company
TOO_FAR = timedelta(days=400)


def at_company(day, clock=time(10)):
    return datetime.combine(day, clock, tzinfo=company_zone())


def invite(cast, kind, starts_at):
    leader = cast.acts(cast.dora)
    if kind == "talk":
        return services.invite_to_talk(actor=leader, person=cast.eve, purpose="know", starts_at=starts_at)
    return services.invite_group(actor=leader, purpose="know", starts_at=starts_at, size=5)


@pytest.mark.parametrize("kind", ["talk", "group"])
def test_a_zone_of_ones_own_brings_no_talk_nearer_than_the_managers_are_promised(cast, kind):
    a_team(cast, 3)
    first = rotation.first_day(cast.max.site, today())
    day_before = datetime.combine(first, time(0, 30), tzinfo=EARLY)
    assert day_before < at_company(first, time(0))
    with timezone.override(EARLY), pytest.raises(Invalid, match="working day before"):
        invite(cast, kind, day_before)
    assert not SkipTalk.objects.exists() and not GroupTalk.objects.exists()
    invite(cast, kind, at_company(first))


@pytest.mark.parametrize("kind", ["talk", "group"])
def test_nobody_plans_beyond_a_year(cast, kind):
    a_team(cast, 3)
    with pytest.raises(Invalid, match="within a year"):
        invite(cast, kind, at_company(today() + TOO_FAR))
    assert not SkipTalk.objects.exists() and not GroupTalk.objects.exists()


def test_whether_a_group_comes_about_tells_nothing_of_days_away_that_are_far(cast):
    """Five in all, one of them away: known for the coming month, and nobody's business after it."""
    a_team(cast, 3)
    far, near = today() + 4 * SOON, rotation.first_day(cast.max.site, today()) + timedelta(days=1)
    for day in (far, near):
        add_absence(actor=cast.acts(cast.eve), person=cast.eve, first_day=day, last_day=day)
    with pytest.raises(Invalid, match="fewer than five"):
        invite(cast, "group", at_company(near))
    assert invite(cast, "group", at_company(far)).places.count() == 5


def test_a_manager_who_was_told_sees_the_same_people_whoever_gives_up_their_place(cast):
    a_team(cast, 5)
    group = a_group(cast, 6)

    def seen_by(person):
        (found,) = queries.groups_visible_to(cast.acts(person))
        return {place.person_id for place in queries.seen_places(found)}

    told = seen_by(cast.max)
    place = Place.objects.filter(group=group, person__in=told).select_related("person").first()
    services.answer_place(actor=cast.acts(place.person), place=place, coming=False)
    assert place.person_id not in seen_by(cast.dora)  # the group knows
    assert told <= seen_by(cast.max)
