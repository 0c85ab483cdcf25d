"""Times for a skip-level talk: proposed to whoever may invite, from calendars that are asked and told of to nobody."""

from __future__ import annotations

import pytest
from django.utils import timezone
from django.utils.dateparse import parse_datetime

from alongside.calendars.tests.makers import connected
from alongside.calendars.tests.recorded import TITLE, recorded
from alongside.identity.tests.api_calls import asker
from alongside.people.calendar import today
from alongside.skip_levels import rotation
from alongside.skip_levels.tests.makers import a_team

pytestmark = pytest.mark.django_db
ask = asker("/skip-levels")


@pytest.fixture
def server(settings):
    with recorded(settings) as server:
        yield server


def test_a_leader_is_told_times_that_are_not_too_near(cast, server):
    path = f"/turns/{cast.eve.pk}/free-times"
    unknown = ask(cast.dora, "get", path).json()
    assert (unknown["starts"], unknown["asked"], unknown["unconnected"]) == ([], [], [cast.dora.pk])
    connected(cast, cast.dora)
    connected(cast, cast.eve)
    found = ask(cast.dora, "get", path)
    assert found.status_code == 200 and TITLE not in found.content.decode()
    assert (found.json()["asked"], found.json()["minutes"]) == (sorted([cast.dora.pk, cast.eve.pk]), 30)
    starts = [parse_datetime(one) for one in found.json()["starts"]]
    assert starts and min(map(timezone.localdate, starts)) >= rotation.first_day(None, today())


def test_for_a_group_those_who_are_next_are_asked(cast, server):
    a_team(cast, 3)
    connected(cast, cast.dora)
    connected(cast, cast.eve)
    found = ask(cast.dora, "get", "/group-turns/free-times").json()
    assert (found["asked"], found["minutes"]) == (sorted([cast.dora.pk, cast.eve.pk]), 60)
    assert len(found["unconnected"]) == 4 and found["starts"]


def test_nobody_else_has_a_calendar_asked(cast, server):
    a_team(cast, 3)
    for person in (cast.dora, cast.eve):
        connected(cast, person)
    before = len(server.asked)
    for person in (cast.max, cast.eve, cast.hana, cast.ada, cast.omar):
        assert ask(person, "get", f"/turns/{cast.ben.pk}/free-times").status_code == 403
        assert ask(person, "get", "/group-turns/free-times").status_code == 403
    assert ask(cast.dora, "get", "/turns/99999/free-times").status_code == 404
    assert len(server.asked) == before
