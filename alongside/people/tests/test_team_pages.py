"""My team, a colleague's page, and the people an HR partner supports."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.db.backends.postgresql.psycopg_any import DateRange
from django.urls import reverse

from alongside.core.person_offers import acts_with, talks_with
from alongside.one_on_ones import services as talks
from alongside.people import services
from alongside.people.calendar import is_working_day, next_working_day, today, working_day
from alongside.people.models import Line, Person, Placement, Site
from alongside.people.queries import hr_partner_ids_of, hr_partner_of, teams
from alongside.people.tests.large import large_company
from alongside.people.tests.makers import TESTS, a_seat


def text_of(response) -> str:
    return response.content.decode()


def test_a_manager_sees_their_team_and_can_start_a_talk(cast, web):
    page = text_of(web(cast.max).get(reverse("people:team_detail")))
    assert "Eve Employee" in page and "Ben Builder" in page and "Omar Other" not in page
    assert reverse("one_on_ones:series_create", args=[cast.eve.pk]) in page
    assert "Hana Partner" in page


def test_a_talk_that_goes_on_is_opened_and_not_started_once_more(cast):
    series = talks.start_series(actor=cast.acts(cast.max), employee=cast.eve)
    for me, other in ((cast.max, cast.eve), (cast.eve, cast.max)):
        (act,) = acts_with(cast.acts(me), [other.pk])[other.pk]
        assert act.url == reverse("one_on_ones:series_detail", args=[series.pk]) and not act.writes
        assert list(talks_with(cast.acts(me), [other.pk])) == [other.pk]


@pytest.mark.parametrize("who", ["omar", "dora", "hana", "ada", "ben"])
def test_nobody_else_learns_of_a_talk_on_a_colleagues_page(cast, web, who):
    series = talks.start_series(actor=cast.acts(cast.max), employee=cast.eve)
    someone = getattr(cast, who)
    assert acts_with(cast.acts(someone), [cast.eve.pk]) == {}
    assert talks_with(cast.acts(someone), [cast.eve.pk, cast.max.pk]) == {}
    page = text_of(web(someone).get(reverse("people:person_detail", args=[cast.eve.pk])))
    assert reverse("one_on_ones:series_detail", args=[series.pk]) not in page


def test_vacant_seats_right_below_are_shown_to_their_manager(cast, web):
    a_seat("Firmware architect", cast.works, cast.lead_seat)
    assert "Firmware architect" in text_of(web(cast.max).get(reverse("people:team_detail")))
    assert "Firmware architect" not in text_of(web(cast.dora).get(reverse("people:team_detail")))


def test_who_leads_nobody_sees_the_team_around(cast, web):
    page = text_of(web(cast.eve).get(reverse("people:team_detail")))
    assert "Max Manager" in page and "Ben Builder" in page and "Omar Other" not in page


def test_hr_partners_of_many_are_those_asked_one_by_one(cast):
    services.cover_unit(actor=TESTS, partner=cast.omar, unit=cast.company, since=today())
    people = list(Person.objects.select_related("placement__unit"))
    found = teams.hr_partners_of(cast.acts(cast.max), people)
    for person in people:
        assert {one.pk for one in found[person.pk]} == hr_partner_ids_of(person.pk)
        assert next(iter(found[person.pk]), None) == hr_partner_of(person.pk)


def test_a_persons_page_says_whom_to_turn_to(cast, web):
    Line.objects.create(
        seat=cast.eve.holdings.get().seat, manager_seat=cast.omar.holdings.get().seat,
        kind=Line.Kind.DOTTED, during=DateRange(today(), None), scope="the new sensor",
    )  # fmt: skip
    page = text_of(web(cast.ben).get(reverse("people:person_detail", args=[cast.eve.pk])))
    for words in ("Max Manager", "Omar Other", "the new sensor", "Hana Partner", "Engineer", "Works"):
        assert words in page
    assert reverse("people:person_history", args=[cast.eve.pk]) not in page


def test_who_has_left_still_has_a_page_and_no_seat(cast, web):
    holding = cast.ben.holdings.get()
    holding.during = DateRange(holding.during.lower, today())
    holding.save()
    Placement.objects.filter(person=cast.ben).delete()
    page = web(cast.eve).get(reverse("people:person_detail", args=[cast.ben.pk]))
    assert page.status_code == 200 and "No seat in the chart today." in text_of(page)


def test_people_typed_by_a_manager_have_a_page_for_that_manager_alone(cast, web):
    typed = Person.objects.create(name="Tilda Typed", typed_by=cast.max)
    address = reverse("people:person_detail", args=[typed.pk])
    assert web(cast.max).get(address).status_code == 200
    assert web(cast.eve).get(address).status_code == 404


def test_an_hr_partner_sees_units_with_counts_and_nothing_about_talks(cast, web):
    series = talks.start_series(actor=cast.acts(cast.max), employee=cast.eve)
    found = teams.supported_units(cast.acts(cast.hana))
    assert [(one.unit, one.level, one.count) for one in found] == [(cast.works, 0, 3)]
    page = text_of(web(cast.hana).get(reverse("people:supported_list")))
    assert "3 people have you" in page and f"unit={cast.works.pk}" in page
    assert reverse("one_on_ones:series_detail", args=[series.pk]) not in page
    assert teams.supported_units(cast.acts(cast.max)) == []


def test_an_hr_partner_of_all_counts_neither_themselves_nor_those_above(cast):
    services.cover_unit(actor=TESTS, partner=cast.hana, unit=cast.company, since=today())
    found = {one.unit.name: (one.level, one.count) for one in teams.supported_units(cast.acts(cast.hana))}
    assert found == {"Company": (0, 1), "Works": (1, 3), "Sales": (1, 1)}


def test_a_site_has_its_own_working_days_and_holidays():
    site = Site(name="Leeds", country="GB", subdivision="ENG", working_days=[1, 2, 3, 4])
    assert working_day(site, date(2026, 12, 25), "en").holiday == "Christmas Day"
    assert not is_working_day(site, date(2026, 12, 18)) and is_working_day(site, date(2026, 12, 17))
    assert next_working_day(site, date(2026, 12, 24)) == date(2026, 12, 29)
    assert is_working_day(None, date(2026, 12, 25)) and not is_working_day(None, date(2026, 12, 26))


def test_german_readers_read_german_holidays_where_they_exist():
    berlin = Site(name="Berlin", country="DE", subdivision="BE")
    assert working_day(berlin, date(2026, 3, 8), "de").holiday == "Frauentag"
    assert working_day(Site(name="Munich", country="DE", subdivision="BY"), date(2026, 3, 8)).holiday == ""


def test_an_unknown_country_or_region_does_not_break_a_page():
    assert is_working_day(Site(name="Moon", country="XX"), date(2026, 12, 25))
    assert working_day(Site(name="X", country="GB", subdivision="??"), date(2026, 12, 25), "de").holiday


def test_a_site_where_nobody_works_is_said():
    with pytest.raises(LookupError):
        next_working_day(Site(name="Nowhere", working_days=[9]), date(2026, 1, 1))


@pytest.mark.parametrize("name", ["person_detail", "team_detail", "supported_list"])
def test_the_pages_ask_as_often_for_ten_people_as_for_a_thousand(
    cast, web, django_assert_max_num_queries, name
):
    who = cast.hana if name == "supported_list" else cast.max
    address = reverse(f"people:{name}", args=[cast.max.pk] if name == "person_detail" else [])
    browser = web(who)
    with django_assert_max_num_queries(15) as few:
        browser.get(address)
    for person in large_company(1_000)[:200]:
        Placement.objects.filter(person=person).update(manager=cast.max, unit=cast.works)
    Site.objects.create(name="Leeds", time_zone="Europe/London")
    with django_assert_max_num_queries(len(few)):
        assert browser.get(address).status_code == 200


def test_the_api_reads_people_units_and_seats_page_by_page(cast, web):
    browser = web(cast.omar)
    seen, after = [], 0
    while after is not None:
        page = browser.get("/api/v1/people", {"limit": 3, "after": after}).json()
        seen += page["items"]
        after = page["next"]
    assert len(seen) == len({one["id"] for one in seen}) == 7
    eve = browser.get(f"/api/v1/people/{cast.eve.pk}").json()
    assert (eve["title"], eve["manager_id"], eve["unit_id"]) == ("Engineer", cast.max.pk, cast.works.pk)
    a_seat("Vacant", cast.works, cast.lead_seat)
    seats = browser.get("/api/v1/seats").json()["items"]
    assert (seats[-1]["person_id"], seats[-1]["manager_seat_id"]) == (None, cast.lead_seat.pk)
    assert len(browser.get("/api/v1/units").json()["items"]) == 4
    assert browser.get("/api/v1/people", {"limit": 0}).status_code == 422
    assert browser.get("/api/v1/people/987654").status_code == 404


def test_the_api_counts_nothing_with_the_number_of_rows(cast, web, django_assert_max_num_queries):
    browser = web(cast.omar)
    for path in ("people", "units", "seats"):
        with django_assert_max_num_queries(15) as few:
            browser.get(f"/api/v1/{path}", {"limit": 5})
        with django_assert_max_num_queries(len(few)):
            browser.get(f"/api/v1/{path}", {"limit": 7})


def test_days_away_are_told_by_the_api_without_a_reason(cast, web):
    from_day = today()
    cast.eve.absences.create(during=DateRange(from_day, from_day + timedelta(days=3)))
    told = web(cast.omar).get(f"/api/v1/people/{cast.eve.pk}").json()
    assert told["away_until"] == (from_day + timedelta(days=2)).isoformat()
