"""Notes in chromium: two people type at once, one loses the connection, the login or the page. Nothing is lost."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from types import SimpleNamespace

import pytest
from django.conf import settings
from django.urls import reverse
from playwright.sync_api import BrowserContext, Locator, Page, expect

from alongside.one_on_ones import services
from alongside.one_on_ones.models import Meeting, NoteBlock
from alongside.one_on_ones.tests.notes_makers import a_meeting
from alongside.people.models import Person
from alongside.people.tests.makers import small_company

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
PHONE = {"width": 390, "height": 844}
expect.set_options(timeout=25_000)  # in quiet times a page asks every twenty seconds


@pytest.fixture
def people() -> SimpleNamespace:
    return small_company()


@pytest.fixture
def meeting(people: SimpleNamespace) -> Meeting:
    return a_meeting(services.start_series(actor=people.acts(people.max), employee=people.eve))


@pytest.fixture
def sit_down(chromium, live_server, web, meeting, quiet) -> Iterator[Callable[[Person], Page]]:
    """`sit_down(person)` opens the notes on that person's phone."""
    contexts: list[BrowserContext] = []

    def open_page(person: Person) -> Page:
        context = chromium.new_context(base_url=live_server.url, viewport=PHONE)
        contexts.append(context)
        sign_in(context, live_server.url, web(person))
        page = context.new_page()
        page.set_default_timeout(20_000)
        page.goto(address(meeting))
        return page

    yield open_page
    for context in contexts:
        context.set_offline(True)
        context.close()
    assert quiet()


def sign_in(context: BrowserContext, url: str, browser) -> None:
    value = browser.cookies[settings.SESSION_COOKIE_NAME].value
    context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": value, "url": url}])


def address(meeting: Meeting) -> str:
    return f"{reverse('one_on_ones:note_list', args=[meeting.series_id])}?meeting={meeting.pk}"


def box(page: Page, place: int = 0) -> Locator:
    return page.locator("[data-notes-list] textarea").nth(place)


def said(page: Page, status: str) -> Locator:
    return page.locator(f"[data-said={status}]")


def texts() -> list[str]:
    return [block.text for block in NoteBlock.objects.select_related("series__data_key")]


@pytest.fixture
def eve(people, sit_down) -> Page:
    return sit_down(people.eve)


@pytest.fixture
def max_(people, sit_down) -> Page:
    return sit_down(people.max)


def test_both_type_in_one_note_and_one_is_offline_for_a_while(eve: Page, max_: Page) -> None:
    box(eve).fill("begun by Eve")
    expect(said(eve, "saved")).to_be_visible()
    expect(box(max_)).to_have_value("begun by Eve")
    eve.context.set_offline(True)
    box(eve).press("End")
    box(eve).press_sequentially(" and gone on in the tunnel")
    expect(said(eve, "kept")).to_be_visible()
    box(max_).press("Home")
    box(max_).press_sequentially("Max says: ")
    expect(said(max_, "saved")).to_be_visible()
    assert texts() == ["Max says: begun by Eve"]
    eve.context.set_offline(False)
    whole = "Max says: begun by Eve and gone on in the tunnel"
    expect(box(max_)).to_have_value(whole)
    expect(box(eve)).to_have_value(whole)
    expect(said(eve, "saved")).to_be_visible()
    assert texts() == [whole]


def test_both_type_at_the_same_time(eve: Page, max_: Page) -> None:
    box(eve).fill("middle")
    expect(box(max_)).to_have_value("middle")
    box(eve).press("Home")
    box(max_).press("End")
    for letter in "one two ":
        box(eve).press(letter)
        box(max_).press(letter)
    expect(box(eve)).to_have_value("one two middleone two ")
    expect(box(max_)).to_have_value("one two middleone two ")


