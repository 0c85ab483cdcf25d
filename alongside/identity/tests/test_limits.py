"""Every bucket of the one table, alone."""

from __future__ import annotations

from datetime import timedelta

import pytest
import time_machine
from django.test import RequestFactory
from django.utils import timezone

from alongside.identity import limits
from alongside.identity.limits import TABLE, Effect, TooMany
from alongside.identity.models import Tally

pytestmark = pytest.mark.django_db

START = timezone.now().replace(microsecond=0)


def refused(name: str, *key: object) -> int:
    with pytest.raises(TooMany) as early:
        limits.take(name, *key)
    return early.value.seconds


@pytest.mark.parametrize("name", TABLE)
def test_each_bucket_trips_after_its_count_and_alone(name):
    limit = TABLE[name]
    with time_machine.travel(START, tick=False):
        for _ in range(limit.count):
            limits.take(name, "somebody")
        assert refused(name, "somebody") >= 1
        limits.take(name, "somebody else")
        for other in TABLE:
            if other != name:
                limits.take(other, "somebody")


@pytest.mark.parametrize("name", TABLE)
def test_whoever_waits_as_long_as_told_gets_their_turn_even_if_they_knocked_meanwhile(name):
    limit = TABLE[name]
    with time_machine.travel(START, tick=False) as clock:
        for _ in range(limit.count):
            limits.take(name, "somebody")
        wait = refused(name, "somebody")
        for _ in range(20):
            assert refused(name, "somebody") == wait
        clock.shift(timedelta(seconds=wait))
        limits.take(name, "somebody")


@pytest.mark.parametrize("name", [limit.name for limit in TABLE.values() if limit.effect == Effect.DELAY])
def test_waits_grow_up_to_the_longest_and_no_further(name):
    limit, waits = TABLE[name], []
    with time_machine.travel(START, tick=False) as clock:
        for _ in range(limit.count):
            limits.take(name, "somebody")
        while (clock_now := timezone.now()) and clock_now - START < limit.window - limit.longest_wait:
            waits.append(refused(name, "somebody"))
            clock.shift(timedelta(seconds=waits[-1]))
            if timezone.now() - START >= limit.window:
                break
            limits.take(name, "somebody")
    assert waits == sorted(waits)
    assert waits[0] == limit.first_wait.total_seconds()
    assert max(waits) <= limit.longest_wait.total_seconds()


@pytest.mark.parametrize("name", TABLE)
def test_the_window_forgets(name):
    limit = TABLE[name]
    with time_machine.travel(START, tick=False) as clock:
        for _ in range(limit.count - 1):
            limits.take(name, "somebody")
        clock.shift(limit.window)
        for _ in range(limit.count):
            limits.take(name, "somebody")
        refused(name, "somebody")


def test_a_good_try_is_forgiven_or_given_back():
    for _ in range(5):
        limits.take("login", "eve", "net")
    limits.forgive("login", "eve", "net")
    limits.take("login", "eve", "net")
    for _ in range(10):
        limits.take("login_network", "net")
    refused("login_network", "net")
    limits.give_back("login_network", "net")
    limits.take("login_network", "net")
    refused("login_network", "net")


def test_a_row_tells_nothing_about_anybody():
    limits.take("login", "eve@example.org", "192.0.2.7")
    row = Tally.objects.get()
    assert "eve" not in str(row.__dict__)
    assert "192.0.2.7" not in str(row.__dict__)


def test_case_and_blanks_make_no_other_key():
    for name in (
        "Eve@example.org",
        "eve@example.org ",
        "EVE@EXAMPLE.ORG",
        "eve@example.org",
        "eve@example.org",
    ):
        limits.take("login", name, "net")
    refused("login", "eve@example.org", "net")


def test_old_counters_are_deleted():
    limits.take("search", "somebody")
    with time_machine.travel(START + timedelta(days=1), tick=False):
        assert limits.forget_old() == 1


@pytest.mark.parametrize(
    ("remote", "forwarded", "proxies", "network"),
    [
        ("192.0.2.7", "", 0, "192.0.2.7"),
        ("192.0.2.7", "203.0.113.5", 0, "192.0.2.7"),
        ("10.0.0.1", "198.51.100.9, 203.0.113.5", 1, "203.0.113.5"),
        ("10.0.0.1", "198.51.100.9, 203.0.113.5, 10.0.0.2", 2, "203.0.113.5"),
        ("10.0.0.1", "", 1, "10.0.0.1"),
        ("2001:db8:1:2:3:4:5:6", "", 0, "2001:db8:1:2::/64"),
        ("2001:db8:1:2:ffff::1", "", 0, "2001:db8:1:2::/64"),
    ],
)
def test_the_network_is_what_our_own_proxies_saw_and_nothing_a_stranger_claims(
    settings, remote, forwarded, proxies, network
):
    settings.PROXIES = proxies
    headers = {"X-Forwarded-For": forwarded} if forwarded else {}
    request = RequestFactory(headers=headers).get("/", REMOTE_ADDR=remote)
    assert limits.network_of(request) == network
