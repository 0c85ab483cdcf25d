"""My 1:1s, beginning one, how often, pausing, ending."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.urls import reverse

from alongside.core.dates import say_weekday
from alongside.one_on_ones import queries, services
from alongside.one_on_ones.models import Meeting, Pause, Series
from alongside.one_on_ones.tests.makers import a_meeting, a_series, a_talk
from alongside.people.calendar import today
from alongside.people.models import Person


def at(name, *args):
    return reverse(f"one_on_ones:{name}", args=args)


def test_the_list_shows_when_in_peoples_words_and_whom_one_could_begin_with(cast, web):
    series = a_series(cast)
    a_talk(cast, series, days_ago=21)
    a_meeting(series, hours=-1)
    page = web(cast.max).get(at("series_list")).content.decode()
    assert "Eve Employee" in page and "You last met" in page and "3 weeks ago" in page
    assert "Ben Builder" in page and at("series_create", cast.ben.pk) in page
    assert at("series_create", cast.eve.pk) not in page


def test_an_empty_list_teaches(cast, web):
    page = web(cast.omar).get(at("series_list")).content.decode()
    assert "No 1:1 yet" in page and "For example" in page


def test_the_list_needs_no_more_queries_for_more_people(cast, web, django_assert_max_num_queries):
    for person in (cast.eve, cast.ben):
        services.start_series(actor=cast.acts(cast.max), employee=person)
    browser = web(cast.max)
    browser.get(at("series_list"))
    with django_assert_max_num_queries(12):
        browser.get(at("series_list"))


def test_a_manager_begins_alone_with_a_name(cast, web):
    answer = web(cast.omar).post(at("typed_person_create"), {"name": "  Nora   Neu "}, follow=True)
    assert "Nora and you" in answer.content.decode()
    typed = Person.objects.get(name="Nora Neu")
    assert (typed.typed_by, typed.invited_at) == (cast.omar, None)
    web(cast.omar).post(at("typed_person_create"), {"name": "Nora Neu"})
    assert Series.objects.filter(manager=cast.omar).count() == 1
    assert "Nora" not in web(cast.max).get(at("series_list")).content.decode()


def test_an_e_mail_that_somebody_has_is_refused_beside_its_field(cast, web):
    answer = web(cast.omar).post(at("typed_person_create"), {"name": "Eve", "email": cast.eve.email})
    assert answer.status_code == 422
    assert "is here already" in answer.content.decode()
    assert not Series.objects.filter(manager=cast.omar).exists()


def test_the_rhythm_is_proposed_with_its_reason_and_chosen_by_either(cast, web):
    series = a_series(cast)
    assert "new to each other" in web(cast.eve).get(at("rhythm_form", series.pk)).content.decode()
    chosen = {
        "cadence": "fortnightly", "first_on": today() + timedelta(days=1), "starts_at": "10:00", "minutes": 45,
        "version": series.version,
    }  # fmt: skip
    web(cast.eve).post(at("rhythm_update", series.pk), chosen)
    series.refresh_from_db()
    assert (series.cadence, series.minutes) == ("fortnightly", 45)
    assert Meeting.objects.filter(series=series).count() == 2
    weekday = say_weekday(chosen["first_on"], locale="en")
    assert f"{weekday} at 10:00" in web(cast.max).get(at("series_detail", series.pk)).content.decode()
    stale = web(cast.max).post(at("rhythm_update", series.pk), {**chosen, "minutes": 30})
    assert stale.status_code == 409
    assert 'value="30"' in stale.content.decode()
    series.refresh_from_db()
    assert series.minutes == 45


def test_a_first_day_in_the_past_is_refused_beside_its_field(cast, web):
    series = a_series(cast)
    yesterday = {
        "cadence": "weekly", "first_on": today() - timedelta(days=1), "starts_at": "10:00", "minutes": 25,
        "version": 1,
    }  # fmt: skip
    answer = web(cast.max).post(at("rhythm_update", series.pk), yesterday)
    assert answer.status_code == 422 and "from today on" in answer.content.decode()
    assert not Meeting.objects.exists()


def test_pausing_and_going_on(cast, web):
    series = a_series(cast)
    web(cast.eve).post(at("pause_create", series.pk), {"until": ""})
    assert queries.is_paused(series)
    assert "Go on with your 1:1s" in web(cast.max).get(at("series_detail", series.pk)).content.decode()
    web(cast.max).post(at("pause_delete", series.pk))
    assert not Pause.objects.exists()
    refused = web(cast.eve).post(at("pause_create", series.pk), {"until": today()})
    assert refused.status_code == 422 and not Pause.objects.exists()


def test_words_by_mail_are_each_ones_choice(cast, web):
    series = a_series(cast)
    web(cast.eve).post(at("words_update", series.pk), {"wanted": "1"})
    series.refresh_from_db()
    assert series.employee_wants_words_by_mail and not series.sends_words
    assert "Eve chooses it too" not in web(cast.max).get(at("settings_detail", series.pk)).content.decode()
    web(cast.max).post(at("words_update", series.pk), {"wanted": "1"})
    series.refresh_from_db()
    assert series.sends_words


def test_ending_keeps_everything_readable_and_closes_the_box(cast, web):
    series = a_series(cast)
    web(cast.max).post(at("ending_create", series.pk))
    page = web(cast.eve).get(at("series_detail", series.pk)).content.decode()
    assert "has ended" in page
    assert at("item_create", series.pk) not in page
    assert "that ended" in web(cast.eve).get(at("series_list")).content.decode()


@pytest.mark.parametrize("who", ["hana", "dora", "ada", "omar", "ben"])
def test_nobody_else_opens_rhythm_settings_or_templates(cast, web, who):
    series = a_series(cast)
    for name in ("rhythm_form", "settings_detail", "template_list"):
        assert web(getattr(cast, who)).get(at(name, series.pk)).status_code == 404
