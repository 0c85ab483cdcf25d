"""Somebody is let go by the identity provider, or their day has come: every way in of theirs ends, over HTTP.

At once, with the answer to the provider; on a day, at its midnight, before any worker has looked. 60 s would be allowed.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime, time, timedelta

import pytest
import time_machine
from django.core import mail
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from alongside.calendars.services import open_feed
from alongside.identity import codes
from alongside.identity.models import Account
from alongside.identity.services import create_token
from alongside.identity.tests.makers import PASSWORD, sign_in, with_password
from alongside.invitations.links import path_for
from alongside.invitations.models import Invitation, Wave
from alongside.one_on_ones.links import Link, Task
from alongside.one_on_ones.models import AgendaItem, Closing
from alongside.one_on_ones.tests.makers import a_meeting, a_series
from alongside.people.calendar import company_zone, today
from alongside.people.leaving.services import end_employment
from alongside.people.leaving.tasks import carry_out_departures
from alongside.people.models import Person, RoleGrant
from alongside.people.provisioning import queries
from alongside.people.services import grant_role
from alongside.people.tests.makers import TESTS
from alongside.people.tests.provisioning.makers import Provider, a_token

pytestmark = pytest.mark.django_db
type Ask = Callable[[], int]
TOKEN = {"/api/v1/me": 401, "/api/v1/people": 401, "/api/v1/one-on-ones/": 401}
NOWHERE = 404


@pytest.fixture(autouse=True)
def an_hour_before_midnight() -> Iterator[time_machine.Coordinates]:
    """Nothing ends in the next hour by itself."""
    evening = datetime.combine(today() + timedelta(days=1), time(23), company_zone())
    with time_machine.travel(evening, tick=False) as clock:
        yield clock


@pytest.fixture
def provider(cast) -> Provider:
    grant_role(actor=TESTS, person=cast.hana, role=RoleGrant.Role.HR_OPERATIONS, since=today())
    cast.meeting = a_meeting(a_series(cast), hours=1)
    return Provider(a_token())


@pytest.fixture
def doors(provider, cast, web) -> Callable[[Person], dict[str, tuple[Ask, int]]]:
    """`doors(person)`: every way in they have -> how to try it, and what it answers to a stranger. All are open now."""

    def of(person: Person) -> dict[str, tuple[Ask, int]]:
        found = {
            **_session(person, web),
            **_token(person, cast),
            **_feed(person, cast),
            **_links(person, cast),
        }
        assert {name: ask() for name, (ask, _shut) in found.items()} == dict.fromkeys(found, 200)
        return found

    return of


def _session(person: Person, web) -> dict[str, tuple[Ask, int]]:
    browser = web(person)
    return {
        path: (lambda path=path: browser.get(path).status_code, 302)
        for path in ("/", "/account/", "/people/")
    }


def _token(person: Person, cast) -> dict[str, tuple[Ask, int]]:
    _row, secret = create_token(actor=cast.acts(person), account=person.account, name="mine")
    program = Client(headers={"Authorization": f"Bearer {secret}"})
    return {path: (lambda path=path: program.get(path).status_code, shut) for path, shut in TOKEN.items()}


def _feed(person: Person, cast) -> dict[str, tuple[Ask, int]]:
    _row, secret = open_feed(actor=cast.acts(person))
    path = reverse("calendars:feed_detail", args=[secret])
    return {"calendar feed": (lambda: Client().get(path).status_code, NOWHERE)}


def _links(person: Person, cast) -> dict[str, tuple[Ask, int]]:
    """What mails brought them: the two tasks of a 1:1, and the welcome of somebody who has chosen no password yet."""
    found: dict[str, tuple[Ask, int]] = {}
    for task in Task:
        path = reverse("one_on_ones:link_detail", args=[Link(cast.meeting.pk, person.pk, task).token()])
        found[f"link {task}"] = (lambda path=path: Client().get(path).status_code, NOWHERE)
    welcome = path_for(_invitation(person).pk)
    found["welcome"] = (lambda: Client().get(welcome).status_code, 410)
    return found


def _invitation(person: Person) -> Invitation:
    wave, _new = Wave.objects.get_or_create(name="All", reach="everybody")
    return Invitation.objects.create(
        wave=wave, person=person, invited_at=timezone.now(), expires_at=timezone.now() + timedelta(days=14)
    )


def by_the_provider(cast, provider: Provider, person: Person, clock) -> None:
    assert provider.patch(queries.scim_id(person.pk), "active", False).status_code == 204


def by_deletion(cast, provider: Provider, person: Person, clock) -> None:
    assert provider.ask("DELETE", f"Users/{queries.scim_id(person.pk)}").status_code == 204


def by_hr(cast, provider: Provider, person: Person, clock) -> None:
    end_employment(actor=cast.acts(cast.hana), person=person, last_day=None)


def by_the_day(cast, provider: Provider, person: Person, clock) -> None:
    """No worker has looked yet."""
    end_employment(actor=cast.acts(cast.hana), person=person, last_day=today())
    clock.shift(timedelta(hours=1))


WAYS = [by_the_provider, by_deletion, by_hr, by_the_day]


@pytest.mark.parametrize("goes", WAYS)
def test_sessions_tokens_feeds_and_links_of_whoever_goes_end_and_those_of_others_do_not(
    cast, provider, doors, an_hour_before_midnight, goes
):
    of_max, of_eve = doors(cast.max), doors(cast.eve)
    goes(cast, provider, cast.max, an_hour_before_midnight)
    assert {name: ask() for name, (ask, _shut) in of_max.items()} == {
        name: shut for name, (_ask, shut) in of_max.items()
    }
    ended_with_the_talk = {f"link {task}" for task in Task} if goes is not by_the_day else set()
    still = {name: ask() for name, (ask, _shut) in of_eve.items() if name not in ended_with_the_talk}
    assert still == dict.fromkeys(still, 200)


@pytest.mark.parametrize("goes", WAYS)
def test_what_a_link_or_a_code_would_do_is_not_done_any_more(cast, provider, an_hour_before_midnight, goes):
    tasks = [
        reverse("one_on_ones:link_use", args=[Link(cast.meeting.pk, cast.max.pk, task).token()])
        for task in Task
    ]
    welcomes = {person: path_for(_invitation(person).pk) for person in (cast.max, cast.ben)}
    letters = {person: _letter(person) for person in (cast.max, cast.eve)}
    goes(cast, provider, cast.max, an_hour_before_midnight)
    assert [Client().post(path, {"text": "After all"}).status_code for path in tasks] == [NOWHERE, NOWHERE]
    assert not Closing.objects.exists() and not AgendaItem.objects.exists()
    came = {
        (person, way): _comes_in(way, sent)
        for way, sent_to in ((reverse("identity:letter_session_create"), letters), ("", welcomes))
        for person, sent in sent_to.items()
    }
    assert sorted(person.name for (person, _way), is_in in came.items() if is_in) == [
        "Ben Builder",
        "Eve Employee",
    ]
    cast.max.account.refresh_from_db()
    assert not cast.max.account.has_usable_password() and not mail.outbox


def _letter(person: Person) -> dict[str, str]:
    """For somebody without e-mail."""
    Account.objects.filter(pk=person.account.pk).update(email=None)
    Person.objects.filter(pk=person.pk).update(external_id=f"N-{person.pk}")
    _row, words = codes.make_code(codes.Purpose.LETTER, person.account)
    return {"number": f"N-{person.pk}", "code": words, "pin": "739462", "pin_again": "739462"}


def _comes_in(way: str, sent: dict[str, str] | str) -> bool:
    browser = Client()
    if isinstance(sent, str):
        browser.post(sent, {"password": PASSWORD})
    else:
        browser.post(way, sent)
    return browser.get("/account/").status_code == 200


@pytest.mark.parametrize("goes", WAYS)
def test_a_password_opens_nothing_any_more(cast, provider, an_hour_before_midnight, goes):
    with_password(cast.max)
    assert sign_in(Client(), cast.max.email).status_code == 302
    goes(cast, provider, cast.max, an_hour_before_midnight)
    browser = Client()
    assert sign_in(browser, cast.max.email).status_code == 422
    assert browser.get("/account/").status_code == 302


@pytest.mark.parametrize("goes", WAYS)
def test_hr_sees_on_their_pages_whom_nobody_leads_now(cast, provider, web, an_hour_before_midnight, goes):
    hana = web(cast.hana)
    lacking = reverse("people:left_place_list")
    assert "Eve Employee" not in hana.get(lacking).content.decode()
    goes(cast, provider, cast.max, an_hour_before_midnight)
    carry_out_departures.func()  # every 30 s
    hana = web(cast.hana)
    page = hana.get(lacking).content.decode()
    assert "Eve Employee" in page and "Ben Builder" in page and "Omar" not in page
    assert "2 people have no active manager" in hana.get("/").content.decode()
