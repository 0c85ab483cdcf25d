"""Finding people: accents, slips of the finger, titles, units; never a vacancy."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db.backends.postgresql.psycopg_any import DateRange
from django.urls import reverse

from alongside.core.actor import ANONYMOUS
from alongside.people import closure, services
from alongside.people.calendar import today
from alongside.people.models import Person, Site
from alongside.people.queries.directory import (
    PAGE,
    Asked,
    directory,
    search_people,
    search_words,
    units_to_choose,
)
from alongside.people.tests.large import large_company
from alongside.people.tests.makers import TESTS, a_person, a_seat


def names(actor, words="", **more):
    return [person.name for person in search_people(actor, Asked(words, **more)).people]


def nearly(actor, words):
    return [person.name for person in search_people(actor, Asked(words)).similar]


@pytest.fixture
def ingrid(cast):
    seat = a_seat("Chief Læser", cast.sales, cast.top_seat)
    return a_person("Ingrid Ålto-Muñoz", seat=seat)


@pytest.mark.parametrize(
    ("written", "plain"),
    [
        ("Ingrid ÅLTO", ["ingrid", "alto"]),
        ("Jose\u0301  Mun\u0303oz", ["jose", "munoz"]),
        ("Søren Ørsted", ["soren", "orsted"]),
        ("Łucja Weiß", ["lucja", "weiss"]),
        ("Ｅｖａ", ["eva"]),
        ("ياسمِين", ["ياسمين"]),
        ("Жанна", ["жанна"]),
        ("a a\0 / A", ["a"]),
        ("", []),
    ],
)
def test_words_are_written_without_accents_and_marks(db, written, plain):
    assert search_words(written) == plain


@pytest.mark.parametrize("asked", ["ingrid", "ALTO", "Ålto", "munoz ingrid", "laeser", "ingrid sales"])
def test_people_are_found_by_name_title_and_unit_without_accents(cast, ingrid, asked):
    assert names(cast.acts(cast.omar), asked) == ["Ingrid Ålto-Muñoz"]


@pytest.mark.parametrize("asked", ["ingird", "igrid alto", "munos", "Alot"])
def test_slips_of_the_finger_are_forgiven_and_shown_apart(cast, ingrid, asked):
    found = search_people(cast.acts(cast.omar), Asked(asked))
    assert ingrid not in found.people and ingrid in found.similar


def test_nobody_is_invented(cast, ingrid):
    found = search_people(cast.acts(cast.omar), Asked("zzyzx qqq"))
    assert found.people == [] and found.similar == []


def test_whose_name_begins_like_this_comes_first(cast):
    seat = a_seat("Omar's assistant", cast.sales, cast.top_seat)
    for name, where in (("Zeno Omari", None), ("Anna Romario", None), ("Aaron Helper", seat)):
        a_person(name, seat=where or a_seat("Seller", cast.sales, cast.top_seat))
    assert names(cast.acts(cast.eve), "omar") == ["Omar Other", "Zeno Omari", "Aaron Helper", "Anna Romario"]


def test_a_vacancy_is_never_listed_as_a_person(cast):
    a_seat("Firmware architect", cast.works, cast.lead_seat)
    assert names(cast.acts(cast.eve), "architect") == [] and nearly(cast.acts(cast.eve), "architect") == []


def test_who_has_left_is_not_listed_and_who_has_no_seat_yet_is(cast):
    holding = cast.ben.holdings.get()
    holding.during = DateRange(holding.during.lower, today())
    holding.save()
    closure.rebuild(today())
    a_person("Nora New")
    listed = set(directory(cast.acts(cast.eve)).values_list("name", flat=True))
    assert "Ben Builder" not in listed and "Nora New" in listed


def test_people_typed_by_a_manager_are_found_by_that_manager_alone(cast):
    typed = Person.objects.create(name="Tilda Typed", typed_by=cast.max)
    closure.write_search_text(typed.pk, today())
    assert names(cast.acts(cast.max), "tilda") == ["Tilda Typed"]
    assert names(cast.acts(cast.eve), "tilda") == [] and nearly(cast.acts(cast.eve), "tilda") == []
    assert not directory(ANONYMOUS).exists()


def test_what_a_person_is_found_by_follows_their_seat(cast):
    assert names(cast.acts(cast.omar), "eve engineer works") == ["Eve Employee"]
    holding = cast.eve.holdings.get()
    holding.during = DateRange(holding.during.lower, today())
    holding.save()
    services.take_seat(
        actor=TESTS, person=cast.eve, seat=a_seat("Seller", cast.sales, cast.top_seat), since=today()
    )
    assert names(cast.acts(cast.omar), "eve engineer") == []
    assert names(cast.acts(cast.omar), "eve seller sales") == ["Eve Employee"]


def test_a_future_title_is_not_told_before_its_day(cast):
    seat = a_seat("Secret chief", cast.sales, cast.top_seat)
    services.take_seat(
        actor=TESTS, person=cast.eve, seat=seat, since=today() + timedelta(days=3), primary=False
    )
    assert names(cast.acts(cast.omar), "secret") == []
    closure.rebuild(today() + timedelta(days=3))
    assert names(cast.acts(cast.omar), "secret") == ["Eve Employee"]


def test_both_titles_of_two_seats_find_the_person(cast):
    seat = a_seat("Fire warden", cast.sales, cast.top_seat)
    services.take_seat(actor=TESTS, person=cast.eve, seat=seat, since=today(), primary=False)
    assert (
        names(cast.acts(cast.omar), "warden")
        == names(cast.acts(cast.omar), "eve engineer")
        == ["Eve Employee"]
    )


def test_an_address_finds_its_person(cast):
    assert names(cast.acts(cast.omar), "eve.employee@ex") == ["Eve Employee"]


def test_a_unit_holds_everybody_below_it_and_a_site_those_who_work_there(cast):
    leeds = Site.objects.create(name="Leeds")
    Person.objects.filter(pk=cast.eve.pk).update(site=leeds)
    actor = cast.acts(cast.omar)
    assert names(actor, unit=cast.works.pk) == ["Ben Builder", "Eve Employee", "Max Manager"]
    assert len(names(actor, unit=cast.company.pk)) == 7
    assert names(actor, unit=cast.works.pk, site=leeds.pk) == ["Eve Employee"]
    assert names(actor, "omar", unit=cast.works.pk) == []


@pytest.mark.parametrize("words", ["", "e", "eng"])
def test_pages_show_everybody_once_and_in_order(cast, words):
    large_company(95)
    actor, seen, after = cast.acts(cast.omar), [], ""
    while True:
        found = search_people(actor, Asked(words, after=after))
        seen += found.people
        after = found.next
        if not after:
            break
        assert len(found.people) == PAGE
    assert len(seen) == len(set(seen)) > PAGE
    if not words:
        assert set(seen) == set(directory(actor))
        assert [person.search_text for person in seen] == sorted(person.search_text for person in seen)


@pytest.mark.parametrize("after", ["x", "bm9uc2Vuc2U", "WzFd", "WyJhIiwxLDJd", "\0", "é"])
def test_a_broken_cursor_begins_at_the_start(cast, after):
    assert len(names(cast.acts(cast.omar), after=after)) == 7


@pytest.mark.parametrize("asked", ["100%", "a_b", "\\", "(", "'; drop", "e" * 500, ".*", "[a", "%%%", "///"])
def test_signs_stand_for_themselves(cast, asked):
    assert names(cast.acts(cast.omar), asked) == []


def test_the_units_to_choose_from_are_a_tree_and_never_too_many(cast):
    listed = units_to_choose(cast.acts(cast.eve), chosen=None)
    assert [(level, name) for _pk, level, name in listed] == [
        (0, "Company"), (1, "People"), (1, "Sales"), (1, "Works"),
    ]  # fmt: skip


@pytest.mark.parametrize("query", ["", "?q=eng", "?q=enginer", "?q=ev&site=1"])
def test_the_page_asks_as_often_for_ten_people_as_for_a_thousand(
    cast, web, django_assert_max_num_queries, query
):
    browser, address = web(cast.eve), reverse("people:person_list") + query
    with django_assert_max_num_queries(16) as few:  # 15, and the mark around the count of searches
        browser.get(address)
    large_company(1_000)
    with django_assert_max_num_queries(len(few)):
        assert browser.get(address).status_code == 200
