"""The main promise, from end to end: two people prepare, hold and close a 1:1 in two browsers, one of them without
connection for a minute, and lose nothing. Nobody else is told a word of it, at any door, not even by the database."""

from __future__ import annotations

import base64
import os
import subprocess
from types import SimpleNamespace

import pytest
from django.core import mail
from django.db import connection
from django.urls import reverse
from playwright.sync_api import Page, expect

from alongside.audit.models import AuditEntry
from alongside.audit.queries import entries_concerning
from alongside.commitments.models import Commitment
from alongside.config.storage import database_program
from alongside.home.traces import traces_of
from alongside.one_on_ones.models import AgendaItem, Closing, Meeting, NoteBlock, Series
from alongside.one_on_ones.tests.makers import a_meeting, a_series
from tests.house.walk import make_world, move_to_next_manager
from tests.story.api_lists import everything_on, lists, word_filters
from tests.story.outsiders import OUTSIDERS, answers_about, crawl

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

SHARED = {
    "her topic": "calibrating the quokkas",
    "his topic": "thanks for the narwhals",
    "before the tunnel": "begun by lemurine",
    "in the tunnel": "written with axolotl",
    "meanwhile": "answered by okapiland",
    "agreed": "borrow the bench of pangolins",
}
HER_OWN = "private worry about chinchillas"
HIS_OWN = "private thought on tapirsong"
EVERY_WORD = [*SHARED.values(), HER_OWN, HIS_OWN]
PATIENCE = 25_000  # in quiet times a page of notes asks every twenty seconds


@pytest.fixture
def world() -> SimpleNamespace:
    return make_world()


@pytest.mark.long
def test_two_people_talk_and_nobody_else_can_read_a_word(world, device, web, run_tasks):
    series = a_series(world, weeks=20)
    meeting = a_meeting(series, minutes=-5)
    page = f"/1-1s/{series.pk}/"
    eve, max_ = device(world.eve), device(world.max)
    for person in (eve, max_):
        person.clock.install()
        person.set_default_timeout(PATIENCE)
        person.goto(page)
    they_prepare(eve, max_)
    eve_loses_the_connection_for_a_minute_and_no_word(eve, max_)
    they_agree_and_close(eve, max_)
    meeting.refresh_from_db()
    assert (meeting.state, Closing.objects.count()) == (Meeting.State.HELD, 1)
    both_find_every_word_on_their_page(eve, max_, f"{page}meetings/{meeting.pk}/", page)
    run_tasks()

    move_to_next_manager(world)
    remember_the_records(world, series, meeting)
    the_two_can_be_read_by_this_test(world, web)
    for name in OUTSIDERS:
        nothing_at_any_address(world, web(world.people[name]), name)
        no_word_on_any_page(world, web(world.people[name]), name)
        nothing_to_be_found(world, web(world.people[name]), name)
        no_trace_in_the_audit_log(world, name)
    no_word_in_the_audit_log()
    no_word_in_any_mail(world)
    no_word_in_a_copy_of_the_database()


def they_prepare(eve: Page, max_: Page) -> None:
    add_topic(eve, SHARED["her topic"])
    add_topic(eve, HER_OWN, private=True)
    add_topic(max_, SHARED["his topic"])
    add_topic(max_, HIS_OWN, private=True)
    eve.reload()
    expect(eve.locator("#agenda")).to_contain_text(SHARED["his topic"])
    expect(eve.locator("body")).not_to_contain_text(HIS_OWN)
    max_.reload()
    expect(max_.locator("#agenda")).to_contain_text(SHARED["her topic"])
    expect(max_.locator("body")).not_to_contain_text(HER_OWN)


def add_topic(page: Page, words: str, *, private: bool = False) -> None:
    if private:
        page.get_by_text("Only you", exact=True).click()
    page.get_by_label("Add a topic").fill(words)
    page.get_by_role("button", name="Add a topic").click()
    expect(page.locator("#agenda")).to_contain_text(words)