def test_a_reload_without_connection_keeps_the_words(eve: Page, meeting: Meeting) -> None:
    eve.context.set_offline(True)
    box(eve).fill("typed in the tunnel")
    expect(said(eve, "kept")).to_be_visible()
    with eve.expect_event("framenavigated", lambda frame: frame.url.startswith("chrome-error:")):
        eve.evaluate("location.reload()")
    eve.context.set_offline(False)
    eve.goto(address(meeting))
    expect(box(eve)).to_have_value("typed in the tunnel")
    expect(said(eve, "saved")).to_be_visible()
    assert texts() == ["typed in the tunnel"]
    assert kept(eve) == []


def kept(page: Page) -> list[str]:
    return page.evaluate("Object.keys({...localStorage}).filter(key => key.includes(':note:'))")


def test_a_lapsed_login_keeps_the_words_and_sends_them_after_signing_in(
    eve: Page, people, web, live_server
) -> None:
    box(eve).fill("before")
    expect(said(eve, "saved")).to_be_visible()
    eve.context.clear_cookies(name=settings.SESSION_COOKIE_NAME)
    box(eve).press_sequentially(" and after")
    expect(said(eve, "signin")).to_be_visible()
    link = eve.locator("[data-notes-signin]").get_attribute("href")
    assert link is not None and "next=%2F1-1s%2F" in link
    assert texts() == ["before"]
    sign_in(eve.context, live_server.url, web(people.eve))
    eve.reload()
    expect(box(eve)).to_have_value("before and after")
    expect(said(eve, "saved")).to_be_visible()
    assert texts() == ["before and after"]


def test_words_are_never_saved_as_those_of_who_signed_in_meanwhile(
    eve: Page, people, web, live_server
) -> None:
    sign_in(eve.context, live_server.url, web(people.max))
    box(eve).fill("what Eve thinks")
    expect(said(eve, "signin")).to_be_visible()
    assert texts() == []


def test_signing_out_asks_about_words_that_are_not_sent(eve: Page) -> None:
    eve.context.set_offline(True)
    box(eve).fill("not sent yet")
    expect(said(eve, "kept")).to_be_visible()
    asked: list[str] = []
    eve.on("dialog", lambda dialog: (asked.append(dialog.message), dialog.dismiss()))
    eve.evaluate("document.querySelector('[data-sign-out]').requestSubmit()")
    assert len(asked) == 1
    assert len(kept(eve)) == 1
    eve.context.set_offline(False)
    expect(said(eve, "saved")).to_be_visible()
    assert kept(eve) == []
    eve.evaluate("document.querySelector('[data-sign-out]').requestSubmit()")
    eve.wait_for_url("**/sign-in/**")
    assert len(asked) == 1


def test_signing_out_removes_the_words_from_the_device(eve: Page) -> None:
    eve.context.clear_cookies(name=settings.SESSION_COOKIE_NAME)
    box(eve).fill("not for the next person")
    expect(said(eve, "signin")).to_be_visible()
    assert len(kept(eve)) == 1
    eve.once("dialog", lambda dialog: dialog.accept())
    eve.evaluate("document.querySelector('[data-sign-out]').requestSubmit()")
    eve.wait_for_url("**/sign-in/**")
    assert kept(eve) == []


def test_without_scripts_both_kinds_of_notes_are_saved_by_a_button(
    chromium, live_server, web, people, meeting, quiet
) -> None:
    context = chromium.new_context(base_url=live_server.url, viewport=PHONE, java_script_enabled=False)
    sign_in(context, live_server.url, web(people.eve))
    page = context.new_page()
    page.goto(address(meeting))
    page.locator(".note textarea").first.fill("for both")
    page.locator(".note button:has-text('Save')").first.click()
    page.wait_for_url("**#notes")
    page.click("summary:has-text('A note only for you')")
    page.locator("details .note textarea").fill("for me")
    page.locator("details .note button:has-text('Save')").click()
    expect(page.locator("[data-notes-list] li")).to_have_count(2)
    page.locator("[data-notes-list] [name=move]").nth(1).click()
    expect(page.locator("[data-notes-list] textarea").first).to_have_value("for me")
    context.close()
    assert quiet()
    assert sorted(texts()) == ["for both", "for me"]


