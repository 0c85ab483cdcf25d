"""The organisation chart and its table: one branch at a time, vacancies as seats, the path to a person."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.db.backends.postgresql.psycopg_any import DateRange
from django.urls import reverse

from alongside.people import closure
from alongside.people.calendar import today
from alongside.people.models import Holding, Line, Seat
from alongside.people.queries import chart
from alongside.people.tests.large import large_company
from alongside.people.tests.makers import a_person, a_seat


def leave(person) -> Seat:
    holding = person.holdings.get()
    holding.during = DateRange(holding.during.lower, today())
    holding.save()
    closure.rebuild(today())
    return holding.seat


def words(branch) -> list[tuple[str, int]]:
    return [(place.words, place.below) for place in branch]


def test_the_top_shows_whom_it_leads_with_counts_of_people(cast):
    (top,) = chart.whole_chart(cast.acts(cast.eve))
    assert (top.person, top.below) == (cast.dora, 6)
    assert words(top.branch) == [("Ada Admin", 0), ("Hana Partner", 0), ("Max Manager", 2), ("Omar Other", 0)]
    assert all(not place.is_open for place in top.branch)


def test_a_vacancy_is_a_seat_with_the_people_below_it_and_no_person(cast):
    seat = leave(cast.max)
    a_seat("Waits for somebody", cast.works, seat)
    (top,) = chart.whole_chart(cast.acts(cast.eve))
    place = top.branch[-1]
    assert place.seat == seat and place.person is None and (place.below, place.seats_below) == (2, 3)
    branch = chart.branch_of(cast.acts(cast.eve), seat)
    assert words(branch.branch) == [("Ben Builder", 0), ("Eve Employee", 0), ("Waits for somebody", 0)]
    assert top.below == 5


def test_vacancies_below_vacancies_count_each_person_once(cast):
    upper = leave(cast.max)
    middle = a_seat("Vacant too", cast.works, upper)
    lower = a_person("Lena Lower", seat=a_seat("Below", cast.works, middle))
    a_person("Lou Lowest", seat=a_seat("Lowest", cast.works, lower.holdings.get().seat))
    assert chart.branch_of(cast.acts(cast.eve), upper).below == 4
    assert chart.branch_of(cast.acts(cast.eve), middle).below == 2


def test_the_path_to_a_seat_opens_and_nothing_else(cast):
    seat = cast.eve.holdings.get().seat
    (top,) = chart.whole_chart(cast.acts(cast.omar), open_to=seat)
    opened = {place.words: place for place in top.branch if place.is_open}
    assert list(opened) == ["Max Manager"]
    assert [place.words for place in opened["Max Manager"].branch] == ["Ben Builder", "Eve Employee"]


def test_a_second_seat_is_said_and_both_are_places(cast):
    second = a_seat("Fire warden", cast.sales, cast.omar.holdings.get().seat)
    Holding.objects.create(person=cast.eve, seat=second, during=DateRange(today(), None), is_primary=False)
    closure.rebuild(today())
    (place,) = chart.branch_of(cast.acts(cast.omar), cast.omar.holdings.get().seat).branch
    assert place.person == cast.eve and place.is_elsewhere_too


def test_closed_seats_and_lines_of_other_days_are_not_drawn(cast):
    gone = a_seat("Gone", cast.works, cast.lead_seat)
    Seat.objects.filter(pk=gone.pk).update(closed_on=today())
    later = Seat.objects.create(title="Later")
    Line.objects.create(
        seat=later, manager_seat=cast.lead_seat, during=DateRange(today() + timedelta(days=1), None)
    )
    branch = chart.branch_of(cast.acts(cast.eve), cast.lead_seat).branch
    assert [place.words for place in branch] == ["Ben Builder", "Eve Employee"]


def test_a_branch_that_is_too_wide_leads_to_the_table(cast, monkeypatch, web):
    monkeypatch.setattr(chart, "MOST_IN_BRANCH", 3)
    place = chart.branch_of(cast.acts(cast.eve), cast.top_seat)
    assert (len(place.branch), place.more) == (3, 1)
    page = web(cast.eve).get(reverse("people:branch_detail", args=[cast.top_seat.pk])).content.decode()
    assert f"{reverse('people:chart_table')}?under={cast.top_seat.pk}" in page


def test_a_loop_of_seats_is_drawn_without_end(cast):
    Line.objects.create(seat=cast.top_seat, manager_seat=cast.lead_seat, during=DateRange(today(), None))
    assert set(chart.path_to(cast.lead_seat)) == {cast.top_seat.pk, cast.lead_seat.pk}


def test_without_scripts_a_link_opens_the_branch_and_with_htmx_the_branch_comes_alone(cast, web):
    browser, address = web(cast.eve), reverse("people:branch_detail", args=[cast.lead_seat.pk])
    assert f'href="{address}' in browser.get(reverse("people:chart_detail")).content.decode()
    whole = browser.get(address).content.decode()
    assert "Ben Builder" in whole and "Omar Other" in whole and "<html" in whole
    headers = {"HX-Request": "true", "HX-Target": f"branch-{cast.lead_seat.pk}"}
    part = browser.get(address, headers=headers).content.decode()
    assert "Ben Builder" in part and "Omar Other" not in part and "<html" not in part


def test_search_jumps_to_the_place_of_a_person(cast, web):
    page = web(cast.omar).get(reverse("people:chart_detail"), {"q": "ben"}).content.decode()
    seat = cast.ben.holdings.get().seat_id
    assert f"{reverse('people:branch_detail', args=[seat])}#seat-{seat}" in page


def test_the_table_holds_every_seat_once(cast, web, monkeypatch):
    leave(cast.max)
    rows, further = chart.chart_table(cast.acts(cast.eve), under=None, after=0, limit=5)
    rest, end = chart.chart_table(cast.acts(cast.eve), under=None, after=further, limit=5)
    assert len({row.place.seat.pk for row in [*rows, *rest]}) == 7 and end is None
    under, _ = chart.chart_table(cast.acts(cast.eve), under=cast.top_seat, after=0)
    assert len(under) == 4 and {row.above for row in under} == {cast.top_seat}
    page = web(cast.eve).get(reverse("people:chart_table")).content.decode()
    assert re.search(r"Team lead.*?vacant", page, re.DOTALL)


@pytest.mark.parametrize("query", ["after=x&under=y", "after=-1", "after=99999999999999999999"])
def test_nonsense_in_the_table_is_the_first_page(cast, web, query):
    assert web(cast.eve).get(reverse("people:chart_table") + "?" + query).status_code == 200


@pytest.mark.parametrize("name", ["chart_detail", "chart_table", "branch_detail"])
def test_the_chart_asks_as_often_for_ten_people_as_for_a_thousand(
    cast, web, django_assert_max_num_queries, name
):
    leave(cast.max)  # with a vacancy, which asks once more
    browser = web(cast.eve)
    address = reverse(f"people:{name}", args=[cast.lead_seat.pk] if name == "branch_detail" else [])
    with django_assert_max_num_queries(15) as few:
        browser.get(address)
    large_company(1_000)
    with django_assert_max_num_queries(len(few)):
        assert browser.get(address).status_code == 200
