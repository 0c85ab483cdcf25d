"""How regularly units meet: closed months, released once, for HR, and nothing about a pair."""

from __future__ import annotations

import csv
from datetime import date, datetime, time, timedelta
from io import StringIO
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.db import DatabaseError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from alongside.core.actor import system
from alongside.core.errors import Refused
from alongside.core.models import DataKey
from alongside.identity.services import create_service_token
from alongside.identity.tests.api_calls import asker
from alongside.one_on_ones import services
from alongside.one_on_ones.models import Contest, Meeting, MonthRelease, PairMonth, Series, UnitMonth
from alongside.one_on_ones.queries import releases
from alongside.people import closure
from alongside.people import services as people
from alongside.people.calendar import today
from alongside.people.models import RoleGrant
from alongside.people.tests.makers import TESTS, a_person, a_seat

SOFTWARE = system("closed month")
JUNE, JULY = date(2026, 6, 1), date(2026, 7, 1)
LATER = datetime(2026, 9, 20, 12, tzinfo=ZoneInfo("UTC"))


@pytest.fixture(autouse=True)
def september():
    with time_machine.travel(LATER, tick=False):
        yield


@pytest.fixture
def works(cast):
    """In the works three leads with four people each, who all met in half of the weeks of June and July."""
    with closure.one_rebuild(today()):
        for lead in range(3):
            seat = a_seat(f"Lead {lead}", cast.works, cast.top_seat)
            leader = a_person(f"Lea{lead} Lead", seat=seat)
            for n in range(4):
                person = a_person(f"Worker{lead}{n} Works", seat=a_seat(f"Work {lead}{n}", cast.works, seat))
                a_past(leader, person)
    return cast.works


def a_past(manager, employee) -> Series:
    """Weekly on Wednesdays since May; they met in every second week."""
    first = date(2026, 5, 6)
    series = Series.objects.create(
        manager=manager, employee=employee, data_key=DataKey.fresh(), started_on=first, first_on=first,
        starts_at=time(10), time_zone="UTC",
    )  # fmt: skip
    Meeting.objects.bulk_create(
        Meeting(
            series=series, slot_on=day, minutes=25,
            starts_at=datetime.combine(day, time(10), ZoneInfo("UTC")),
            state=Meeting.State.PLANNED if number % 2 else Meeting.State.HELD,
        )
        for number in range(20)
        for day in [first + timedelta(weeks=number)]
    )  # fmt: skip
    return series


def at(name, *args):
    return reverse(f"one_on_ones:{name}", args=args)


def month_page(web, person, month="2026-7"):
    year, number = month.split("-")
    return web(person).get(at("regularity_detail", year, number))


def test_a_large_unit_is_shown_as_a_range_and_a_small_one_is_hidden(cast, works, web):
    services.release_month(actor=SOFTWARE, month=JULY)
    cell = UnitMonth.objects.get(unit=works)
    assert cell.band == "10-19"
    assert cell.low <= 50 <= cell.high and cell.high - cell.low <= 25
    page = month_page(web, cast.hana).content.decode()
    assert "Works" in page and f"{cell.low} to {cell.high} %" in page
    assert not UnitMonth.objects.filter(unit=cast.sales).exists()


def test_the_head_of_hr_sees_every_unit_and_a_partner_those_they_support(cast, works, web):
    head = a_person("Helen Head", seat=a_seat("Head of HR", cast.hr, cast.top_seat))
    people.grant_role(actor=TESTS, person=head, role=RoleGrant.Role.HEAD_OF_HR, since=today())
    services.release_month(actor=SOFTWARE, month=JULY)
    whole, part = (month_page(web, person).content.decode() for person in (head, cast.hana))
    assert "<bdi>Sales</bdi>" in whole and "hidden to protect people" in whole
    assert "<bdi>Sales</bdi>" not in part and "<bdi>Works</bdi>" in part