def test_words_of_the_other_do_not_move_the_caret(eve: Page, max_: Page) -> None:
    box(eve).fill("one two three")
    expect(box(max_)).to_have_value("one two three")
    box(eve).evaluate("area => { area.focus(); area.setSelectionRange(4, 7); }")
    box(max_).press("Home")
    box(max_).press_sequentially("zero ")
    expect(box(eve)).to_have_value("zero one two three")
    selected = "area => area.value.slice(area.selectionStart, area.selectionEnd)"
    assert box(eve).evaluate(selected) == "two"


def test_a_private_note_is_for_one_and_the_other_sees_nothing_of_it(eve: Page, max_: Page) -> None:
    eve.click("[data-note-add=private]")
    expect(eve.locator(".note.private .seen")).to_contain_text("Only you")
    eve.locator(".note.private textarea").fill("ask for a raise")
    expect(said(eve, "saved")).to_be_visible()
    box(eve).fill("shared words")
    expect(box(max_)).to_have_value("shared words")
    assert "raise" not in max_.content()
    expect(max_.locator("li[data-note]")).to_have_count(1)


def test_a_note_is_removed_with_its_last_words_and_brought_back(eve: Page, max_: Page) -> None:
    box(eve).fill("keep me")
    expect(box(max_)).to_have_value("keep me")
    box(eve).press_sequentially(" whole")
    eve.click("[data-note-removal] button")
    expect(eve.locator(".removed")).to_be_visible()
    expect(max_.locator("li[data-note]")).to_have_count(0)
    eve.click(".removed button")
    expect(box(eve)).to_have_value("keep me whole")
    expect(box(max_)).to_have_value("keep me whole")


def test_notes_are_put_in_order_by_keyboard_for_both(eve: Page, max_: Page) -> None:
    box(eve).fill("first")
    expect(said(eve, "saved")).to_be_visible()
    eve.click("[data-note-add=shared]")
    box(eve, 1).fill("second")
    expect(box(max_, 1)).to_have_value("second")
    eve.locator("[data-sortable-grip]").nth(1).press("ArrowUp")
    expect(box(max_)).to_have_value("second")
    expect(box(eve)).to_have_value("second")
    eve.locator("[data-sortable-grip]").nth(0).press("ArrowDown")
    expect(box(max_)).to_have_value("first")
    eve.locator("[data-sortable-grip]").nth(1).press("ArrowUp")
    expect(box(max_)).to_have_value("second")


def test_what_is_refused_stays_and_says_why(eve: Page) -> None:
    box(eve).fill("x" * 20_001)
    expect(said(eve, "refused")).to_be_visible()
    expect(eve.locator("[data-note-problem]")).to_contain_text("20,000")
    assert len(kept(eve)) == 1
    box(eve).fill("x" * 19_999)
    expect(said(eve, "saved")).to_be_visible()
    expect(eve.locator("[data-note-problem]")).to_be_hidden()


def test_the_page_fits_is_accessible_and_breaks_no_policy(eve: Page, axe: str) -> None:
    problems: list[str] = []
    eve.on("console", lambda message: problems.append(message.text) if message.type == "error" else None)
    eve.on("pageerror", lambda error: problems.append(str(error)))
    box(eve).fill("words")
    eve.click("[data-note-add=private]")
    box(eve, 1).fill("mine")
    expect(said(eve, "saved")).to_be_visible()
    eve.evaluate(axe)
    found = eve.evaluate("axe.run({resultTypes: ['violations']}).then(result => result.violations)")
    assert [(rule["id"], [node["html"] for node in rule["nodes"]]) for rule in found] == []
    assert eve.evaluate("document.documentElement.scrollWidth") == PHONE["width"]
    assert problems == []


@pytest.fixture
def axe() -> str:
    return (settings.ROOT / "tests" / "vendor" / "axe.min.js").read_text()
