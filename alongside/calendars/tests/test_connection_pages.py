"""Pages of connected calendars: connecting, coming back from a provider, and times in forms."""

from __future__ import annotations

import time
from datetime import timedelta
from urllib.parse import parse_qs, urlsplit

import pytest
from django.urls import reverse
from django.utils import timezone

from alongside.calendars.free_busy import asking
from alongside.calendars.models import Connection
from alongside.calendars.tests.makers import SECRET, connected
from alongside.calendars.tests.recorded import recorded
from alongside.one_on_ones.models import Meeting
from alongside.one_on_ones.tests.makers import a_series
from alongside.skip_levels.tests.makers import a_skip_talk

pytestmark = pytest.mark.django_db


def at(name, *args):
    return reverse(f"calendars:{name}", args=args)


@pytest.fixture
def server(settings):
    with recorded(settings) as server:
        yield server


def test_connecting_on_the_page_and_what_it_says(cast, web, settings):
    eve = web(cast.eve)
    data = {"address": "https://10.1.2.3/eve/", "user_name": "eve", "secret": SECRET}
    refused = eve.post(at("connection_create"), data)
    assert refused.status_code == 422 and "be asked from here" in refused.content.decode()
    assert SECRET not in refused.content.decode() and not Connection.objects.exists()
    settings.OUTBOUND_ALLOWED = frozenset({"https://10.1.2.3"})  # whoever runs the server allows it
    assert eve.post(at("connection_create"), data).status_code == 302
    settings.OUTBOUND_ALLOWED = frozenset()
    page = eve.get(at("account_detail")).content.decode()
    assert "be asked from here" in page and SECRET not in page
    eve.post(at("connection_end", Connection.objects.get().pk))
    assert not Connection.objects.exists()


def test_permission_at_a_provider_and_back(cast, web, server):
    eve = web(cast.eve)
    away = urlsplit(eve.get(at("permission_begin", "google"))["Location"])
    asked = {name: values[0] for name, values in parse_qs(away.query).items()}
    assert asked["scope"] == "https://www.googleapis.com/auth/calendar.freebusy"
    assert asked["code_challenge_method"] == "S256"
    back = at("permission_return", "google")
    assert eve.get(back, {"state": asked["state"], "code": "a-code"}).status_code == 302
    assert server.asked[0][2]["code"] == "a-code"
    assert Connection.objects.get().secret == "lasting"
    assert "It answers" in eve.get(at("account_detail")).content.decode()
    assert Connection.objects.get().state == "answers"


@pytest.mark.parametrize("wrong", ["state", "code", "replayed", "other provider", "somebody else's"])
def test_what_comes_back_has_to_be_what_was_asked_for(cast, web, server, wrong):
    eve, max_ = web(cast.eve), web(cast.max)
    away = urlsplit(eve.get(at("permission_begin", "google"))["Location"])
    state, name, browser = parse_qs(away.query)["state"][0], "google", eve
    sent = {"state": state, "code": "a-code"}
    if wrong == "state":
        sent["state"] = state[:-1] + ("A" if state[-1] != "A" else "B")
    elif wrong == "code":
        sent = {"state": state, "error": "access_denied"}
    elif wrong == "replayed":
        eve.get(at("permission_return", name), {"state": state, "error": "access_denied"})
    elif wrong == "other provider":
        name = "microsoft"
    else:
        browser = max_
    browser.get(at("permission_return", name), sent)
    assert not Connection.objects.exists() and server.asked == []


def test_the_form_of_a_move_proposes_times_and_takes_one(cast, web, server):
    series = a_series(cast)
    connected(cast, cast.eve)
    connected(cast, cast.max)
    meeting = Meeting.objects.create(series=series, starts_at=timezone.now() + timedelta(days=2), minutes=25)
    moving = reverse("one_on_ones:rescheduling_form", args=[series.pk, meeting.pk])
    eve = web(cast.eve)
    assert "Look for times" in eve.get(moving).content.decode() and server.asked == []
    part = eve.get(moving, {"times": "1"}, headers={"HX-Request": "true", "HX-Target": "times"})
    words = part.content.decode()
    assert "Times that suit you both" in words and words.count("<li>") == 3 and "<html" not in words
    query = words.split('href="')[1].split('"')[0].replace("&amp;", "&")
    filled = eve.get(query).content.decode()
    day, hour = (parse_qs(urlsplit(query).query)[name][0] for name in ("day", "time"))
    assert f'value="{day}"' in filled and f'value="{hour}"' in filled
    for stranger in (cast.ben, cast.hana, cast.dora):
        assert web(stranger).get(moving, {"times": "1"}).status_code == 404


def test_slow_calendars_do_not_hold_the_page(cast, web, server, monkeypatch):
    server.delay = 8
    monkeypatch.setattr(asking.ask_all, "__kwdefaults__", {"seconds": 0.7})
    connected(cast, cast.eve)
    connected(cast, cast.max)
    series = a_series(cast)
    moving = reverse("one_on_ones:rhythm_form", args=[series.pk])
    began = time.monotonic()
    page = web(cast.eve).get(moving, {"times": "1"}).content.decode()
    assert time.monotonic() - began < 4
    assert "Your calendar could not be asked just now" in page and "Max’s calendar could not" in page


def test_a_skip_level_talk_is_proposed_times_that_leave_the_manager_a_day(cast, web, server):
    for person in (cast.dora, cast.eve):
        connected(cast, person)
    page = web(cast.dora).get(reverse("skip_levels:talk_form", args=[cast.eve.pk]), {"times": "1"})
    starts = page.context["proposals"].choices
    assert len(starts) == 3
    assert min(start for start, _query in starts) >= a_skip_talk(cast).starts_at.replace(hour=0)