@pytest.mark.parametrize("who", ["dora", "max", "eve", "omar", "ada"])
def test_nobody_else_sees_it(cast, works, web, who):
    services.release_month(actor=SOFTWARE, month=JULY)
    assert month_page(web, getattr(cast, who)).status_code == 403
    assert releases.table_of(cast.acts(getattr(cast, who)), MonthRelease.objects.get()) == []


def test_a_month_that_is_not_closed_and_settled_is_not_released(cast, works):
    for month in (date(2026, 9, 1), date(2026, 10, 1)):
        with pytest.raises(Refused):
            services.release_month(actor=SOFTWARE, month=month)
    with time_machine.travel(datetime(2026, 9, 9, tzinfo=ZoneInfo("UTC"))), pytest.raises(Refused):
        services.release_month(actor=SOFTWARE, month=date(2026, 8, 1))
    assert not MonthRelease.objects.exists()


def test_nobody_releases_a_month_by_hand(cast, works):
    for person in (cast.hana, cast.ada, cast.dora):
        with pytest.raises(Refused):
            services.release_month(actor=cast.acts(person), month=JULY)
    assert not MonthRelease.objects.exists()


def test_what_was_released_never_changes(cast, works):
    first = services.release_month(actor=SOFTWARE, month=JULY)
    before = list(UnitMonth.objects.values_list())
    for meeting in Meeting.objects.filter(state=Meeting.State.HELD, starts_at__month=7):
        Contest.objects.create(meeting=meeting, made_by=meeting.series.employee)
    assert services.release_month(actor=SOFTWARE, month=JULY) == first
    assert list(UnitMonth.objects.values_list()) == before
    for act in (lambda: UnitMonth.objects.update(low=0), lambda: MonthRelease.objects.all().delete()):
        with pytest.raises(DatabaseError), transaction.atomic():
            act()
    assert list(UnitMonth.objects.values_list()) == before


def test_an_earlier_month_is_not_slipped_in_behind_a_later_one(cast, works):
    services.release_month(actor=SOFTWARE, month=JULY)
    with pytest.raises(Refused):
        services.release_month(actor=SOFTWARE, month=JUNE)
    assert MonthRelease.objects.count() == 1


def test_the_nightly_task_releases_what_is_due_once(cast, works, run_tasks):
    assert services.release_months(actor=SOFTWARE) == 3
    assert list(MonthRelease.objects.values_list("month", flat=True)) == [
        date(2026, 8, 1), JULY, JUNE,
    ]  # fmt: skip
    assert services.release_months(actor=SOFTWARE) == 0


def test_months_together_do_not_tell_about_one_newcomer(cast, works):
    """One pair more in July than in June: an attacker who takes all others as unchanged learns nothing about it."""
    newcomer = a_past(cast.max, cast.ben)
    Series.objects.filter(pk=newcomer.pk).update(first_on=date(2026, 7, 1))
    for month in (JUNE, JULY):
        services.release_month(actor=SOFTWARE, month=month)
    cells = {cell.release.month: cell for cell in UnitMonth.objects.filter(unit=works)}
    assert set(cells) == {JUNE, JULY}
    assert cells[JULY].most - cells[JUNE].least >= 4  # could have met every time
    assert cells[JULY].least - cells[JUNE].most <= 0  # could never have met


@pytest.mark.parametrize("name", ["=HYPERLINK(1)", " =1+1", "|calc", "＝1+1"])
def test_the_file_holds_the_same_cells_and_no_formula(cast, works, web, name):
    works.name = name
    works.save()
    services.release_month(actor=SOFTWARE, month=JULY)
    answer = web(cast.hana).post("/exports/regularity/", {"kind": "csv", "part": "2026-07"})
    rows = list(csv.reader(StringIO(answer.content.decode("utf-8-sig"))))
    cell = UnitMonth.objects.get(unit=works)
    assert rows[1] == ["2026-07", f"'{name}", "10-19", f"{cell.low} to {cell.high} %"]


