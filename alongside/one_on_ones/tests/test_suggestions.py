"""Drafted lines and templates on the page: take it, leave it out, agree on an action."""

from __future__ import annotations

from datetime import timedelta

import pytest
import time_machine
from django.urls import reverse
from django.utils import timezone

from alongside.commitments.models import Commitment
from alongside.core.errors import Invalid, Refused
from alongside.one_on_ones import agenda, agenda_templates, services
from alongside.one_on_ones.models import AgendaItem, LeftOut
from alongside.one_on_ones.questions import Theme
from alongside.one_on_ones.tests.makers import a_series, a_talk, a_topic, an_action
from alongside.people.calendar import today


@pytest.fixture
def series(cast):
    return a_series(cast, weeks=30)


def drafted(cast, person, series):
    return agenda.agenda_for(cast.acts(person), series, None).drafted


def post(web, person, name, series, *more, **data):
    return web(person).post(reverse(f"one_on_ones:{name}", args=[series.pk, *more]), data)


def test_each_line_says_why_it_is_here(cast, series, web):
    an_action(cast, series, "Rota sketch", days=-3)
    page = web(cast.max).get(reverse("one_on_ones:series_detail", args=[series.pk])).content.decode()
    assert "How is it going: Rota sketch" in page
    assert all(line.why in page for line in drafted(cast, cast.max, series))
    assert {line.kind for line in drafted(cast, cast.max, series)} == {"action", "growth", "theme"}


def test_taking_a_line_makes_it_a_topic_that_remembers_its_theme(cast, series, web):
    line = next(one for one in drafted(cast, cast.max, series) if one.kind == "theme")
    post(web, cast.max, "draft_take", series, line.key)
    item = AgendaItem.objects.select_related("series__data_key").get()
    assert (item.text, item.theme, item.question, item.origin) == (
        line.text, line.theme, line.question, line.key,
    )  # fmt: skip
    assert line.key not in {one.key for one in drafted(cast, cast.max, series)}
    assert not [one for one in drafted(cast, cast.eve, series) if one.question]


def test_taking_twice_makes_one_topic(cast, series, web):
    key = drafted(cast, cast.max, series)[0].key
    for _ in range(2):
        post(web, cast.max, "draft_take", series, key)
    assert AgendaItem.objects.count() == 1


def test_leaving_out_is_my_own_choice_and_can_be_undone(cast, series, web):
    key = "growth"
    post(web, cast.max, "draft_leave_out", series, key)
    assert key not in {line.key for line in drafted(cast, cast.max, series)}
    assert key in {line.key for line in drafted(cast, cast.eve, series)}
    post(web, cast.max, "draft_bring_back", series, key)
    assert key in {line.key for line in drafted(cast, cast.max, series)}


def test_what_was_left_out_stays_out_after_the_next_talks_for_six_weeks(cast, series, web):
    lines = [one.key for one in drafted(cast, cast.max, series)]
    assert len(lines) == 2
    for key in lines:
        post(web, cast.max, "draft_leave_out", series, key)
    a_talk(cast, series, days_ago=0)
    assert not set(lines) & {one.key for one in drafted(cast, cast.max, series)}
    with time_machine.travel(timezone.now() + timedelta(weeks=5, days=6), tick=False):
        a_talk(cast, series, days_ago=1)
        assert not set(lines) & {one.key for one in drafted(cast, cast.max, series)}
    with time_machine.travel(timezone.now() + timedelta(weeks=6, days=1), tick=False):
        assert "growth" in {one.key for one in drafted(cast, cast.max, series)}


def test_what_was_taken_is_not_proposed_again_while_its_topic_is_open(cast, series, web):
    post(web, cast.eve, "draft_take", series, "growth")
    a_talk(cast, series, days_ago=0)
    for person in (cast.eve, cast.max):
        assert "growth" not in {one.key for one in drafted(cast, person, series)}
    item = AgendaItem.objects.select_related("series__data_key").get()
    services.tick_item(actor=cast.acts(cast.eve), item=item, talked=True)
    with time_machine.travel(timezone.now() + timedelta(weeks=9), tick=False):
        assert "growth" in {one.key for one in drafted(cast, cast.eve, series)}


