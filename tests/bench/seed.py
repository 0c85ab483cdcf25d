# ruff: noqa: E402  (models can be imported only after django.setup)
"""Fills an empty database with a company and prints, as JSON, sessions and addresses of the people who will look.

The cast works through the services; the rest is written in bulk: people in teams of three to five (seven to
nine levels), a 1:1 for everybody with a manager, a quarter of a year of its weekly meetings, words in 2,000 of them.
"""

from __future__ import annotations

import json
import os
import sys
import time
from itertools import batched
from types import SimpleNamespace

import django

django.setup()

from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.base import SessionBase
from django.db import connection
from django.utils import timezone

from alongside.core import keyring
from alongside.core.models import DataKey
from alongside.identity.session_store import SessionStore
from alongside.one_on_ones import services
from alongside.one_on_ones.models import AgendaItem, Series
from alongside.one_on_ones.tests.makers import a_meeting, a_series, a_topic, an_action
from alongside.people import closure
from alongside.people.calendar import today
from alongside.people.models import Person, Unit
from alongside.people.services import cover_unit
from alongside.people.tests.large import grow_below
from alongside.people.tests.makers import TESTS, a_person, a_seat
from tests.house.walk import BACKEND, make_world

SPANS = ((2_000, 3), (20_000, 4), (10**9, 5))  # up to so many people, so many in a team
WITH_WORDS = 2_000
A_PARTNER_HAS = 400  # people; whoever leads HR has everybody
BRANCH = """
SELECT u.id FROM people_unit u JOIN people_unit below ON u.id = ANY (below.lineage)
  JOIN people_placement p ON p.unit_id = below.id
 GROUP BY u.id ORDER BY abs(count(*) - %s), u.id LIMIT 1
"""
MEETINGS = """
INSERT INTO one_on_ones_meeting (series_id, slot_on, starts_at, minutes, state, version)
SELECT s.id, current_date - 7 * week, now() - week * interval '7 days', 25,
       CASE WHEN week < 0 THEN 'planned' WHEN (s.id + week) %% 7 = 0 THEN 'skipped' ELSE 'held' END, 1
  FROM one_on_ones_series s CROSS JOIN generate_series(-1, 13) week
 WHERE s.id > %s AND week <> 0
"""
CLOSINGS = """
INSERT INTO one_on_ones_closing (meeting_id, closed_by_id, closed_at, counted)
SELECT m.id, s.manager_id, m.starts_at, '[]' FROM one_on_ones_meeting m JOIN one_on_ones_series s ON s.id = m.series_id
 WHERE s.id > %s AND m.state = 'held'
"""


def main() -> None:
    people = int(sys.argv[1])
    world = make_world()
    _team_of_eight(world)
    team = next(team for most, team in SPANS if people <= most)
    first = grow_below(world, people - Person.objects.count(), team=team)
    last = Series.objects.order_by("-pk").values_list("pk", flat=True)[0]
    _series_of_all(last)
    with connection.cursor() as cursor:
        cursor.execute(MEETINGS, [last])
        cursor.execute(CLOSINGS, [last])
        cursor.execute("ANALYZE")
    began, used = time.perf_counter(), time.process_time()
    closure.rebuild(today())
    rebuilt = {
        "rebuild": f"{time.perf_counter() - began:.2f}", "rebuild_cpu": f"{time.process_time() - used:.2f}"
    }  # fmt: skip
    found = {
        **{who: _session(world.people[who]) for who in ("employee", "manager", "skip_level", "hr_partner")},
        "branch_partner": _session(_partner_of_a_branch(world)), "talk": world.talk, "person": f"/people/{first.pk}/",
        **rebuilt,
    }  # fmt: skip
    sys.stdout.write(json.dumps(found))


def _team_of_eight(world: SimpleNamespace) -> None:
    """Max has eight people with 1:1s, topics and actions; Eve's is the one that is opened."""
    series = a_series(world, weeks=8)
    world.talk = f"/1-1s/{series.pk}/"
    for n in range(6):
        person = a_person(f"Mila Member{n}", seat=a_seat("Builder", world.works, world.lead_seat))
        other = services.start_series(actor=world.acts(world.max), employee=person)
        a_meeting(other, hours=3 + n)
    for weeks in range(1, 9):
        a_meeting(series, weeks=-weeks)
    a_meeting(series, hours=2)
    for n in range(6):
        a_topic(world, series, f"Topic {n} that takes one line", private=n % 3 == 0)
        an_action(world, series, f"Action {n} that one of the two promised", days=3 * n - 4)


def _partner_of_a_branch(world: SimpleNamespace) -> Person:
    """Of as many people as one HR partner looks after, or of all there are."""
    with connection.cursor() as cursor:
        cursor.execute(BRANCH, [A_PARTNER_HAS])
        unit = Unit.objects.get(pk=cursor.fetchone()[0])
    with closure.one_rebuild(today()):
        partner = a_person("Bea Branch", seat=a_seat("HR partner of a branch", world.hr, world.top_seat))
    cover_unit(actor=TESTS, partner=partner, unit=unit, since=today())
    return partner


def _series_of_all(last: int) -> None:
    """Each pair its key, as the services give it; the first pairs their words."""
    pairs = Person.objects.filter(placement__manager__isnull=False, series_as_employee=None)
    for some in batched(pairs.values_list("pk", "placement__manager_id"), 5_000, strict=False):
        keys = DataKey.objects.bulk_create([_key() for _ in some])
        Series.objects.bulk_create(
            Series(manager_id=manager, employee_id=person, data_key=key, started_on=today())
            for (person, manager), key in zip(some, keys, strict=True)
        )
    AgendaItem.objects.bulk_create(
        AgendaItem(series=series, author_id=series.employee_id, text=f"Words that only two people read, {n}")
        for series in Series.objects.filter(pk__gt=last).select_related("data_key")[:WITH_WORDS]
        for n in range(3)
    )


def _key() -> DataKey:
    key = DataKey()
    key.ring_key, key.wrapped = keyring.wrap(os.urandom(keyring.KEY_BYTES), f"data-key.{key.pk}")
    return key


def _session(person: Person) -> str:
    """A browser that just signed in; the cookie's value."""
    session: SessionBase = SessionStore()
    now = timezone.now().isoformat()
    session.update({
        SESSION_KEY: str(person.account.pk), BACKEND_SESSION_KEY: BACKEND,
        HASH_SESSION_KEY: person.account.get_session_auth_hash(),
        "proved_at": now, "started_at": now, "touched_at": now, "device_words": "Bench",
    })  # fmt: skip
    session.save()
    return str(session.session_key)


main()
