"""What was heard goes to the manager as themes, and the team gets one answer; who said it is nowhere."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core import mail
from django.urls import reverse

from alongside.commitments.models import Commitment
from alongside.core.errors import Invalid, Refused
from alongside.people.calendar import today
from alongside.skip_levels import queries, rotation, services
from alongside.skip_levels.models import Reading, Retelling, Theme
from alongside.skip_levels.tests.makers import a_held_talk, three_heard

THEME = "Materials come late on Mondays"
DONE = "Deliveries now come on Fridays"


def page_of(web, person, retelling):
    return web(person).get(reverse("skip_levels:retelling_detail", args=[retelling.pk]))


@pytest.fixture
def heard(cast):
    """Three people of Max's team were heard, and two of them said one thing."""
    retelling = three_heard(cast)
    services.add_theme(
        actor=cast.acts(cast.dora), retelling=retelling, text=THEME, heard_from=[cast.eve.pk, cast.ben.pk]
    )
    return retelling


@pytest.fixture
def handed_on(cast, heard):
    services.hand_on_themes(actor=cast.acts(cast.dora), retelling=heard)
    heard.refresh_from_db()
    return heard


def test_with_two_people_heard_nothing_can_be_handed_on(cast):
    a_held_talk(cast)
    retelling = a_held_talk(cast, cast.ben).retelling
    dora = cast.acts(cast.dora)
    services.add_theme(actor=dora, retelling=retelling, text=THEME, heard_from=[cast.eve.pk, cast.ben.pk])
    with pytest.raises(Refused, match="three people"):
        services.hand_on_themes(actor=dora, retelling=retelling)
    retelling.refresh_from_db()
    assert (retelling.state, retelling.due_on) == ("open", None)
    assert not Commitment.objects.exists()


def test_the_third_person_starts_the_five_working_days(cast):
    retelling = three_heard(cast)
    retelling.refresh_from_db()
    assert retelling.due_on == rotation.working_days_after(None, today(), 5)
    promise = Commitment.objects.get()
    assert (promise.owner, promise.owed_to, promise.due_on, promise.state) == (
        cast.dora, cast.max, retelling.due_on, "open",
    )  # fmt: skip


def test_a_theme_needs_two_people_of_these_talks(cast, heard):
    dora = cast.acts(cast.dora)
    for people in ([], [cast.eve.pk], [cast.eve.pk, cast.eve.pk], [cast.eve.pk, cast.omar.pk]):
        with pytest.raises(Invalid):
            services.add_theme(actor=dora, retelling=heard, text="Another", heard_from=people)
    assert Theme.objects.count() == 1


def test_nowhere_is_stored_who_said_it():
    assert {field.name for field in Theme._meta.get_fields()} == {
        "id", "retelling", "seal_id", "text", "made_at",
    }  # fmt: skip


@pytest.mark.django_db(transaction=True)
def test_the_manager_gets_the_themes_when_they_are_handed_on_and_not_before(cast, heard, web, run_tasks):
    assert page_of(web, cast.max, heard).status_code == 404
    services.hand_on_themes(actor=cast.acts(cast.dora), retelling=heard)
    page = page_of(web, cast.max, heard).content.decode()
    assert THEME in page and "Eve" not in page and "Ben" not in page
    for person in (cast.eve, cast.ben, cast.hana, cast.ada, cast.omar):
        assert page_of(web, person, heard).status_code == 404
    mail.outbox.clear()
    run_tasks()
    letter = next(one for one in mail.outbox if one.subject == "Themes from skip-level talks for you")
    assert letter.to == [cast.max.email] and THEME not in letter.body


def test_handing_on_keeps_one_promise_and_makes_the_next(cast, handed_on):
    first, second = Commitment.objects.order_by("pk")
    assert (first.state, second.state) == ("kept", "open")
    assert second.due_on == today() + timedelta(days=30)


