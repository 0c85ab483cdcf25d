"""Builds the actor of a web request, and makes sure that permissions are those of today."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from functools import lru_cache

from django.http import HttpRequest, HttpResponse
from django.utils import timezone, translation
from django.utils.dateparse import parse_datetime

from alongside.core.actor import ANONYMOUS, Actor, Door, Strength
from alongside.core.web import Request
from alongside.identity.session_store import SessionStore
from alongside.identity.support.queries import access_in
from alongside.people import closure, queries
from alongside.people.calendar import today
from alongside.people.models import Person
from alongside.people.queries.mandates import UNIT_ADMINISTRATOR

ACCOUNT = -1  # stands for the account in a query that is built for everybody


class ActorMiddleware:
    """Sets request.actor and request.person from the session, and the person's language and zone."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: Request) -> HttpResponse:
        request.actor = ANONYMOUS
        person = _person_of(request)
        if person is None:
            request.actor = _supporter_of(request)
            with (
                translation.override(translation.get_language_from_request(request)),
                timezone.override(None),
            ):
                return _in_its_language(self.get_response(request))
        if not vars(person)["chart_is_fresh"]:
            closure.ensure_fresh(today())
        request.actor = actor_for(
            person,
            door=Door.WEB,
            signed_in_at=_proved_at(request),
            strength=_strength(request),
            roles=_roles_of(person),
        )
        queries.keep_covered_units(request.actor, vars(person)["covers"])
        language = person.language if person.locale else translation.get_language_from_request(request)
        with translation.override(language), timezone.override(person.zone):
            request.LANGUAGE_CODE = translation.get_language()
            return _in_its_language(self.get_response(request))


def _supporter_of(request: HttpRequest) -> Actor:
    """Nobody, or somebody from outside with a key that is still open: for every page but their own still nobody."""
    if request.path.startswith("/static/") or not request.session.session_key:
        return ANONYMOUS
    access = access_in(request.session)
    if access is None:
        return ANONYMOUS
    if isinstance(request.session, SessionStore):
        request.session.touch()
    return Actor(person_id=None, door=Door.WEB, support_id=access.pk)


def speak_to(person: Person) -> None:
    """For the rest of this request (the middleware ends it): a token brings no language, its person has one."""
    if person.locale:
        translation.activate(person.language)
    timezone.activate(person.zone)


def _in_its_language(response: HttpResponse) -> HttpResponse:
    response.headers.setdefault("Content-Language", translation.get_language())
    return response


def _person_of(request: HttpRequest) -> Person | None:
    """Who is signed in, and what every request asks about them, in one query."""
    if (
        request.path.startswith("/static/")
        or not request.session.session_key
        or not request.user.is_authenticated
    ):
        return None
    sql, values = _question(today())
    account = request.user.pk
    found = Person.objects.raw(sql, [account if value == ACCOUNT else value for value in values])
    return next(iter(found), None)


@lru_cache(maxsize=2)
def _question(day: date) -> tuple[str, tuple[object, ...]]:
    """What every request asks about whoever is signed in: the SQL, and its values with ACCOUNT for their account.

    Built once a day and process: Django takes longer to build it than PostgreSQL to answer it.
    """
    asked = Person.objects.filter(account_id=ACCOUNT, erased_at=None).annotate(
        duties=queries.duties_on(day),
        looks_after=queries.administers_on(day),
        covers=queries.covers_on(day),
        chart_is_fresh=closure.is_fresh_on(day),
    )
    return asked.query.sql_with_params()


def _roles_of(person: Person) -> frozenset[str]:
    """From what `_person_of` has loaded along: the same as queries.roles_of."""
    loaded = vars(person)
    mandates = {UNIT_ADMINISTRATOR} if loaded["looks_after"] else set()
    return frozenset(loaded["duties"]) | mandates


def actor_for(
    person: Person,
    *,
    door: Door,
    signed_in_at: datetime | None = None,
    strength: Strength = Strength.PASSWORD,
    scopes: frozenset[str] = frozenset(),
    roles: frozenset[str] | None = None,
) -> Actor:
    """The actor for a person, with the duties they hold today (asked for where the caller has not loaded them).

    `signed_in_at` is when they last proved who they are.
    """
    return Actor(
        person_id=person.pk,
        door=door,
        scopes=scopes,
        strength=strength,
        signed_in_at=signed_in_at,
        roles=queries.roles_of(person.pk) if roles is None else roles,
        cache={"people.me": person},
    )


def _proved_at(request: HttpRequest) -> datetime | None:
    return parse_datetime(request.session.get("proved_at", ""))


def _strength(request: HttpRequest) -> Strength:
    return Strength(request.session.get("strength", Strength.PASSWORD))
