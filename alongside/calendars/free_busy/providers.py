"""Google and Microsoft: permission by OAuth 2.0 (RFC 6749, 7636), kept as a refresh token; then one question.

Written from their published descriptions and tested against a local server that answers as these say
(tests/recorded.py); nobody has tried it against the live services. docs/calendars.md says so.
"""

from __future__ import annotations

import json
from base64 import urlsafe_b64encode
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from hashlib import sha256
from time import monotonic
from urllib.parse import urlencode

from django.conf import settings

from alongside.calendars.free_busy.busy import Busy, FreeBusy, NoAnswer, Why, few
from alongside.calendars.free_busy.calls import REFUSALS, WRONG_SHAPE, call

GRANT_REFUSED = (400, *REFUSALS)  # "invalid_grant" comes as 400
A_CALENDAR = "primary"
MOST_EVENTS = 1_000


@dataclass(frozen=True)
class Place:
    """Where a provider is, and what is asked of it. `{tenant}` stands for whose accounts these are."""

    title: str
    sign_in: str
    token: str
    api: str
    scope: str
    extras: Mapping[str, str]


PLACES = {
    "google": Place(
        "Google",
        "https://accounts.google.com/o/oauth2/v2/auth",
        "https://oauth2.googleapis.com/token",
        "https://www.googleapis.com",
        "https://www.googleapis.com/auth/calendar.freebusy",
        {"access_type": "offline", "prompt": "consent"},
    ),
    "microsoft": Place(
        "Microsoft",
        "https://login.microsoftonline.com/{tenant}/oauth2/v2.0/authorize",
        "https://login.microsoftonline.com/{tenant}/oauth2/v2.0/token",
        "https://graph.microsoft.com",
        "offline_access Calendars.ReadBasic",
        {"response_mode": "query"},
    ),
}


@dataclass(frozen=True)
class App:
    """This installation as one provider knows it."""

    name: str
    place: Place
    client_id: str
    client_secret: str

    @property
    def title(self) -> str:
        return self.place.title

    def sign_in_address(self, *, state: str, verifier: str, back: str) -> str:
        """Where somebody gives permission; they come back with a code."""
        challenge = urlsafe_b64encode(sha256(verifier.encode()).digest()).rstrip(b"=").decode()
        asked = {
            "client_id": self.client_id,
            "response_type": "code",
            "redirect_uri": back,
            "scope": self.place.scope,
            "state": state,
            "code_challenge": challenge,
            "code_challenge_method": "S256",
            **self.place.extras,
        }
        return f"{self.place.sign_in}?{urlencode(asked)}"

    def refresh_token(self, *, code: str, verifier: str, back: str, seconds: float) -> str:
        """A code becomes a lasting permission. Raises NoAnswer."""
        sent = {
            "grant_type": "authorization_code",
            "code": code,
            "redirect_uri": back,
            "code_verifier": verifier,
        }
        return _words(self._tokens(sent, seconds), "refresh_token")

    def access_token(self, refresh_token: str, *, seconds: float) -> str:
        """A lasting permission becomes one for the next minutes. Raises NoAnswer."""
        sent = {"grant_type": "refresh_token", "refresh_token": refresh_token}
        return _words(self._tokens(sent, seconds), "access_token")

    def ask(
        self,
        refresh_token: str,
        method: str,
        path: str,
        *,
        seconds: float,
        headers: Mapping[str, str],
        content: bytes = b"",
    ) -> object:
        """What the provider answers to one question of somebody who gave permission. Raises NoAnswer."""
        deadline = monotonic() + seconds
        token = self.access_token(refresh_token, seconds=seconds)
        answer = call(
            method,
            f"{self.place.api}{path}",
            headers={"Authorization": f"Bearer {token}", **headers},
            content=content,
            seconds=deadline - monotonic(),
        )
        return _json(answer)

    def _tokens(self, sent: dict[str, str], seconds: float) -> object:
        body = urlencode({**sent, "client_id": self.client_id, "client_secret": self.client_secret})
        headers = {"Content-Type": "application/x-www-form-urlencoded", "Accept": "application/json"}
        answer = call(
            "POST",
            self.place.token,
            headers=headers,
            content=body.encode(),
            seconds=seconds,
            refusals=GRANT_REFUSED,
        )
        return _json(answer)


