"""How useful the talks are: asked of both after every fourth, shown as a mean of both and never as one answer."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.urls import reverse

from alongside.core.errors import Invalid, Refused
from alongside.one_on_ones import queries, services
from alongside.one_on_ones.models import Meeting, Rating, Series
from alongside.one_on_ones.retrospect import retrospect
from alongside.one_on_ones.tests.makers import a_series, a_talk
from alongside.people.calendar import today


@pytest.fixture
def series(cast):
    """Max and Eve, weekly for ten weeks."""
    return a_series(cast, weeks=10)


def at(name, *args):
    return reverse(f"one_on_ones:{name}", args=args)


def four_talks(cast, series, *, weeks: int) -> Meeting:
    return [a_talk(cast, series, days_ago=weeks * 7 - n) for n in range(4)][-1]


def answer(cast, person, meeting, useful, talked=60):
    meeting = queries.meetings_visible_to(cast.acts(person)).get(pk=meeting.pk)
    return services.rate_talk(actor=cast.acts(person), meeting=meeting, useful=useful, employee_talked=talked)


def test_after_every_fourth_talk_both_are_asked_and_only_then(cast, series, web):
    for n in range(3):
        talk = a_talk(cast, series, days_ago=8 - n)
    with pytest.raises(Refused):
        answer(cast, cast.eve, talk, 4)
    assert not Rating.objects.exists()
    talk = a_talk(cast, series, days_ago=4)
    page = web(cast.eve).get(at("retrospect_detail", series.pk)).content.decode()
    assert at("rating_create", series.pk, talk.pk) in page
    wrong = web(cast.eve).post(
        at("rating_create", series.pk, talk.pk), {"useful": "6", "employee_talked": "50"}
    )
    assert wrong.status_code == 422 and not Rating.objects.exists()
    web(cast.eve).post(at("rating_create", series.pk, talk.pk), {"useful": "2", "employee_talked": "40"})
    assert Rating.objects.get().person == cast.eve
    assert 'id="asked"' not in web(cast.eve).get(at("retrospect_detail", series.pk)).content.decode()
    assert 'id="asked"' in web(cast.max).get(at("retrospect_detail", series.pk)).content.decode()
    assert web(cast.omar).post(at("rating_create", series.pk, talk.pk), {"useful": "1"}).status_code == 404


def test_whoever_could_not_answer_any_more_is_not_asked(cast, series, web):
    four_talks(cast, series, weeks=1)
    address = at("retrospect_detail", series.pk)
    assert 'id="asked"' in web(cast.eve).get(address).content.decode()
    services.end_series(actor=cast.acts(cast.max), series=series)
    for person in (cast.eve, cast.max):
        answer = web(person).get(address)
        assert answer.status_code == 200 and 'id="asked"' not in answer.content.decode()


def test_values_out_of_range_are_refused_by_the_service_too(cast, series):
    talk = four_talks(cast, series, weeks=1)
    for useful, talked in ((0, 50), (6, 50), (3, 101)):
        with pytest.raises(Invalid):
            answer(cast, cast.eve, talk, useful, talked)
    assert not Rating.objects.exists()


def test_a_mean_of_both_is_shown_after_two_rounds_of_both_and_never_one_answer(cast, series):
    first = four_talks(cast, series, weeks=1)
    answer(cast, cast.eve, first, 2, 40)
    answer(cast, cast.max, first, 5, 60)
    assert retrospect(cast.acts(cast.max), series).together is None
    second = a_talk(cast, series, days_ago=3)
    Rating.objects.create(meeting=second, person=cast.eve, useful=3, employee_talked=40)
    assert retrospect(cast.acts(cast.max), series).together is None  # three ratings, one of the two alone
    Rating.objects.create(meeting=second, person=cast.max, useful=4, employee_talked=60)
    both = [retrospect(cast.acts(person), series).together for person in (cast.eve, cast.max)]
    assert both[0] == both[1] is not None
    assert (both[0].useful, both[0].employee_talked) == (3.5, 50)


def test_while_it_is_asked_how_useful_the_talks_are_no_other_question_is_drafted(cast, series, web):
    def drafted():
        return web(cast.eve).get(at("series_detail", series.pk)).content.decode()

    Series.objects.filter(pk=series.pk).update(started_on=today() - timedelta(weeks=20))
    for n in range(3):
        a_talk(cast, series, days_ago=8 - n)
    assert "Here because nothing about" in drafted()
    a_talk(cast, series, days_ago=4)
    assert "Here because nothing about" not in drafted()
