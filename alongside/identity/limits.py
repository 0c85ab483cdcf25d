"""Every rate limit, in one table. They slow down; none of them locks anybody out.

A try that comes too early is answered at once with the time to wait, and neither counts nor prolongs the wait:
whoever waits as long as the page says gets their turn. Counters live in PostgreSQL, so all processes share them.
"""

from __future__ import annotations

import ipaddress
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from functools import wraps
from math import ceil
from typing import Any

from django.conf import settings
from django.db import connection
from django.db.models import Case, F, When
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.translation import ngettext

from alongside.identity.models import Tally


class Effect(StrEnum):
    DELAY = "delay"  # from the limit on, each further try has to wait, longer every time
    BLOCK = "block"  # no further try until the window is over


@dataclass(frozen=True)
class Limit:
    """`count` tries of `per` in a `window`; then the effect, with waits between `first_wait` and `longest_wait`."""

    name: str
    per: str
    count: int
    window: timedelta
    effect: Effect
    first_wait: timedelta = timedelta(seconds=10)
    longest_wait: timedelta = timedelta(minutes=5)


MINUTE, HOUR = timedelta(minutes=1), timedelta(hours=1)
TABLE: dict[str, Limit] = {
    limit.name: limit
    for limit in (
        Limit("login", "account and network", 5, 15 * MINUTE, Effect.DELAY),
        # Many people share one office network: a short longest wait, and trusted devices are not counted.
        Limit("login_network", "network", 10, HOUR, Effect.DELAY, timedelta(seconds=5), MINUTE),
        # A PIN has few digits: tries from many networks at one account are slowed down as well.
        Limit("pin", "account", 20, HOUR, Effect.DELAY),
        Limit("reset", "address", 3, HOUR, Effect.DELAY, MINUTE, 15 * MINUTE),
        Limit("mail_code", "address", 5, HOUR, Effect.DELAY, MINUTE, 15 * MINUTE),
        Limit("mail_network", "network", 30, HOUR, Effect.DELAY, timedelta(seconds=5), MINUTE),
        # One-purpose links from mails are opened by mail scanners as well; nobody guesses a signed one.
        Limit("mail_link", "network", 60, 15 * MINUTE, Effect.DELAY, timedelta(seconds=5), MINUTE),
        # Beginning a sign-in elsewhere costs us a row; coming back costs the provider a question.
        Limit("provider", "network", 60, 15 * MINUTE, Effect.DELAY, timedelta(seconds=5), MINUTE),
        # A token may name a key we do not know: so often we look whether the provider has new ones.
        Limit("provider_keys", "provider", 5, MINUTE, Effect.BLOCK),
        Limit("provider_test", "person", 20, 15 * MINUTE, Effect.DELAY, timedelta(seconds=5), MINUTE),
        # Calendars of a whole office come from one address, each a few times an hour.
        Limit("calendar_feed", "network", 600, MINUTE, Effect.BLOCK),
        # A few times at each asking; so often that two people find one, too seldom to draw somebody's calendar.
        Limit("calendar_times", "person", 40, 15 * MINUTE, Effect.BLOCK),
        Limit("export", "person", 5, HOUR, Effect.BLOCK),
        Limit("search", "person", 60, MINUTE, Effect.BLOCK),
        Limit("api", "token", 600, MINUTE, Effect.BLOCK),
        # Whoever comes with a token that we don't know. A live token never waits for others of its network: nobody
        # guesses 256 bits, and one forgotten program must not stop the others of its office.
        Limit("api_unknown", "network", 20, 15 * MINUTE, Effect.DELAY, timedelta(seconds=5), MINUTE),
        Limit("scim", "token", 1_200, MINUTE, Effect.BLOCK),
    )
}


class TooMany(Exception):
    """It has to wait: `seconds` until the next try is looked at. 429 at every door."""

    def __init__(self, seconds: int) -> None:
        super().__init__(f"wait {seconds} s")
        self.seconds = seconds

    @property
    def words(self) -> str:
        """The wait, in the reader's language."""
        if self.seconds < 100:
            return ngettext(
                "Please wait %(n)s second, then try once more. Nothing is locked.",
                "Please wait %(n)s seconds, then try once more. Nothing is locked.",
                self.seconds,
            ) % {"n": self.seconds}
        minutes = ceil(self.seconds / 60)
        return ngettext(
            "Please wait %(n)s minute, then try once more. Nothing is locked.",
            "Please wait %(n)s minutes, then try once more. Nothing is locked.",
            minutes,
        ) % {"n": minutes}


