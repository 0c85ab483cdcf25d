"""A leader meets somebody two levels below: in fair turns, the manager told before, the words for the two."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.core import mail
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from alongside.core.errors import Invalid, Refused
from alongside.people.calendar import today
from alongside.people.models import Holding
from alongside.people.tests.makers import a_person, a_seat
from alongside.skip_levels import queries, rotation, services
from alongside.skip_levels.models import SkipTalk, Topic
from alongside.skip_levels.tests.makers import a_held_talk, a_skip_talk, a_third, in_time

WORDS = "The old press worries me"


def at(name, *args):
    return reverse(f"skip_levels:{name}", args=args)


@pytest.mark.django_db(transaction=True)
def test_the_manager_is_told_before_with_the_purpose_and_no_words(cast, run_tasks):
    talk = a_skip_talk(cast)
    services.add_topic(actor=cast.acts(cast.eve), talk=talk, text=WORDS)
    run_tasks()
    letters = {letter.to[0]: letter for letter in mail.outbox}
    assert letters[cast.eve.email].subject == "An invitation to a talk"
    told = letters[cast.max.email]
    assert told.subject == "A skip-level talk in your team"
    assert "Eve Employee" in told.body and "To know each other and the work" in told.body
    assert set(letters) == {cast.eve.email, cast.max.email}
    assert all(WORDS not in letter.body for letter in mail.outbox)


def test_a_whole_working_day_lies_between_telling_and_talking(cast):
    too_near = in_time() - timedelta(days=1)
    with pytest.raises(Invalid):
        services.invite_to_talk(
            actor=cast.acts(cast.dora), person=cast.eve, purpose="know", starts_at=too_near
        )
    assert not SkipTalk.objects.exists()
    assert a_skip_talk(cast).manager == cast.max


@pytest.mark.parametrize(
    ("told_on", "first"),
    [
        (date(2026, 6, 1), date(2026, 6, 3)),  # Monday: Tuesday lies between
        (date(2026, 6, 4), date(2026, 6, 6)),  # Thursday: Friday lies between
        (date(2026, 6, 5), date(2026, 6, 9)),  # Friday: Monday lies between
        (date(2026, 6, 6), date(2026, 6, 9)),  # Saturday: likewise
    ],
)
def test_the_first_day_for_a_talk(told_on, first):
    assert rotation.first_day(None, told_on) == first


def test_five_working_days_step_over_the_weekend():
    assert rotation.working_days_after(None, date(2026, 6, 4), 5) == date(2026, 6, 11)


def test_only_people_two_or_more_levels_below_are_invited(cast):
    below_eve = a_person("Una Under", seat=a_seat("Trainee", cast.works, _seat_of(cast.eve)))
    for leader, person in (
        (cast.dora, cast.max), (cast.max, cast.eve), (cast.eve, cast.dora), (cast.hana, cast.eve),
        (cast.dora, cast.dora), (cast.ada, cast.eve),
    ):  # fmt: skip
        with pytest.raises(Refused):
            services.invite_to_talk(
                actor=cast.acts(leader), person=person, purpose="know", starts_at=in_time()
            )
    assert not SkipTalk.objects.exists()
    assert a_skip_talk(cast, below_eve).manager == cast.eve


def test_two_do_not_have_two_talks_ahead(cast):
    a_skip_talk(cast)
    with pytest.raises(Refused):
        a_skip_talk(cast)
    assert SkipTalk.objects.count() == 1


def test_who_was_never_met_comes_first_and_nobody_is_a_favourite(cast):
    cara = a_third(cast)
    a_held_talk(cast, cast.eve, days_ago=20)
    a_held_talk(cast, cast.ben, days_ago=300)
    suggested = [one.person.name for one in queries.suggestions_for(cast.acts(cast.dora))]
    assert suggested == ["Cara Third", "Ben Builder", "Eve Employee"]
    with pytest.raises(Refused, match="They come first"):
        a_skip_talk(cast, cast.eve)
    a_held_talk(cast, cara)
    a_held_talk(cast, cast.ben)
    assert a_skip_talk(cast, cast.eve).state == "planned"  # everybody had a turn


def test_calling_off_takes_no_turn(cast):
    talk = a_skip_talk(cast)
    services.call_off_talk(actor=cast.acts(cast.eve), talk=talk)
    turns = queries.turns_of(cast.acts(cast.dora))
    assert all(turn.last_on is None for turn in turns)
    assert a_skip_talk(cast).state == "planned"


def test_topics_are_read_by_the_two_alone(cast, web):
    talk = a_skip_talk(cast)
    services.add_topic(actor=cast.acts(cast.eve), talk=talk, text=WORDS)
    for person in (cast.eve, cast.dora):
        assert WORDS in web(person).get(at("talk_detail", talk.pk)).content.decode()
    told = web(cast.max).get(at("talk_detail", talk.pk))
    assert told.status_code == 200 and WORDS not in told.content.decode()
    assert "behind your back" in told.content.decode()
    for person in (cast.ben, cast.hana, cast.ada, cast.omar):
        assert web(person).get(at("talk_detail", talk.pk)).status_code == 404
        assert not queries.topics_visible_to(cast.acts(person)).exists()
    assert not queries.topics_visible_to(cast.acts(cast.max)).exists()


def test_the_manager_between_changes_nothing(cast):
    talk = a_skip_talk(cast)
    topic = services.add_topic(actor=cast.acts(cast.eve), talk=talk, text=WORDS)
    max_ = cast.acts(cast.max)
    for act in (
        lambda: services.add_topic(actor=max_, talk=talk, text="x"),
        lambda: services.call_off_talk(actor=max_, talk=talk),
        lambda: services.close_talk(actor=max_, talk=talk),
        lambda: services.remove_topic(actor=cast.acts(cast.dora), topic=topic),
    ):
        with pytest.raises(Refused):
            act()
    talk.refresh_from_db()
    assert talk.state == "planned" and Topic.objects.count() == 1


def test_nobody_says_it_was_held_before_it_began(cast):
    talk = a_skip_talk(cast)
    with pytest.raises(Refused):
        services.close_talk(actor=cast.acts(cast.dora), talk=talk)
    talk.refresh_from_db()
    assert talk.state == "planned" and talk.retelling is None


def test_the_leader_alone_says_that_they_met(cast):
    talk = a_skip_talk(cast)
    SkipTalk.objects.filter(pk=talk.pk).update(starts_at=timezone.now() - timedelta(minutes=40))
    for person in (cast.eve, cast.max, cast.hana):
        with pytest.raises(Refused):
            services.close_talk(actor=cast.acts(person), talk=talk)
    talk.refresh_from_db()
    assert talk.state == "planned"
    services.close_talk(actor=cast.acts(cast.dora), talk=talk)
    talk.refresh_from_db()
    assert talk.state == "held"


def test_talks_of_somebody_who_leaves_are_called_off(cast):
    with_eve, with_ben = a_skip_talk(cast), a_skip_talk(cast, cast.ben)
    services.end_talks_of_leavers(actor=cast.acts(cast.ada), person_ids=[cast.eve.pk])
    with_eve.refresh_from_db()
    with_ben.refresh_from_db()
    assert (with_eve.state, with_ben.state) == ("called_off", "planned")


def test_inviting_by_the_page(cast, web):
    dora = web(cast.dora)
    assert "You have not met yet" in dora.get(at("talk_list")).content.decode()
    assert "Half an hour with Eve Employee" in dora.get(at("talk_form", cast.eve.pk)).content.decode()
    data = {"purpose": "change", "day": today().isoformat(), "time": "10:00"}
    refused = dora.post(at("talk_create", cast.eve.pk), data)
    assert refused.status_code == 422 and "Choose a later day" in refused.content.decode()
    data["day"] = rotation.first_day(None, today()).isoformat()
    assert dora.post(at("talk_create", cast.eve.pk), data).status_code == 302
    assert "How a change arrives" in web(cast.max).get(at("talk_list")).content.decode()


def test_the_list_costs_the_same_for_one_and_for_many(cast, web):
    def cost():
        with CaptureQueriesContext(connection) as asked:
            assert web(cast.dora).get(at("talk_list")).status_code == 200
        return len(asked)

    a_held_talk(cast)
    cost()
    few = cost()
    for number in range(25):
        a_held_talk(cast, a_person(f"P{number} Many", seat=a_seat(f"S{number}", cast.works, cast.lead_seat)))
    assert cost() == few


def _seat_of(person):
    return Holding.objects.get(person=person).seat
