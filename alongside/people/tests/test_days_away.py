"""Days away and standing in: who may enter what, and what it opens."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.db.backends.postgresql.psycopg_any import DateRange
from django.urls import reverse

from alongside.core.errors import Invalid, Refused
from alongside.one_on_ones import services as talks
from alongside.one_on_ones.queries import items_visible_to, series_visible_to
from alongside.people import services as people
from alongside.people.away import services
from alongside.people.calendar import today, working_weekdays
from alongside.people.models import Absence, Delegation, RoleGrant
from alongside.people.queries import days_away
from alongside.people.tests.makers import TESTS, a_person


def ahead(count: int):
    return today() + timedelta(days=count)


@pytest.fixture
def helper(cast):
    person = a_person("Olga Operations")
    people.grant_role(actor=TESTS, person=person, role=RoleGrant.Role.HR_OPERATIONS, since=today())
    return person


def away(cast, by, first=0, last=4, of="eve"):
    return services.add_absence(
        actor=cast.acts(by), person=getattr(cast, of), first_day=ahead(first), last_day=ahead(last)
    )


def test_everybody_enters_their_own_days_and_hr_operations_any(cast, helper):
    away(cast, cast.eve)
    away(cast, helper, of="ben")
    assert days_away.last_days_away(cast.acts(cast.omar), [cast.eve.pk, cast.ben.pk, cast.max.pk]) == {
        cast.eve.pk: ahead(4),
        cast.ben.pk: ahead(4),
    }


@pytest.mark.parametrize("who", ["max", "omar", "hana", "ada", "dora"])
def test_nobody_else_enters_or_removes_them(cast, who):
    absence = away(cast, cast.eve)
    with pytest.raises(Refused):
        away(cast, getattr(cast, who), first=10, last=11)
    with pytest.raises(Refused):
        services.remove_absence(actor=cast.acts(getattr(cast, who)), absence=absence)
    assert list(Absence.objects.all()) == [absence]


@pytest.mark.parametrize(
    ("first", "last"), [(3, 2), (0, 366), (2_000, 2_001), (-2_000, -1_999), (3, 9), (-2, 0)]
)
def test_days_that_make_no_sense_are_refused(cast, first, last):
    away(cast, cast.eve)
    with pytest.raises(Invalid):
        away(cast, cast.eve, first=first, last=last)
    assert Absence.objects.count() == 1


def test_days_side_by_side_are_fine_and_one_day_is_one_day(cast):
    away(cast, cast.eve, first=0, last=0)
    away(cast, cast.eve, first=1, last=1)
    assert [one.last_day for one in Absence.objects.order_by("during")] == [ahead(0), ahead(1)]


def test_removed_days_are_gone(cast):
    services.remove_absence(actor=cast.acts(cast.eve), absence=away(cast, cast.eve))
    assert days_away.last_days_away(cast.acts(cast.max), [cast.eve.pk]) == {}


def test_others_see_the_next_month_and_oneself_everything(cast, helper):
    away(cast, cast.eve, first=5, last=6)
    away(cast, cast.eve, first=60, last=70)
    assert len(days_away.absences_ahead(cast.acts(cast.max), cast.eve)) == 1
    assert len(days_away.absences_ahead(cast.acts(cast.eve), cast.eve)) == 2
    assert len(days_away.absences_ahead(cast.acts(helper), cast.eve)) == 2


def stand_in(cast, by, person, to, first=0, last=20):
    return services.delegate(
        actor=cast.acts(by), person=person, to=to, first_day=ahead(first), last_day=ahead(last)
    )


def test_a_manager_names_who_stands_in_and_it_ends_by_itself(cast):
    stand_in(cast, cast.max, cast.max, cast.omar, last=0)
    assert list(days_away.stands_in_for(cast.acts(cast.omar))) == [cast.max]
    Delegation.objects.update(during=DateRange(ahead(-3), today()))
    assert not days_away.stands_in_for(cast.acts(cast.omar)).exists()


def test_hr_operations_names_somebody_for_others(cast, helper):
    stand_in(cast, helper, cast.max, cast.omar)
    assert list(days_away.stands_in_for(cast.acts(cast.omar))) == [cast.max]


@pytest.mark.parametrize("who", ["eve", "omar", "dora", "hana", "ada"])
def test_nobody_else_names_or_ends_it(cast, who):
    with pytest.raises(Refused):
        stand_in(cast, getattr(cast, who), cast.max, cast.ben)
    assert not Delegation.objects.exists()
    given = stand_in(cast, cast.max, cast.max, cast.ben)
    with pytest.raises(Refused):
        services.end_delegation(actor=cast.acts(getattr(cast, who)), delegation=given)
    given.refresh_from_db()
    assert given.during.upper == ahead(21)


@pytest.mark.parametrize(("first", "last"), [(0, 180), (5, 4), (-10, -1)])
def test_it_has_a_named_end_within_180_days(cast, first, last):
    with pytest.raises(Invalid):
        stand_in(cast, cast.max, cast.max, cast.ben, first=first, last=last)
    assert not Delegation.objects.exists()


def test_180_days_are_allowed(cast):
    given = stand_in(cast, cast.max, cast.max, cast.ben, last=179)
    assert (given.during.upper - given.during.lower).days == 180


def test_what_was_handed_over_is_handed_on_to_nobody(cast):
    stand_in(cast, cast.max, cast.max, cast.omar)
    with pytest.raises(Invalid):
        stand_in(cast, cast.omar, cast.omar, cast.ben, first=10, last=30)
    with pytest.raises(Invalid):
        stand_in(cast, cast.dora, cast.dora, cast.max, first=20, last=25)
    with pytest.raises(Invalid):
        stand_in(cast, cast.max, cast.max, cast.ben, first=20, last=25)
    with pytest.raises(Invalid):
        stand_in(cast, cast.eve, cast.eve, cast.eve)
    assert Delegation.objects.count() == 1
    stand_in(cast, cast.omar, cast.omar, cast.ben, first=21, last=30)
    Delegation.objects.update(during=DateRange(today(), ahead(5)))
    assert list(days_away.stands_in_for(cast.acts(cast.ben))) == [cast.omar]


def test_the_database_refuses_what_has_no_end(cast):
    with pytest.raises(IntegrityError), transaction.atomic():
        Delegation.objects.create(from_person=cast.max, to_person=cast.ben, during=DateRange(today(), None))


@pytest.mark.parametrize("who", ["max", "omar"])
def test_either_of_the_two_ends_it(cast, who):
    given = stand_in(cast, cast.max, cast.max, cast.omar)
    services.end_delegation(actor=cast.acts(getattr(cast, who)), delegation=given)
    assert not days_away.stands_in_for(cast.acts(cast.omar)).exists()


def test_what_has_not_begun_can_be_ended(cast):
    given = stand_in(cast, cast.max, cast.max, cast.omar, first=5)
    services.end_delegation(actor=cast.acts(cast.max), delegation=given)
    given.refresh_from_db()
    assert given.during.isempty
    stand_in(cast, cast.max, cast.max, cast.ben, first=5)


def test_standing_in_opens_no_word_between_two_people(cast, web):
    series = talks.start_series(actor=cast.acts(cast.max), employee=cast.eve)
    talks.add_item(actor=cast.acts(cast.eve), series=series, text="for the two of us")
    stand_in(cast, cast.max, cast.max, cast.omar)
    actor = cast.acts(cast.omar)
    assert not series_visible_to(actor).exists() and not items_visible_to(actor).exists()
    assert web(cast.omar).get(reverse("one_on_ones:series_detail", args=[series.pk])).status_code == 404
    page = web(cast.omar).get(reverse("people:team_detail")).content.decode()
    assert "Eve Employee" in page and reverse("one_on_ones:series_detail", args=[series.pk]) not in page


def test_days_are_entered_on_the_page_and_mistakes_are_said(cast, web):
    browser, address = web(cast.eve), reverse("people:absence_create", args=[cast.eve.pk])
    refused = browser.post(address, {"first_day": ahead(3), "last_day": ahead(1)})
    assert refused.status_code == 422 and "before the first" in refused.content.decode()
    assert not Absence.objects.exists()
    done = browser.post(address, {"first_day": ahead(0), "last_day": ahead(1)}, follow=True)
    assert done.status_code == 200 and Absence.objects.get().last_day == ahead(1)
    shown = web(cast.omar).get(reverse("people:person_detail", args=[cast.eve.pk])).content.decode()
    assert "away until" in shown


def test_a_stand_in_is_named_on_the_page(cast, web):
    address = reverse("people:delegation_create", args=[cast.max.pk])
    sent = {"to": "omar.other@example.org", "first_day": ahead(0), "last_day": ahead(9)}
    assert web(cast.max).post(address, {**sent, "last_day": ahead(400)}).status_code == 422
    assert web(cast.max).post(address, sent).status_code == 302
    assert (
        "Omar Other"
        in web(cast.ben).get(reverse("people:person_detail", args=[cast.max.pk])).content.decode()
    )


def test_who_works_part_of_the_week_says_so_and_nobody_else_does(cast, web):
    address = reverse("people:working_days_update", args=[cast.eve.pk])
    assert web(cast.max).post(address, {"working_days": ["1"]}).status_code == 403
    assert web(cast.eve).post(address, {"working_days": ["9"]}).status_code == 422
    cast.eve.refresh_from_db()
    assert cast.eve.working_days == []
    web(cast.eve).post(address, {"working_days": ["3", "1"]})
    cast.eve.refresh_from_db()
    assert cast.eve.working_days == [1, 3]
    assert working_weekdays(cast.eve) == {1, 3}
    web(cast.eve).post(address, {})
    cast.eve.refresh_from_db()
    assert working_weekdays(cast.eve) == {1, 2, 3, 4, 5}
