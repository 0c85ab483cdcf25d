"""Who can see this: beside every box of a 1:1, with the sentence that fits the choice, and drawn once."""

from __future__ import annotations

from types import SimpleNamespace

import pytest
from django.conf import settings
from django.test.signals import template_rendered
from django.urls import reverse
from playwright.sync_api import expect

from alongside.one_on_ones.tests.makers import a_meeting, a_series, a_topic
from alongside.people.tests.makers import small_company

BOTH = "Only Max and you. Nobody in HR, also after a new manager."
MINE = "Only you. Max does not see that it is there."


def form_of(page: str, start: str) -> str:
    """The form that begins here, up to its end."""
    begun = page[page.index(start) :]
    return begun[: begun.index("</form>")]


def shown(web, person, series, ask: str = "") -> str:
    address = reverse("one_on_ones:series_detail", args=[series.pk])
    return web(person).get(address + ask).content.decode()


def test_each_box_says_who_can_see_it_with_faces(cast, web):
    series = a_series(cast)
    page = shown(web, cast.eve, series)
    topic, action = form_of(page, 'id="add-topic"'), form_of(page, 'id="new-action"')
    assert BOTH in topic and MINE in topic
    assert BOTH in action and MINE not in action
    assert topic.count('class="face ') == 3  # both of them, and the one
    assert action.count('class="face ') == 2


@pytest.mark.parametrize(("private", "words"), [(False, BOTH), (True, MINE)])
def test_changing_the_words_of_a_topic_says_who_can_see_it(cast, web, private, words):
    series = a_series(cast)
    item = a_topic(cast, series, "first", private=private)
    page = shown(web, cast.eve, series, f"?edit={item.pk}")
    assert words in form_of(page, 'class="item editing"')


def test_the_page_draws_each_sentence_once_however_many_boxes_it_has(cast, web):
    series = a_series(cast)
    a_meeting(series, hours=1)
    drawn: list[str] = []

    def count(sender, template, **_more: object) -> None:
        drawn.append(template.name or "")

    template_rendered.connect(count)
    try:
        page = shown(web, cast.eve, series)
    finally:
        template_rendered.disconnect(count)
    assert page.count(BOTH) == 4 and page.count(MINE) >= 3
    assert drawn.count("core/_seen.html") == 2


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("scripts", [True, False])
def test_the_sentence_changes_with_the_choice(people, web, chromium, live_server, scripts) -> None:
    series = a_series(people)
    context = chromium.new_context(base_url=live_server.url, java_script_enabled=scripts)
    value = web(people.eve).cookies[settings.SESSION_COOKIE_NAME].value
    context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": value, "url": live_server.url}])
    page = context.new_page()
    page.goto(f"/1-1s/{series.pk}/")
    form = page.locator("#add-topic")
    expect(form.get_by_text(BOTH)).to_be_visible()
    expect(form.get_by_text(MINE)).to_be_hidden()
    form.get_by_text("Only you", exact=True).click()
    expect(form.get_by_text(MINE)).to_be_visible()
    expect(form.get_by_text(BOTH)).to_be_hidden()
    context.close()


@pytest.fixture
def people(transactional_db) -> SimpleNamespace:
    return small_company()