_TAKE = """
INSERT INTO identity_tally AS t (key, bucket, window_started, count, not_before)
VALUES (%(key)s, %(bucket)s, %(now)s, 1, CASE WHEN 1 >= %(limit)s THEN %(now)s + {wait_of_one} END)
ON CONFLICT (key) DO UPDATE SET
  window_started = CASE WHEN {over} THEN %(now)s ELSE t.window_started END,
  count = CASE WHEN {over} THEN 1 ELSE t.count + 1 END,
  not_before = CASE WHEN {over} THEN NULL WHEN t.count + 1 >= %(limit)s THEN {until} END
WHERE t.not_before IS NULL OR t.not_before <= %(now)s
RETURNING count, window_started
"""
_OVER = "t.window_started + %(window)s <= %(now)s"
_UNTIL = {
    Effect.DELAY: "%(now)s + LEAST(%(longest)s, %(first)s * power(2, LEAST(t.count + 1 - %(limit)s, 20)))",
    Effect.BLOCK: "t.window_started + %(window)s",
}
_WAIT_OF_ONE = {Effect.DELAY: "%(first)s", Effect.BLOCK: "%(window)s"}


@dataclass(frozen=True)
class Left:
    """What is left of a limit after a try: so many tries until `seconds` from now."""

    limit: Limit
    tries: int
    seconds: int


def take(name: str, *key: object) -> Left:
    """Count one try before it is looked at. Raises TooMany, uncounted, if it comes too early."""
    limit, now, row = TABLE[name], timezone.now(), _key(name, key)
    statement = _TAKE.format(over=_OVER, until=_UNTIL[limit.effect], wait_of_one=_WAIT_OF_ONE[limit.effect])
    values: dict[str, Any] = {
        "key": row, "bucket": name, "now": now, "limit": limit.count, "window": limit.window,
        "first": limit.first_wait, "longest": limit.longest_wait,
    }  # fmt: skip
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        found = cursor.fetchone()
    if found is not None:
        return Left(limit, max(0, limit.count - found[0]), _seconds_until(found[1] + limit.window, now))
    not_before = Tally.objects.filter(pk=row).values_list("not_before", flat=True).first()
    raise TooMany(_seconds_until(not_before, now))


def forgive(name: str, *key: object) -> None:
    """The try was good: the counter starts anew."""
    Tally.objects.filter(pk=_key(name, key)).delete()


def give_back(name: str, *key: object) -> None:
    """The try was good, but others share the counter: take back this one try."""
    limit = TABLE[name]
    tally = Tally.objects.filter(pk=_key(name, key), count__gt=0)
    tally.update(
        count=F("count") - 1,
        not_before=Case(When(count__gt=limit.count, then=F("not_before")), default=None),
    )


def forget_old() -> int:
    """Delete counters whose window is long over; returns how many."""
    longest = max(limit.window for limit in TABLE.values())
    return Tally.objects.filter(window_started__lt=timezone.now() - 2 * longest).delete()[0]


def limited(name: str) -> Callable[[Callable[..., HttpResponse]], Callable[..., HttpResponse]]:
    """For a view: so many calls by one person. Stands outside @once_only, so that refusals stay counted."""

    def around(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
        @wraps(view)
        def counted(request: Any, *args: Any, **kwargs: Any) -> HttpResponse:
            take(name, request.actor.person_id or network_of(request))
            return view(request, *args, **kwargs)

        return counted

    return around


def network_of(request: HttpRequest) -> str:
    """Where a request comes from: the IPv4 address, or the /64 of IPv6; behind N proxies of ours, what they saw."""
    address = str(request.META.get("REMOTE_ADDR", ""))
    forwarded = [
        part.strip() for part in request.headers.get("X-Forwarded-For", "").split(",") if part.strip()
    ]
    if settings.PROXIES and len(forwarded) >= settings.PROXIES:
        address = forwarded[-settings.PROXIES]
    try:
        known = ipaddress.ip_address(address)
    except ValueError:
        return address
    return str(ipaddress.ip_network((known, 64), strict=False)) if known.version == 6 else str(known)


def _key(name: str, key: tuple[object, ...]) -> str:
    words = "|".join(str(part).casefold().strip() for part in key)
    digest = salted_hmac("alongside.identity.limits", f"{name}|{words}", algorithm="sha256")
    return str(digest.hexdigest())


def _seconds_until(moment: datetime | None, now: datetime) -> int:
    return max(1, ceil((moment - now).total_seconds())) if moment else 1