def test_a_pair_is_counted_without_how_often_it_met(cast, works):
    services.release_month(actor=SOFTWARE, month=JULY)
    assert PairMonth.objects.count() == 12
    assert {field.name for field in PairMonth._meta.fields} == {"id", "release", "series", "units"}


def test_the_page_needs_as_many_queries_for_many_units_as_for_few(
    cast, works, web, django_assert_max_num_queries
):
    services.release_month(actor=SOFTWARE, month=JULY)
    browser, address = web(cast.hana), at("regularity_detail", 2026, 7)
    browser.get(address)
    with django_assert_max_num_queries(16) as few:
        browser.get(address)
    for n in range(40):
        people.create_unit(actor=TESTS, name=f"Part {n}", parent=works)
    with django_assert_max_num_queries(len(few)):
        page = browser.get(address).content.decode()
    assert page.count("hidden to protect people") == 40


def test_before_the_first_release_the_page_says_when_it_comes(cast, web):
    page = web(cast.hana).get(at("regularity_list")).content.decode()
    assert "No month has been released yet" in page
    assert month_page(web, cast.hana, "2026-13").status_code == 404


def test_hr_finds_the_page_from_the_list_of_talks_and_others_do_not(cast, web):
    address = at("regularity_list")
    assert address in web(cast.hana).get(at("series_list")).content.decode()
    assert address not in web(cast.eve).get(at("series_list")).content.decode()


@pytest.fixture
def head(cast):
    head = a_person("Helen Head", seat=a_seat("Head of HR", cast.hr, cast.top_seat))
    people.grant_role(actor=TESTS, person=head, role=RoleGrant.Role.HEAD_OF_HR, since=today())
    return head


def test_programs_read_what_the_page_shows_and_no_number_behind_it(cast, works, head):
    release, ask = services.release_month(actor=SOFTWARE, month=JULY), asker("/regularity/")
    [month] = ask(head, "get").json()["items"]
    assert (month["id"], month["month"]) == (release.pk, "2026-07-01")
    told = {one["unit_id"]: one for one in ask(head, "get", f"{release.pk}").json()["items"]}
    cell = UnitMonth.objects.get(unit=works)
    assert told[works.pk] == {"unit_id": works.pk, "pairs": "10-19", "share": f"{cell.low} to {cell.high} %"}
    assert told[cast.sales.pk] == {
        "unit_id": cast.sales.pk, "pairs": None, "share": "hidden to protect people",
    }  # fmt: skip
    mine = [one["unit_id"] for one in ask(cast.hana, "get", f"{release.pk}").json()["items"]]
    assert works.pk in mine and cast.sales.pk not in mine


def test_programs_of_others_get_the_reason_and_no_month(cast, works):
    release, ask = services.release_month(actor=SOFTWARE, month=JULY), asker("/regularity/")
    for who in (cast.dora, cast.max, cast.eve, cast.ada):
        for path in ("", f"{release.pk}", "987654"):
            refused = ask(who, "get", path)
            assert (refused.status_code, refused.json()["code"]) == (403, "refused")
    _token, secret = create_service_token(actor=TESTS, name="t", scopes=["directory:read"])
    told = Client().get("/api/v1/regularity/", headers={"Authorization": f"Bearer {secret}"})
    assert told.json()["detail"] == "This token is not made for this."


def test_a_month_takes_the_same_number_of_queries_for_few_and_for_many_units(cast, works, head):
    release, ask = services.release_month(actor=SOFTWARE, month=JULY), asker("/regularity/")

    def counted():
        with CaptureQueriesContext(connection) as queries:
            rows = ask(head, "get", f"{release.pk}").json()["items"]
        return len(queries), len(rows)

    counted()
    few, rows = counted()
    for number in range(9):
        people.create_unit(actor=TESTS, name=f"Unit {number}", parent=cast.works)
    assert counted() == (few, rows + 9)
