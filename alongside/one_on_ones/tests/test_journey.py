"""Two people on their phones prepare, hold and close a 1:1; what one does, the other finds."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import timedelta
from types import SimpleNamespace

import pytest
from django.utils import timezone
from playwright.sync_api import BrowserContext, Page, expect

from alongside.commitments.models import Commitment
from alongside.one_on_ones.models import Closing, Meeting
from alongside.one_on_ones.tests.makers import a_meeting, a_series
from alongside.people.models import Person

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
PHONE = {"width": 390, "height": 844}


@pytest.fixture
def phone(chromium, live_server, web, quiet) -> Iterator[Callable[..., Page]]:
    """`phone(person)` is their phone, signed in."""
    opened: list[BrowserContext] = []

    def of(person: Person, *, scripts: bool = True) -> Page:
        context = chromium.new_context(
            base_url=live_server.url, viewport=PHONE, has_touch=True, java_script_enabled=scripts
        )
        cookie = web(person).cookies["session"].value
        context.add_cookies([{"name": "session", "value": cookie, "url": live_server.url}])
        opened.append(context)
        return context.new_page()

    yield of
    for context in opened:
        context.close()
    assert quiet()


def add(page: Page, words: str) -> None:
    page.get_by_label("Add a topic").fill(words)
    page.get_by_role("button", name="Add a topic").click()
    expect(page.locator("#agenda")).to_contain_text(words.splitlines()[0])


def more(page: Page, words: str, act: str) -> None:
    line = page.locator(".item", has_text=words)
    line.locator("summary").click()
    line.get_by_text(act, exact=False).click()


def topics(page: Page) -> list[str]:
    return page.locator("#agenda .item:not(.drafted) .words").all_inner_texts()


def fits(page: Page) -> bool:
    return page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]


def test_two_people_prepare_hold_and_close_their_talk(cast: SimpleNamespace, phone):
    series = a_series(cast, weeks=20)
    meeting = a_meeting(series, minutes=-5)
    eve, max_ = phone(cast.eve), phone(cast.max)
    eve_prepares(eve)
    max_finds_what_she_shares(eve, max_, series)
    they_talk_and_say_that_they_met(eve, max_)
    meeting.refresh_from_db()
    assert (meeting.state, Closing.objects.count()) == (Meeting.State.HELD, 1)
    assert Commitment.objects.get().owner == cast.max
    a_meeting(series, days=7)
    what_stayed_open_comes_back(max_)


def eve_prepares(eve):
    """A topic, one for herself, a pasted list."""
    eve.goto("/1-1s/")
    eve.get_by_role("link", name="Max Manager").click()
    expect(eve.locator("h1")).to_contain_text("Max and you")
    assert fits(eve)
    add(eve, "Who decides about the second bench?")
    eve.get_by_text("Only you", exact=True).click()
    add(eve, "How nights feel")
    eve.get_by_label("Add a topic").fill("- the rota\n- holidays")
    eve.get_by_role("button", name="Add a topic").click()
    eve.get_by_role("button", name="Add 2 topics").click()
    expect(eve.locator("#agenda")).to_contain_text("holidays")


def max_finds_what_she_shares(eve, max_, series):
    """Her topics stand above his own; the private one only once she shares it."""
    max_.goto(f"/1-1s/{series.pk}/")
    expect(max_.locator("#agenda")).not_to_contain_text("How nights feel")
    add(max_, "Thank you for the audit call")
    assert topics(max_)[0] == "Who decides about the second bench?"
    more(eve, "How nights feel", "Share it with Max")
    expect(eve.locator(".item", has_text="How nights feel")).not_to_contain_text("only you")
    max_.reload()
    expect(max_.locator("#agenda")).to_contain_text("How nights feel")


def they_talk_and_say_that_they_met(eve, max_):
    """A topic is done, one becomes an action."""
    max_.get_by_role("checkbox", name="Talked about: Who decides").click()
    expect(max_.get_by_role("checkbox", name="Talked about: Who decides")).to_be_checked()
    more(max_, "the rota", "Agree on an action")
    expect(max_.get_by_label("What is to be done?")).to_have_value("the rota")
    max_.get_by_label("What is to be done?").fill("Sketch the rota")
    max_.get_by_role("button", name="Agree on it").click()
    expect(max_.locator("#agreed")).to_contain_text("Sketch the rota")
    eve.reload()
    eve.get_by_role("button", name="We met", exact=True).click()
    expect(eve.locator("h1")).to_contain_text("Max and you")
    expect(eve.locator("#toasts")).to_contain_text("You met")
    expect(eve.locator("main")).to_contain_text("Sketch the rota")
    assert fits(eve)


def what_stayed_open_comes_back(max_):
    """It is there next time, and says where it comes from."""
    max_.reload()
    expect(max_.locator(".item", has_text="How nights feel")).to_contain_text("Stayed open in your talk")
    expect(max_.locator("#agenda")).not_to_contain_text("Who decides")
    max_.locator("#agreed").get_by_role("button", name="mark done").click()
    expect(max_.locator("#agreed")).to_contain_text("done")
    expect(max_.locator("#toasts")).to_contain_text("Undo")


def test_a_topic_is_removed_brought_back_and_put_in_order_with_the_keyboard(cast: SimpleNamespace, phone):
    series = a_series(cast)
    page = phone(cast.eve)
    page.goto(f"/1-1s/{series.pk}/")
    for words in ("first", "second", "third"):
        add(page, words)
    more(page, "second", "Remove")
    expect(page.locator("#agenda")).not_to_contain_text("second")
    page.get_by_role("button", name="Undo").click()
    expect(page.locator("#agenda")).to_contain_text("second")
    grip = page.locator(".item", has_text="third").locator("[data-sortable-grip]")
    grip.focus()
    with page.expect_response(lambda answer: "/order/" in answer.url):
        page.keyboard.press("ArrowUp")
    page.reload()
    assert topics(page) == ["first", "third", "second"]


def test_the_keyboard_stays_on_the_moved_grip_press_after_press(cast: SimpleNamespace, phone):
    series = a_series(cast)
    page = phone(cast.eve)
    page.goto(f"/1-1s/{series.pk}/")
    for words in ("first", "second", "third"):
        add(page, words)
    grip = page.locator(".item", has_text="third").locator("[data-sortable-grip]")
    grip.focus()
    for _press in range(2):
        with page.expect_response(lambda answer: "/order/" in answer.url):
            page.keyboard.press("ArrowUp")
        page.wait_for_timeout(200)  # for whatever the answer does to the page
        expect(grip).to_be_focused()
    with page.expect_response(lambda answer: "/order/" in answer.url):
        page.keyboard.press("ArrowDown")  # the same order as one press before: it counts all the same
    page.reload()
    assert topics(page) == ["first", "third", "second"]


def test_the_keyboard_goes_on_to_the_next_line_when_one_is_left_out_or_removed(cast: SimpleNamespace, phone):
    series = a_series(cast, weeks=30)
    page = phone(cast.eve)
    page.goto(f"/1-1s/{series.pk}/")
    for words in ("first", "second"):
        add(page, words)
    leave = page.get_by_role("button", name="leave out")
    assert leave.count() == 2
    leave.first.focus()
    page.keyboard.press("Enter")
    expect(leave).to_have_count(1)
    expect(leave.first).to_be_focused()
    page.keyboard.press("Enter")
    expect(leave).to_have_count(0)
    expect(page.get_by_role("heading", name="Agenda")).to_be_focused()
    page.locator(".item", has_text="first").locator("summary").press("Enter")
    page.get_by_role("button", name="Remove").press("Enter")
    expect(page.locator("#agenda")).not_to_contain_text("first")
    expect(page.locator(".item", has_text="second").locator("summary")).to_be_focused()


def test_what_is_typed_survives_ticking_another_topic(cast: SimpleNamespace, phone):
    series = a_series(cast)
    page = phone(cast.eve)
    page.goto(f"/1-1s/{series.pk}/")
    add(page, "first")
    page.get_by_label("Add a topic").fill("half a thought")
    page.get_by_role("checkbox", name="Talked about: first").click()
    expect(page.get_by_role("checkbox", name="Talked about: first")).to_be_checked()
    expect(page.get_by_label("Add a topic")).to_have_value("half a thought")


def test_without_scripts_everything_works_too(cast: SimpleNamespace, phone):
    series = a_series(cast)
    a_meeting(series, minutes=-5)
    page = phone(cast.eve, scripts=False)
    page.goto(f"/1-1s/{series.pk}/")
    add(page, "first")
    add(page, "second")
    page.get_by_role("button", name="Move “second” up").click()
    assert topics(page) == ["second", "first"]
    page.get_by_role("checkbox", name="Talked about: second").click()
    assert page.get_by_role("checkbox", name="Talked about: second").get_attribute("aria-checked") == "true"
    page.get_by_role("button", name="We met", exact=True).click()
    assert "second" in page.locator("main").inner_text()
    assert Closing.objects.count() == 1
    assert Meeting.objects.get().starts_at < timezone.now() + timedelta(hours=1)
