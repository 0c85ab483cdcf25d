"""Whoever looks at a webhook reads words, not codes: every event and every failure has some, in both languages."""

from __future__ import annotations

import re

import pytest
from django.utils import translation

from alongside.webhooks import events
from alongside.webhooks.models import Delivery, Endpoint
from tests.house.code import ROOT

BLOCKED, FAILED = re.compile(r'Blocked\("(\w+)"\)'), re.compile(r'Failed\(\s*"(\w+)"(?: if .* else "(\w+)")?')


def failures() -> set[str]:
    """Every code under which a delivery can fail, read from where they are made."""
    source = "".join(
        (ROOT / "alongside" / file).read_text() for file in ("core/addresses.py", "core/outbound.py")
    )
    codes = {f"blocked_{code}" for code in BLOCKED.findall(source)}
    codes |= {code for found in FAILED.findall(source) for code in found if code}
    return codes | {"status", "abandoned"}


def test_the_places_where_codes_are_made_are_read():
    assert {"dns", "connect", "tls", "too_large", "blocked_user", "blocked_address"} <= failures()


def test_no_event_and_no_failure_lacks_words():
    assert set(events.WORDS) == {*events.TYPES, events.TEST}
    assert set(events.FAILURES) == failures()


@pytest.mark.parametrize("language", ["en", "de"])
def test_the_words_are_those_of_the_language_and_differ_from_one_another(language):
    with translation.override(language):
        said = {code: str(events.words_of(code)) for code in (*events.WORDS, *events.FAILURES)}
    assert len(set(said.values())) == len(said)
    assert not [code for code, words in said.items() if code in words or re.search(r"\w[._]\w", words)]
    if language == "de":
        with translation.override("en"):
            assert not [code for code, words in said.items() if words == str(events.words_of(code))]


def test_what_only_an_older_version_sent_is_shown_by_its_code():
    assert events.words_of("ghost.seen") == "ghost.seen"


@pytest.mark.parametrize(("locale", "words"), [("en", "A test"), ("de", "Eine Probe")])
def test_pages_show_them_and_no_codes(cast, web, locale, words):
    cast.ada.locale = locale
    cast.ada.save()
    endpoint = Endpoint.objects.create(
        name="intranet", url="https://hooks.example.org/", events=["person.created"]
    )
    for code in (*events.WORDS, "person.created"):
        Delivery.objects.create(endpoint=endpoint, event=code, state="parked", error="blocked_address")
    browser = web(cast.ada)
    page = browser.get(f"/administration/webhooks/{endpoint.pk}/").content.decode()
    assert words in page and "blocked_address" not in page
    assert not [code for code in events.WORDS if code in page]
    listed = browser.get("/administration/webhooks/").content.decode()
    with translation.override(locale):
        assert all(str(events.words_of(code)) in listed for code in events.TYPES)
