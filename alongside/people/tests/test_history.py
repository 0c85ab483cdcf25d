"""The chart on any day: vacancies, two seats, loops, and who may ask."""

from __future__ import annotations

from datetime import timedelta
from types import SimpleNamespace

import pytest
from django.db.backends.postgresql.psycopg_any import DateRange
from django.urls import reverse

from alongside.people import closure, history, queries, services
from alongside.people.calendar import today
from alongside.people.models import Coverage, Holding, Line, Reach, RoleGrant, Seat
from alongside.people.tests.makers import TESTS, a_person, a_seat


def days_ago(count: int):
    return today() - timedelta(days=count)


def ends(row, day) -> None:
    row.during = DateRange(row.during.lower, day)
    row.save()


@pytest.fixture
def moved(cast) -> SimpleNamespace:
    """Eve worked below Max until 100 days ago, below Omar since; Hana covered Works until 50 days ago."""
    ends(cast.eve.holdings.get(), days_ago(100))
    new = a_seat("Seller", cast.sales, cast.omar.holdings.get().seat)
    services.take_seat(actor=TESTS, person=cast.eve, seat=new, since=days_ago(100))
    ends(Coverage.objects.get(), days_ago(50))
    return cast


def names(people) -> list[str]:
    return [person.name for person in people]


def test_who_was_above_whom_is_told_for_each_day(moved):
    before, after = (history.standing_on(moved.eve, days_ago(days)) for days in (101, 100))
    assert before.manager == moved.max and names(before.above) == ["Max Manager", "Dora Director"]
    assert after.manager == moved.omar and names(after.above) == ["Omar Other", "Dora Director"]
    assert history.was_above(moved.max.pk, moved.eve.pk, days_ago(101))
    assert not history.was_above(moved.max.pk, moved.eve.pk, days_ago(100))


def test_whose_people_somebody_was_is_told_for_each_day(moved):
    assert moved.eve in history.standing_on(moved.max, days_ago(101)).team
    assert moved.eve not in history.standing_on(moved.max, days_ago(100)).team
    assert history.standing_on(moved.dora, days_ago(100)).below == 6


def test_who_was_hr_partner_is_told_for_each_day(moved):
    assert names(history.standing_on(moved.ben, days_ago(51)).partners) == ["Hana Partner"]
    assert history.standing_on(moved.ben, days_ago(50)).partners == []
    assert names(history.standing_on(moved.eve, days_ago(101)).partners) == ["Hana Partner"]
    assert history.standing_on(moved.eve, days_ago(99)).partners == []


def test_nobody_is_hr_partner_of_those_above_them(cast):
    services.cover_unit(actor=TESTS, partner=cast.hana, unit=cast.company, since=days_ago(10))
    assert history.hr_partner_ids_on(cast.dora.pk, today()) == set()
    assert history.hr_partner_ids_on(cast.hana.pk, today()) == set()
    assert history.hr_partner_ids_on(cast.omar.pk, today()) == {cast.hana.pk}


def test_before_the_first_day_there_is_nothing(cast):
    standing = history.standing_on(cast.eve, days_ago(401))
    assert (standing.seats, standing.manager, standing.above, standing.team, standing.below) == (
        [],
        None,
        [],
        [],
        0,
    )


def test_a_vacant_seat_is_walked_through(cast):
    ends(cast.max.holdings.get(), days_ago(30))
    standing = history.standing_on(cast.eve, days_ago(30))
    assert standing.manager == cast.dora and names(standing.above) == ["Dora Director"]
    assert cast.eve in history.standing_on(cast.dora, days_ago(30)).team


def test_of_two_seats_the_primary_one_decides_and_both_count(cast):
    second = a_seat("Fire warden", cast.sales, cast.omar.holdings.get().seat)
    services.take_seat(actor=TESTS, person=cast.eve, seat=second, since=days_ago(20), primary=False)
    standing = history.standing_on(cast.eve, days_ago(20))
    assert standing.manager == cast.max
    assert {person.name for person in standing.above} == {"Max Manager", "Omar Other", "Dora Director"}
    assert [holding.is_primary for holding in standing.seats] == [True, False]