@dataclass(frozen=True)
class GoogleCalendar:
    """Somebody's own calendar at Google, by its free-busy question. Implements FreeBusy."""

    app: App
    refresh_token: str

    def busy(self, since: datetime, until: datetime, *, seconds: float) -> list[Busy]:
        asked = {"timeMin": _stamp(since), "timeMax": _stamp(until), "items": [{"id": A_CALENDAR}]}
        answer = self.app.ask(
            self.refresh_token,
            "POST",
            "/calendar/v3/freeBusy",
            headers={"Content-Type": "application/json"},
            content=json.dumps(asked).encode(),
            seconds=seconds,
        )
        try:
            found = answer["calendars"][A_CALENDAR]  # type: ignore[index]
            if found.get("errors"):
                raise NoAnswer(Why.REFUSED)
            return few([Busy(_instant(one["start"]), _instant(one["end"])) for one in found["busy"]])
        except WRONG_SHAPE as problem:
            raise NoAnswer(Why.STRANGE) from problem


@dataclass(frozen=True)
class MicrosoftCalendar:
    """Somebody's own calendar at Microsoft: begin, end and whether they are busy; no other field is asked for."""

    app: App
    refresh_token: str

    def busy(self, since: datetime, until: datetime, *, seconds: float) -> list[Busy]:
        asked = {
            "startDateTime": _stamp(since),
            "endDateTime": _stamp(until),
            "$select": "start,end,showAs,isCancelled",
            "$top": str(MOST_EVENTS),
        }
        found = self.app.ask(
            self.refresh_token,
            "GET",
            f"/v1.0/me/calendarView?{urlencode(asked)}",
            headers={"Prefer": 'outlook.timezone="UTC"'},
            seconds=seconds,
        )
        try:
            if "@odata.nextLink" in found:  # type: ignore[operator]
                raise ValueError("more events than one answer holds: half of them would look like free time")
            return few([_event(one) for one in found["value"] if _is_busy(one)])  # type: ignore[index]
        except WRONG_SHAPE as problem:
            raise NoAnswer(Why.STRANGE) from problem


def app_named(name: str) -> App | None:
    """A provider that the operator has set up; None for any other."""
    return next((app for app in apps() if app.name == name), None)


def apps() -> list[App]:
    """Every provider that the operator has set up."""
    found = []
    for name, place in PLACES.items():
        own: dict[str, str] = getattr(settings, f"{name.upper()}_CALENDAR")
        if own["id"]:
            found.append(App(name, _at(place, own.get("tenant", "")), own["id"], own["secret"]))
    return found


def _at(place: Place, tenant: str) -> Place:
    """The place for one company's accounts."""
    sign_in, token = (address.format(tenant=tenant) for address in (place.sign_in, place.token))
    return replace(place, sign_in=sign_in, token=token)


def calendar_at(app: App, refresh_token: str) -> FreeBusy:
    """The calendar that a permission opens."""
    kind = GoogleCalendar if app.name == "google" else MicrosoftCalendar
    return kind(app, refresh_token)


def _json(body: bytes) -> object:
    try:
        return json.loads(body)
    except ValueError as problem:
        raise NoAnswer(Why.STRANGE) from problem


def _words(answer: object, name: str) -> str:
    found = answer.get(name) if isinstance(answer, dict) else None
    if not isinstance(found, str) or not found:
        raise NoAnswer(Why.STRANGE)
    return found


def _stamp(moment: datetime) -> str:
    return f"{moment.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}"


def _instant(words: str) -> datetime:
    """An instant with its offset; one without would be a guess."""
    found = datetime.fromisoformat(words)
    if found.tzinfo is None:
        raise ValueError("a time without a zone")
    return found.astimezone(UTC)


def _is_busy(event: Mapping[str, object]) -> bool:
    return not event.get("isCancelled") and event.get("showAs") not in ("free", "workingElsewhere")


def _event(event: Mapping[str, Mapping[str, str]]) -> Busy:
    """Both ends come in UTC, because we ask for it; anything else is refused."""
    starts, ends = event["start"], event["end"]
    if starts["timeZone"] != "UTC" or ends["timeZone"] != "UTC":
        raise ValueError("not in UTC")
    return Busy(*(datetime.fromisoformat(one["dateTime"]).replace(tzinfo=UTC) for one in (starts, ends)))