def eve_loses_the_connection_for_a_minute_and_no_word(eve: Page, max_: Page) -> None:
    note(eve).fill(SHARED["before the tunnel"])
    expect(said(eve, "saved")).to_be_visible()
    max_.clock.fast_forward(30_000)
    expect(note(max_)).to_have_value(SHARED["before the tunnel"], timeout=PATIENCE)
    eve.context.set_offline(True)
    note(eve).press("End")
    note(eve).press_sequentially(f" {SHARED['in the tunnel']}")
    expect(said(eve, "kept")).to_be_visible()
    eve.clock.fast_forward(60_000)
    note(max_).press("Home")
    note(max_).press_sequentially(f"{SHARED['meanwhile']} ")
    expect(said(max_, "saved")).to_be_visible()
    eve.context.set_offline(False)
    whole = f"{SHARED['meanwhile']} {SHARED['before the tunnel']} {SHARED['in the tunnel']}"
    for page in (eve, max_):
        page.clock.fast_forward(30_000)
        expect(note(page)).to_have_value(whole, timeout=PATIENCE)
    expect(said(eve, "saved")).to_be_visible()


def note(page: Page):
    return page.locator("[data-notes-list] textarea").first


def said(page: Page, status: str):
    return page.locator(f"[data-said={status}]")


def they_agree_and_close(eve: Page, max_: Page) -> None:
    line = max_.locator(".item", has_text=SHARED["her topic"])
    line.locator("summary").click()
    line.get_by_text("Agree on an action").click()
    max_.get_by_label("What is to be done?").fill(SHARED["agreed"])
    max_.get_by_role("button", name="Agree on it").click()
    expect(max_.locator("#agreed")).to_contain_text(SHARED["agreed"])
    eve.reload()
    eve.get_by_role("button", name="We met", exact=True).click()
    expect(eve.locator("#toasts")).to_contain_text("You met")


def both_find_every_word_on_their_page(eve: Page, max_: Page, *addresses: str) -> None:
    for page, own, others in ((eve, HER_OWN, HIS_OWN), (max_, HIS_OWN, HER_OWN)):
        found = ""
        for address in addresses:
            page.goto(address)
            found += page.content()
        assert [words for words in [*SHARED.values(), own] if words not in found] == []
        assert others not in found


def remember_the_records(world: SimpleNamespace, series: Series, meeting: Meeting) -> None:
    """Under the names that the tables of addresses ask for."""
    items = AgendaItem.objects.order_by("pk")
    world.series, world.meeting, world.held = series, meeting, meeting
    world.item, world.removed = items[0], items[1]
    world.note = world.gone = NoteBlock.objects.get()
    world.action = world.dropped = Commitment.objects.get()


def the_two_can_be_read_by_this_test(world, web) -> None:
    """What follows looks for words and finds none: so here it has to find them."""
    for person, own in ((world.eve, HER_OWN), (world.max, HIS_OWN)):
        found = "".join(crawl(web(person)).values())
        assert [words for words in [*SHARED.values(), own] if words not in found] == []
    answers = {address: status for address, status, _ in answers_about(world, web(world.eve), world.eve)}
    assert answers[f"GET /1-1s/{world.series.pk}/"] == 200
    assert len(answers) > 40
    searching_finds(world, web(world.eve))


def nothing_at_any_address(world, browser, name) -> None:
    for address, status, text in answers_about(world, browser, world.people[name]):
        assert status == 404, f"{name}: {address} answered {status}"
        assert not [words for words in EVERY_WORD if words in text], f"{name} reads {address}"


def no_word_on_any_page(world, browser, name) -> None:
    pages = crawl(browser)
    assert len(pages) > 20
    for address, text in pages.items():
        assert not [words for words in EVERY_WORD if words in text], f"{name} reads {address}"
        assert f"/1-1s/{world.series.pk}/" not in text, f"{name} is led to the 1:1 by {address}"