def test_a_talk_about_growth_rests_the_line(cast, series):
    item = a_topic(cast, series, "What comes next")
    services.edit_item(actor=cast.acts(cast.eve), item=item, text=item.text, version=1, theme=Theme.GROWTH)
    services.tick_item(actor=cast.acts(cast.max), item=item, talked=True)
    assert "growth" not in {line.kind for line in drafted(cast, cast.max, series)}


def test_a_private_topic_of_the_other_changes_no_suggestion_of_mine(cast, series):
    before = drafted(cast, cast.max, series)
    item = a_topic(cast, series, "leaving?", private=True)
    services.edit_item(actor=cast.acts(cast.eve), item=item, text=item.text, version=1, theme=Theme.GROWTH)
    services.tick_item(actor=cast.acts(cast.eve), item=item, talked=True)
    assert drafted(cast, cast.max, series) == before


def test_a_stranger_leaves_nothing_out(cast, series):
    with pytest.raises(Refused):
        services.leave_out(actor=cast.acts(cast.omar), series=series, draft="growth")
    assert not LeftOut.objects.exists()


def test_there_are_templates_for_occasions_in_both_languages():
    found = agenda_templates.templates()
    assert len(found) >= 6
    assert len({one.slug for one in found}) == len(found)
    for one in found:
        english, german = one.said("en"), one.said("de-at")
        assert english.name != german.name and len(english.lines) >= 4
        assert not set(english.lines) & set(german.lines)
        assert all(line.theme in {"", *Theme} for line in one.lines)


def test_a_template_becomes_topics(cast, series, web):
    page = web(cast.eve).get(reverse("one_on_ones:template_list", args=[series.pk])).content.decode()
    template = agenda_templates.template_named("hard-week")
    assert template.said("en").lines[0] in page
    post(web, cast.eve, "template_take", series, "hard-week")
    items = agenda.queries.agenda_of(cast.acts(cast.max), series)
    assert [item.text for item in items] == template.said("en").lines
    assert post(web, cast.eve, "template_take", series, "no-such").status_code == 404


def test_an_action_has_one_owner_of_the_two_and_a_date_within_four_weeks(cast, series, web):
    due = today() + timedelta(days=5)
    form = {"action-text": "Ask for two dates", "action-owner": cast.eve.pk, "action-due_on": due}
    post(web, cast.max, "action_create", series, **form)
    action = Commitment.objects.select_related("data_key").get()
    assert (action.text, action.owner, action.owed_to, action.due_on) == (
        "Ask for two dates", cast.eve, cast.max, due,
    )  # fmt: skip
    assert action.data_key == series.data_key
    far = {**form, "action-due_on": today() + timedelta(days=40)}
    answer = post(web, cast.max, "action_create", series, **far)
    assert answer.status_code == 422 and "within four weeks" in answer.content.decode()
    stranger = {**form, "action-owner": cast.ben.pk}
    assert post(web, cast.max, "action_create", series, **stranger).status_code == 422
    with pytest.raises(Invalid):
        services.agree_on_action(
            actor=cast.acts(cast.max), series=series, owner_id=cast.ben.pk, text="x", due_on=due
        )
    assert Commitment.objects.count() == 1


def test_an_action_can_begin_with_the_words_of_a_topic(cast, series, web):
    item = a_topic(cast, series, "Two dates from purchasing")
    address = reverse("one_on_ones:series_detail", args=[series.pk])
    page = web(cast.max).get(f"{address}?about={item.pk}").content.decode()
    form = page[page.index('id="new-action"') :]
    assert "Two dates from purchasing" in form[: form.index("</textarea>")]