ACTS = {
    "write": lambda actor, one: services.add_theme(
        actor=actor, retelling=one, text="x", heard_from=[talk.person_id for talk in one.talks.all()]
    ),
    "remove": lambda actor, one: services.remove_theme(
        actor=actor, retelling=one, theme_id=one.themes.get().pk
    ),
    "hand on": lambda actor, one: services.hand_on_themes(actor=actor, retelling=one),
    "close": lambda actor, one: services.close_without_themes(actor=actor, retelling=one),
    "answer": lambda actor, one: services.answer_team(actor=actor, retelling=one, done="x"),
}


@pytest.mark.parametrize("act", ACTS.values(), ids=ACTS)
def test_nobody_but_the_leader_acts(cast, heard, act):
    for person in (cast.max, cast.eve, cast.hana):
        with pytest.raises(Refused):
            act(cast.acts(person), heard)
    heard.refresh_from_db()
    assert heard.state == "open" and Theme.objects.count() == 1


def test_nothing_to_hand_on_deletes_what_was_written_and_drops_the_promise(cast, heard, web):
    services.close_without_themes(actor=cast.acts(cast.dora), retelling=heard)
    heard.refresh_from_db()
    assert heard.state == "closed" and not Theme.objects.exists()
    assert Commitment.objects.get().state == "dropped"
    assert page_of(web, cast.max, heard).status_code == 404


def test_without_a_theme_nothing_is_handed_on(cast):
    retelling = three_heard(cast)
    with pytest.raises(Invalid):
        services.hand_on_themes(actor=cast.acts(cast.dora), retelling=retelling)
    retelling.refresh_from_db()
    assert retelling.state == "open"


def test_the_team_gets_one_answer_after_the_manager(cast, heard, web):
    dora = cast.acts(cast.dora)
    with pytest.raises(Refused, match="manager gets it first"):
        services.answer_team(actor=dora, retelling=heard, done=DONE)
    assert not Reading.objects.exists()
    services.hand_on_themes(actor=dora, retelling=heard)
    services.answer_team(actor=dora, retelling=heard, done=DONE)
    with pytest.raises(Refused):
        services.answer_team(actor=dora, retelling=heard, done="again")
    assert {reading.person.name for reading in Reading.objects.all()} == {
        "Eve Employee", "Ben Builder", "Cara Third",
    }  # fmt: skip
    assert all(one.state == "kept" for one in Commitment.objects.all())
    reading = Reading.objects.get(person=cast.eve)
    address = reverse("skip_levels:reading_detail", args=[reading.pk])
    page = web(cast.eve).get(address).content.decode()
    assert THEME in page and DONE in page
    for person in (cast.ben, cast.omar, cast.hana):
        assert web(person).get(address).status_code == 404


def test_later_talks_begin_a_new_retelling(cast, handed_on):
    later = a_held_talk(cast, cast.eve)
    assert later.retelling != handed_on
    assert Retelling.objects.count() == 2
    assert [person.name for person in queries.people_heard(later.retelling)] == ["Eve Employee"]


def test_the_leader_does_all_of_it_on_the_page(cast, web):
    retelling, dora = three_heard(cast), web(cast.dora)
    url = reverse("skip_levels:theme_create", args=[retelling.pk])
    one = dora.post(url, {"text": THEME, "heard_from": [cast.eve.pk]})
    assert one.status_code == 422 and "two people or more" in one.content.decode()
    assert dora.post(url, {"text": THEME, "heard_from": [cast.eve.pk, cast.ben.pk]}).status_code == 302
    dora.post(reverse("skip_levels:handing_on_create", args=[retelling.pk]))
    dora.post(reverse("skip_levels:answer_create", args=[retelling.pk]), {"done": DONE})
    assert DONE in page_of(web, cast.dora, retelling).content.decode()
    assert "Dora Director answers" in web(cast.ben).get(reverse("skip_levels:talk_list")).content.decode()
