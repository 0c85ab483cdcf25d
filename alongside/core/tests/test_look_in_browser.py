"""The look and its behaviours in chromium."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from http.server import ThreadingHTTPServer
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright

from alongside.core.tests.small_site import Handler, Site

pytestmark = pytest.mark.browser

AXE = Path(__file__).resolve().parents[3] / "tests" / "vendor" / "axe.min.js"


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path="/usr/bin/chromium", args=["--no-sandbox", "--disable-gpu"]
        )
        yield browser
        browser.close()


@pytest.fixture
def site() -> Iterator[Site]:
    handler = type("SiteHandler", (Handler,), {"site": Site()})
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    handler.site.url = f"http://127.0.0.1:{server.server_port}"
    yield handler.site
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture
def context(chromium: Browser, site: Site) -> Iterator[BrowserContext]:
    context = chromium.new_context(base_url=site.url, viewport={"width": 1280, "height": 900})
    yield context
    context.close()


@pytest.fixture
def forms(context: BrowserContext) -> Page:
    page = context.new_page()
    page.goto("/forms")
    return page


def drafts(page: Page) -> list[str]:
    names = page.evaluate("Object.keys({...localStorage}).filter(key => key.startsWith('alongside:draft:'))")
    return sorted(name.removeprefix("alongside:draft:") for name in names)


def press_save(page: Page, site: Site) -> None:
    """Send the plain form and wait for the page that answers it, if one does."""
    if site.answer == "no answer":
        with page.expect_event("framenavigated", lambda frame: frame.url.startswith("chrome-error:")):
            page.click("#save")
    else:
        with page.expect_navigation():
            page.click("#save")


@pytest.mark.parametrize("width", [390, 1280])
@pytest.mark.parametrize(
    "path", ["/style-light", "/style-dark", "/404-light", "/403_csrf-dark", "/500", "/503"]
)
def test_every_component_is_accessible_and_fits(chromium: Browser, site: Site, path: str, width: int) -> None:
    context = chromium.new_context(base_url=site.url, viewport={"width": width, "height": 900})
    page = context.new_page()
    blocked: list[str] = []
    page.on("console", lambda said: blocked.append(said.text) if "Content Security" in said.text else None)
    page.on("pageerror", lambda error: blocked.append(str(error)))
    page.goto(path)
    page.evaluate(AXE.read_text())
    found = page.evaluate("axe.run({resultTypes: ['violations']}).then(result => result.violations)")
    assert [(rule["id"], [node["html"] for node in rule["nodes"]]) for rule in found] == []
    assert page.evaluate("document.documentElement.scrollWidth") == width
    assert blocked == []
    context.close()


def test_typed_words_come_back_after_a_reload(forms: Page) -> None:
    forms.fill("#plain textarea", "half a thought")
    forms.goto("/forms")
    expect(forms.locator("#plain textarea")).to_have_value("half a thought")
    expect(forms.locator("#plain [data-draft-restored]")).to_be_visible()
    forms.click("#plain [data-draft-discard]")
    expect(forms.locator("#plain textarea")).to_have_value("")
    assert drafts(forms) == []


def test_a_draft_does_not_write_over_a_newer_text(forms: Page, site: Site) -> None:
    forms.fill("#plain textarea", "mine")
    site.version = "2"
    forms.goto("/forms")
    expect(forms.locator("#plain textarea")).to_have_value("")
    expect(forms.locator("[data-draft-words]")).to_have_text("mine")
    forms.click("[data-draft-use]")
    expect(forms.locator("#plain textarea")).to_have_value("mine")


@pytest.mark.parametrize("answer", ["sign in", "refuse", "conflict", "outage", "proxy", "no answer"])
def test_a_draft_outlives_a_save_that_did_not_happen(forms: Page, site: Site, answer: str) -> None:
    forms.fill("#plain textarea", "not lost")
    site.answer = answer
    press_save(forms, site)
    forms.goto("/forms")
    expect(forms.locator("#plain textarea")).to_have_value("not lost")


@pytest.mark.parametrize("answer", ["refuse", "conflict", "outage", "proxy", "no answer"])
def test_a_draft_outlives_a_fragment_that_was_refused(forms: Page, site: Site, answer: str) -> None:
    forms.fill("#part textarea", "not lost")
    site.answer = answer
    with forms.expect_event("requestfinished" if answer != "no answer" else "requestfailed"):
        forms.click("#add")
    forms.goto("/forms")
    expect(forms.locator("#part textarea")).to_have_value("not lost")


def test_a_draft_ends_when_its_words_are_saved(forms: Page, site: Site) -> None:
    forms.fill("#plain textarea", "saved")
    forms.click("#save")
    forms.wait_for_url("**/saved")
    assert drafts(forms) == []
    forms.goto("/forms")
    forms.fill("#part textarea", "saved too")
    forms.click("#add")
    expect(forms.locator("#part textarea")).to_have_value("")
    expect(forms.locator("#part [data-draft-note]")).to_have_count(0)
    assert drafts(forms) == []
    assert [sent for path, sent in site.posts] == [
        {"version": ["1"], "words": ["saved"]},
        {"topic": ["saved too"]},
    ]


def test_sensitive_words_are_never_stored_and_leaving_asks_first(forms: Page) -> None:
    forms.fill("[data-sensitive] textarea", "very private")
    assert "very private" not in json.dumps(forms.evaluate("[{...localStorage}, {...sessionStorage}]"))
    asked: list[str] = []
    forms.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.accept()))
    forms.goto("/saved")
    assert asked == ["beforeunload"]


def test_drafts_go_at_sign_out_and_when_somebody_else_signs_in(forms: Page, site: Site) -> None:
    forms.fill("#plain textarea", "mine")
    site.person = 9
    forms.goto("/forms")
    assert drafts(forms) == []
    forms.fill("#plain textarea", "theirs")
    assert drafts(forms) == ["9:plain"]
    forms.click("#out")
    forms.wait_for_url("**/saved")
    assert drafts(forms) == []


def test_a_refusal_is_told_in_the_notice_area_and_leaves_the_page_alone(forms: Page, site: Site) -> None:
    site.answer = "refuse"
    forms.click("#add")
    expect(forms.locator("#notices .problem")).to_contain_text("This is not open to you")
    expect(forms.locator("#part form")).to_have_count(1)
    forms.click("#notices [data-close]")
    expect(forms.locator("#notices .problem")).to_have_count(0)


@pytest.mark.parametrize("answer", ["proxy", "no answer"])
def test_an_answer_that_cannot_be_read_is_told_in_words(forms: Page, site: Site, answer: str) -> None:
    site.answer = answer
    forms.click("#add")
    expect(forms.locator("#notices")).to_contain_text("That did not go through.")
    expect(forms.locator("#add")).not_to_have_attribute("aria-busy", "true")


def test_the_page_of_an_outage_sends_what_was_typed_once_more(forms: Page, site: Site) -> None:
    forms.evaluate(
        "document.querySelector('#plain').insertAdjacentHTML("
        "'beforeend', '<input type=hidden name=once value=k1>')"
    )
    forms.fill("#plain textarea", "not <lost>")
    site.answer = "outage"
    press_save(forms, site)
    expect(forms.locator("h1")).to_have_text("That did not go through")
    with forms.expect_navigation():
        forms.click("button")
    assert drafts(forms) == ["7:plain"]
    site.answer = "save"
    forms.click("button")
    forms.wait_for_url("**/saved")
    assert [sent for _, sent in site.posts] == 3 * [
        {"version": ["1"], "words": ["not <lost>"], "once": ["k1"]}
    ]
    assert drafts(forms) == []


def test_an_outage_is_told_beside_the_form_which_stays_as_it_is(forms: Page, site: Site) -> None:
    site.answer = "outage"
    forms.fill("#part textarea", "still here")
    forms.click("#add")
    expect(forms.locator("#notices .problem")).to_contain_text("What you typed is still here")
    expect(forms.locator("#part textarea")).to_have_value("still here")
    forms.click("#notices [data-close]")
    expect(forms.locator("#notices .problem")).to_have_count(0)
    site.answer = "save"
    forms.click("#add")
    expect(forms.locator("#part textarea")).to_have_value("")


def test_two_presses_send_one_form(forms: Page, site: Site) -> None:
    forms.evaluate(
        "const form = document.getElementById('plain'); form.requestSubmit(); form.requestSubmit()"
    )
    forms.wait_for_url("**/saved")
    assert len(site.posts) == 1


def test_lines_are_put_in_order_by_keyboard_and_by_drag(forms: Page, site: Site) -> None:
    grips = forms.locator("[data-sortable-grip]")
    forms.wait_for_load_state("networkidle")
    grips.first.focus()
    with forms.expect_event("requestfinished", lambda request: request.url.endswith("/order")):
        forms.keyboard.press("ArrowDown")
        expect(forms.locator("#spoken")).to_have_text("Place 2 of 3")
    with forms.expect_event("requestfinished", lambda request: request.url.endswith("/order")):
        grips.nth(2).hover()
        forms.mouse.down()
        forms.mouse.move(600, forms.locator("[data-sortable-item]").first.bounding_box()["y"] + 2, steps=6)
        forms.mouse.up()
    assert [sent["order"] for _, sent in site.posts] == [["two", "one", "three"], ["three", "two", "one"]]


def test_keys_reach_search_and_places_and_can_be_switched_off(forms: Page) -> None:
    forms.keyboard.press("/")
    expect(forms.locator("input[name=q]")).to_be_focused()
    forms.locator("input[name=q]").blur()
    forms.keyboard.press("?")
    expect(forms.locator("#shortcuts")).to_contain_text("My team")
    forms.uncheck("[data-shortcut-switch]")
    forms.keyboard.press("Escape")
    forms.keyboard.press("/")
    expect(forms.locator("input[name=q]")).not_to_be_focused()
    forms.evaluate("localStorage.clear()")
    forms.keyboard.press("g")
    forms.keyboard.press("m")
    assert forms.url.endswith("#users")


def test_being_offline_is_said_and_ends(forms: Page, context: BrowserContext) -> None:
    context.set_offline(True)
    expect(forms.locator("[data-offline]")).to_be_visible()
    context.set_offline(False)
    expect(forms.locator("[data-offline]")).to_be_hidden()
