"""Beginning to meet: a working day and a time that is free, one pair at a time or a whole team at once."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.db.backends.postgresql.psycopg_any import DateRange
from django.urls import reverse

from alongside.core.errors import Invalid, Refused
from alongside.one_on_ones import services
from alongside.one_on_ones.first_times import First, first_free, stretches
from alongside.one_on_ones.models import Meeting, Series
from alongside.one_on_ones.tests.makers import a_series
from alongside.people.models import Absence, Person, Site
from alongside.people.queries import team_of
from alongside.people.tests.makers import a_person, a_seat

UTC = ZoneInfo("UTC")
SATURDAY = datetime(2026, 11, 28, 12, 0, tzinfo=UTC)
MONDAY, TUESDAY = date(2026, 11, 30), date(2026, 12, 1)


def on_weekdays(day: date) -> bool:
    return day.isoweekday() <= 5


@pytest.fixture(autouse=True)
def on_a_saturday():
    with time_machine.travel(SATURDAY, tick=False):
        yield


@pytest.fixture
def team(cast) -> list[Person]:
    """Max leads Ben, Eve and three more."""
    for number in range(3):
        a_person(f"Report {number}", seat=a_seat(f"Engineer {number}", cast.works, cast.lead_seat))
    return list(team_of(cast.acts(cast.max)))


def chosen(people: list[Person], **more) -> dict[str, object]:
    return {
        "people": [one.pk for one in people], "cadence": "fortnightly", "minutes": 45, "first_on": MONDAY,
        "starts_at": "09:00",
    } | more  # fmt: skip


def plan() -> list[tuple[date, time]]:
    rows = Series.objects.order_by("first_on", "starts_at")
    return list(rows.values_list("first_on", "starts_at"))


def test_the_first_free_time_avoids_weekends_talks_and_the_end_of_the_day():
    since = First(date(2026, 11, 28), time(9))
    assert first_free(since, on_weekdays, [], 25, UTC) == First(MONDAY, time(9))
    taken = stretches(First(MONDAY, time(9)), 60, UTC)
    assert first_free(since, on_weekdays, taken, 25, UTC) == First(MONDAY, time(10))
    in_two_weeks = stretches(First(MONDAY + timedelta(weeks=2), time(9)), 60, UTC)
    assert first_free(since, on_weekdays, in_two_weeks, 25, UTC) == First(MONDAY, time(10))
    assert first_free(First(MONDAY, time(16, 30)), on_weekdays, [], 45, UTC) == First(TUESDAY, time(9))
    assert first_free(since, lambda day: False, [], 25, UTC) is None


def test_the_proposed_first_day_is_a_working_day_with_a_free_time(cast, web):
    series = a_series(cast)
    page = web(cast.max).get(reverse("one_on_ones:rhythm_form", args=[series.pk])).content.decode()
    assert f'value="{MONDAY}"' in page and 'value="09:00"' in page


def test_holidays_and_days_away_of_either_are_left_out(cast, web):
    series = a_series(cast)
    site = Site.objects.create(name="Here", country="DE", time_zone="UTC", working_days=[2, 3, 4, 5])
    Person.objects.filter(pk=cast.eve.pk).update(site=site)
    Absence.objects.create(person=cast.max, during=DateRange(TUESDAY, date(2026, 12, 3)))
    page = web(cast.max).get(reverse("one_on_ones:rhythm_form", args=[series.pk])).content.decode()
    assert 'value="2026-12-03"' in page


def test_a_wrong_rhythm_is_told_in_our_words_and_stays_as_typed(cast, web):
    series = a_series(cast)
    wrong = {"cadence": "monthly", "first_on": "", "starts_at": "", "minutes": "500", "version": 1}
    answer = web(cast.max).post(reverse("one_on_ones:rhythm_update", args=[series.pk]), wrong)
    page = answer.content.decode()
    assert answer.status_code == 422
    for words in ("Choose the first day.", "Choose a time, for example 10:30.", "between 10 and 180 minutes"):
        assert words in page
    assert 'value="500"' in page and " novalidate" in page
    assert not Meeting.objects.exists()


def test_a_team_page_leads_to_starting_several_and_its_buttons_are_quiet(cast, team, web):
    page = web(cast.max).get(reverse("people:team_detail")).content.decode()
    assert page.count('class="button"') == 1 and reverse("one_on_ones:several_create") in page
    assert page.count("Start a 1:1") == len(team) == 5


def test_from_five_people_on_two_weeks_are_proposed_for_all_of_them(cast, team, web):
    page = web(cast.max).get(reverse("one_on_ones:several_create")).content.decode()
    assert "With five people or more in the team" in page
    form = page[page.index('data-draft="several"') :]
    form = form[: form.index("</form>")]
    assert form.count(" checked") == len(team) + 1  # and the cadence
    assert f'value="{MONDAY}"' in page


def test_several_begin_one_after_another_where_the_manager_is_free(cast, team, web):
    other = services.start_series(actor=cast.acts(cast.max), employee=team[0])
    services.set_rhythm(
        actor=cast.acts(cast.max), series=other, cadence="fortnightly", first_on=MONDAY + timedelta(weeks=1),
        starts_at=time(10), minutes=30, version=1,
    )  # fmt: skip
    answer = web(cast.max).post(reverse("one_on_ones:several_create"), chosen(team[1:]))
    assert answer.status_code == 302
    assert plan()[:4] == [
        (MONDAY, time(9)), (MONDAY, time(10, 30)), (MONDAY, time(11, 30)), (MONDAY, time(12, 30)),
    ]  # fmt: skip
    assert Meeting.objects.count() == 2 * len(team)


def test_starting_several_twice_starts_each_once(cast, team, web):
    browser = web(cast.max)
    for _press in range(2):
        browser.post(reverse("one_on_ones:several_create"), chosen(team) | {"once": "the-same-press"})
    assert Series.objects.count() == len(team)


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"people": []}, "Choose at least one person."),
        ({"first_on": date(2026, 11, 27)}, "Choose a day from today on."),
        ({"starts_at": "soon"}, "Choose a time"),
    ],
)
def test_a_refused_start_keeps_what_was_typed_and_starts_nothing(cast, team, web, change, words):
    answer = web(cast.max).post(reverse("one_on_ones:several_create"), chosen(team[:2], minutes=50) | change)
    assert answer.status_code == 422
    assert words in answer.content.decode() and 'value="50"' in answer.content.decode()
    assert not Series.objects.exists()


def test_where_four_weeks_have_no_room_nothing_is_started(cast, team):
    Absence.objects.create(person=team[1], during=DateRange(MONDAY, date(2027, 3, 1)))
    with pytest.raises(Invalid):
        services.start_several(
            actor=cast.acts(cast.max), employees=team[:2], cadence="weekly", first_on=MONDAY,
            starts_at=time(9), minutes=25,
        )  # fmt: skip
    assert not Series.objects.exists()


def test_a_time_that_is_over_today_is_not_proposed(cast, team):
    site = Site.objects.create(name="Open on Saturdays", time_zone="UTC", working_days=[1, 2, 3, 4, 5, 6])
    for person in (cast.max, team[0]):
        person.site = site
        person.save()
    services.start_several(
        actor=cast.acts(cast.max), employees=team[:1], cadence="weekly", first_on=SATURDAY.date(),
        starts_at=time(9, 15), minutes=25,
    )  # fmt: skip
    assert plan() == [(SATURDAY.date(), time(12, 15))]


def test_nobody_learns_of_days_away_that_are_far_ahead(cast, team):
    far = MONDAY + timedelta(days=91)
    Absence.objects.create(person=team[0], during=DateRange(far, far + timedelta(days=4)))
    services.start_several(
        actor=cast.acts(cast.max),
        employees=team[:1],
        cadence="weekly",
        first_on=far,
        starts_at=time(9),
        minutes=25,
    )
    assert plan() == [(far, time(9))]


def test_nobody_starts_1_1s_with_another_team(cast, team, web):
    assert web(cast.eve).get(reverse("one_on_ones:several_create")).status_code == 404
    with pytest.raises(Refused):
        services.start_several(
            actor=cast.acts(cast.eve), employees=team[:1], cadence="weekly", first_on=MONDAY,
            starts_at=time(9), minutes=25,
        )  # fmt: skip
    assert not Series.objects.exists()


def test_the_page_costs_the_same_for_a_large_team(cast, team, web, django_assert_max_num_queries):
    browser = web(cast.max)
    browser.get(reverse("one_on_ones:several_create"))
    with django_assert_max_num_queries(15):
        browser.get(reverse("one_on_ones:several_create"))