def nothing_to_be_found(world, browser, name) -> None:
    """Looking for what was said finds what looking for a word that nobody said finds: the question itself."""
    nobody_said, place = "zzzzz", reverse("people:person_list")
    for words in EVERY_WORD:
        for word in words.split():
            found, control = (browser.get(place, {"q": one}).content.decode() for one in (word, nobody_said))
            assert words not in found, f"{name} finds {words} at {place}"
            if len(word) > 6:
                assert found.count(word) <= control.count(nobody_said), f"{name} finds {word} at {place}"
    nothing_in_the_api(world, browser, name)


def nothing_in_the_api(world, browser, name) -> None:
    """The API has filters and no search: each that takes words finds nobody by them, and no list holds them."""
    for place, parameter in word_filters():
        for words in EVERY_WORD:
            answer = browser.get(place, {parameter: words})
            assert (answer.status_code, answer.json()["items"]) == (200, []), (
                f"{name} finds {words} at {place}"
            )
    for place in lists():
        found = everything_on(browser, place, world.eve.pk)
        assert not [words for words in EVERY_WORD if words in found], f"{name} reads {place}"


def searching_finds(world, browser) -> None:
    """What is searched below answers, and finds what may be found: an empty answer there is one that looked."""
    assert "Max Manager" in browser.get(reverse("people:person_list"), {"q": "Manager"}).content.decode()
    assert word_filters() == [("/api/v1/people", "email")]
    found = browser.get("/api/v1/people", {"email": world.max.email}).json()["items"]
    assert [one["id"] for one in found] == [world.max.pk]
    assert browser.get("/api/v1/people", {"q": "Manager"}).status_code == 422
    own = "".join(everything_on(browser, place, world.eve.pk) for place in lists())
    assert SHARED["agreed"] in own and len(lists()) > 5


def no_trace_in_the_audit_log(world, name) -> None:
    actor = world.acts(world.people[name])
    kinds = {entry.kind for entry in entries_concerning(actor, most=1_000)}
    assert not [kind for kind in kinds if kind.startswith(("one_on_ones.", "commitments."))]
    assert all("1:1" not in trace.said for trace in traces_of(actor)[0])


def no_word_in_the_audit_log() -> None:
    rows = [str(row) for row in AuditEntry.objects.values()]
    assert any("one_on_ones.meeting_closed" in row for row in rows)
    assert not [words for words in EVERY_WORD if any(words in row for row in rows)]


def no_word_in_any_mail(world) -> None:
    assert mail.outbox, "nothing was told to anybody: this would prove nothing"
    for sent in mail.outbox:
        whole = sent.message().as_string() + sent.body + str(getattr(sent, "alternatives", ""))
        assert not [words for words in EVERY_WORD if words in whole]
        assert set(sent.recipients()) <= {world.eve.email, world.max.email}


def no_word_in_a_copy_of_the_database() -> None:
    known = connection.settings_dict
    words = [f"--dbname={known['NAME']}", f"--username={known['USER']}", f"--host={known['HOST']}"]
    words += [f"--port={known['PORT']}"] if known["PORT"] else []
    program = [database_program("pg_dump"), *words]
    environment = os.environ | {"PGPASSWORD": known["PASSWORD"]}
    dump = subprocess.run(program, env=environment, capture_output=True, check=True).stdout
    assert b"Max Manager" in dump and b"one_on_ones.meeting_closed" in dump
    for said_words in EVERY_WORD:
        for spelled in spellings(said_words):
            assert spelled not in dump, f"the database shows {said_words}"


def spellings(words: str) -> list[bytes]:
    """As they are, as PostgreSQL writes bytes, and as base64; the last word of each, which nobody else uses, alone."""
    told = words.split()[-1]
    plain = [one.encode() for one in (words, told)]
    coded = [base64.b64encode(bytes(gap) + plain[0])[gap + 1 : -4] for gap in range(3)]
    return [*plain, *(one.hex().encode() for one in plain), *coded]
