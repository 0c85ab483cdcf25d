"""What was refused leaves a line: what, and a mark of the day. Not who, not what for, and nothing about what was let in."""

from __future__ import annotations

import io
import json
import logging
from datetime import timedelta

import pytest
import time_machine
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from alongside.core.log_lines import Json
from alongside.identity.tests.makers import sign_in, with_password
from alongside.one_on_ones import services
from alongside.operations.refusals import log as written


@pytest.fixture
def lines():
    """The lines of refusals so far, as the product writes them."""
    stream = io.StringIO()
    handler = logging.StreamHandler(stream)
    handler.setFormatter(Json())
    written.addHandler(handler)
    yield lambda: [json.loads(line) for line in stream.getvalue().splitlines()]
    written.removeHandler(handler)


def test_a_door_that_is_not_theirs_is_written_down_with_a_mark_and_without_a_name(cast, web, lines):
    series = services.start_series(actor=cast.acts(cast.max), employee=cast.eve)
    assert web(cast.omar).get(f"/1-1s/{series.pk}/").status_code == 404
    start = reverse("one_on_ones:series_create", args=[cast.eve.pk])
    assert web(cast.omar).post(start).status_code == 403
    assert web(cast.ben).post(start).status_code == 403
    (first, second, other) = lines()
    assert (first["status"], first["method"], first["route"]) == (404, "GET", "1-1s/<int:pk>/")
    assert first["level"] == "WARNING" and first["event"] == "refused" and len(first["request"]) == 16
    assert first["mark"] == second["mark"] != other["mark"]
    assert len(first["mark"]) == 12 and first["mark"].isalnum()
    said = json.dumps(lines())
    for secret in (cast.omar.name, cast.omar.email, f"1-1s/{series.pk}", f'"{cast.omar.pk}"'):
        assert secret not in said, secret


def test_the_mark_is_another_one_tomorrow(cast, web, lines):
    with time_machine.travel(timezone.now(), tick=False) as clock:
        web(cast.eve).get("/administration/jobs/")
        clock.shift(timedelta(days=1))
        web(cast.eve).get("/administration/jobs/")
    (today, tomorrow) = lines()
    assert today["mark"] != tomorrow["mark"]


def test_forged_malformed_and_repeated_tries_are_written_down(cast, web, lines):
    Client(enforce_csrf_checks=True).post("/sign-out/")
    Client().generic("TRACE", "/sign-in/")
    Client().get("/sign-in/", headers={"Host": "evil.example"})
    Client().get("/api/v1/people")
    web(cast.eve).post("/administration/jobs/")
    with_password(cast.eve)
    browser = Client()
    for _ in range(6):
        sign_in(browser, cast.eve.email, "not this one")
    found = [one["status"] for one in lines()]
    assert found[:5] == [403, 405, 400, 401, 405]
    assert found[5:] == [422] * 5 + [429]
    assert {one["mark"] for one in lines() if one["status"] in (400, 405, 422)} == {"-"}


def test_what_is_let_in_and_what_is_not_there_leave_no_line(cast, web, lines):
    browser = web(cast.eve)
    assert browser.get("/").status_code == 200
    assert browser.get("/wp-admin/").status_code == 404
    assert browser.get("/static/nowhere.css").status_code == 404
    assert Client().get("/").status_code == 302
    assert lines() == []