def test_ones_own_seat_above_is_walked_through(cast):
    services.take_seat(
        actor=TESTS,
        person=cast.dora,
        seat=a_seat("Also lead", cast.sales, cast.top_seat),
        since=days_ago(9),
        primary=False,
    )
    assert history.standing_on(cast.dora, days_ago(9)).above == []


def test_a_loop_between_two_people_ends(cast):
    """Max leads Eve by her first seat; Eve leads Max by his second."""
    above = Seat.objects.create(title="Project lead")
    below = a_seat("Project member", cast.works, above)
    for person, seat in ((cast.eve, above), (cast.max, below)):
        services.take_seat(actor=TESTS, person=person, seat=seat, since=days_ago(5), primary=False)
    assert cast.max.pk in closure.above_on(cast.eve.pk, today())
    assert cast.eve.pk in closure.above_on(cast.max.pk, today())
    assert cast.eve.pk not in closure.above_on(cast.eve.pk, today())


def test_a_loop_of_seats_ends(cast):
    Line.objects.create(
        seat=cast.top_seat, manager_seat=cast.eve.holdings.get().seat, during=DateRange(days_ago(3), None)
    )
    closure.rebuild(today())
    assert set(closure.above_on(cast.eve.pk, today())) == {cast.max.pk, cast.dora.pk}


def test_history_of_today_is_what_permission_says(moved):
    for person in (moved.dora, moved.max, moved.eve, moved.ben, moved.omar, moved.hana):
        up = dict(Reach.objects.filter(below=person).values_list("above", "depth"))
        assert closure.above_on(person.pk, today()) == up
        down = dict(Reach.objects.filter(above=person).values_list("below", "depth"))
        assert closure.below_on(person.pk, today()) == down
        assert closure.manager_on(person.pk, today()) == queries.manager_id_of(person)
        assert history.hr_partner_ids_on(person.pk, today()) == queries.hr_partner_ids_of(person.pk)


def test_the_rebuild_by_differences_gives_what_a_fresh_one_gives(moved):
    def derived():
        return sorted(Reach.objects.values_list("above", "below", "depth"))

    kept = derived()
    Reach.objects.all().delete()
    closure.rebuild(today())
    assert derived() == kept
    Reach.objects.update(depth=9)
    Reach.objects.create(above=moved.eve, below=moved.dora, depth=1)
    closure.rebuild(today())
    assert derived() == kept


def test_oneself_and_hr_operations_may_ask_and_others_are_told_why_not(moved, web):
    helper = a_person("Olga Operations", seat=a_seat("HR operations", moved.hr, moved.top_seat))
    services.grant_role(actor=TESTS, person=helper, role=RoleGrant.Role.HR_OPERATIONS, since=today())
    address = reverse("people:person_history", args=[moved.eve.pk]) + f"?day={days_ago(101)}"
    for person in (moved.eve, helper):
        page = web(person).get(address)
        assert page.status_code == 200 and "Max Manager" in page.content.decode()
    for person in (moved.max, moved.omar, moved.hana, moved.ada):
        page = web(person).get(address)
        assert page.status_code == 403 and "HR operations" in page.content.decode()


@pytest.mark.parametrize("day", ["", "2999-01-01", "1066-10-14", "31.12.", "\0"])
def test_a_day_that_cannot_be_meant_is_said(cast, web, day):
    page = web(cast.eve).get(reverse("people:person_history", args=[cast.eve.pk]), {"day": day})
    assert page.status_code == 422


def test_holdings_of_others_do_not_leak_into_a_day(cast):
    assert {one.person_id for one in history.seats_on(cast.eve.pk, today())} == {cast.eve.pk}
    assert Holding.objects.count() == 7
