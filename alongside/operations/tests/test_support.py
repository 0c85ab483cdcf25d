"""Somebody from outside helps for some hours: they see the machine, nothing else, and it ends at once."""

from __future__ import annotations

import re
from datetime import timedelta
from types import SimpleNamespace
from uuid import UUID

import pytest
import time_machine
from django.conf import settings
from django.core import mail
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import resolve, reverse
from django.utils import timezone

from alongside.audit.models import AuditEntry
from alongside.core.errors import Invalid, Refused
from alongside.identity.models import SupportAccess
from alongside.identity.support import services
from alongside.operations.tests.makers import make_job, make_mail
from alongside.people.calendar import today
from alongside.people.models import RoleGrant
from alongside.people.services import grant_role
from alongside.people.tests.makers import TESTS
from tests.house.addresses import Address, addresses

pytestmark = pytest.mark.django_db
DOOR, MACHINE = "/support/", "/support/machine/"


def opened(cast: SimpleNamespace, hours: int = 4) -> tuple[SupportAccess, str]:
    return services.open_support(
        actor=cast.acts(cast.ada), name="Sue Supporter", company="Vendor", contact="sue@vendor.example",
        reason="A job hangs", hours=hours,
    )  # fmt: skip


def supporter(key: str) -> Client:
    browser = Client()
    assert browser.post(DOOR, {"key": key}).status_code == 302
    return browser


def test_with_the_key_one_sees_the_machine_and_each_look_is_recorded(cast):
    make_job()
    make_mail(cast.eve)
    access, key = opened(cast)
    page = supporter(key).get(MACHINE)
    assert page.status_code == 200
    assert "Jobs by state" in page.content.decode()
    acts = AuditEntry.objects.filter(action__startswith="identity.support_").order_by("pk")
    assert [one.action.rpartition("_")[2] for one in acts] == ["opened", "begun", "looked"]
    assert acts.last().purpose == f"support-access-{access.pk}"


def test_the_page_names_no_person_no_address_and_no_secret(cast):
    make_mail(cast.eve)
    _access, key = opened(cast)
    page = supporter(key).get(MACHINE).content.decode()
    for person in (cast.eve, cast.max, cast.ada, cast.hana):
        assert person.name not in page
        assert (person.email or "@") not in page
    assert settings.SECRET_KEY not in page
    assert key not in page


def path_to(address: Address) -> str:
    """Its path with something of the right shape for every argument: who is not signed in gets no further."""
    pattern = address.name.split(" ")[1] if address.is_api else f"/{address.pattern}"
    shapes = {"int": "1", "uuid": str(UUID(int=1))}
    return re.sub(r"<(\w+):\w+>|{[^}]*}", lambda found: shapes.get(found.group(1), "x1"), pattern)


def test_every_other_address_treats_them_as_nobody(cast):
    _access, key = opened(cast)
    browser, nobody = supporter(key), Client()
    own = {
        "operations:support_session_create",
        "operations:support_session_delete",
        "operations:support_detail",
    }
    asked = [
        one
        for one in addresses()
        if one.is_ours and one.name not in own and (one.methods <= {"HEAD"} or "GET" in one.methods)
    ]
    for address in asked:
        path = path_to(address)
        resolve(path)  # raises for a path of a wrong shape
        seen = browser.get(path).status_code
        assert seen == nobody.get(path).status_code, path
        if address.asks_who:
            assert seen == (401 if address.is_api else 302), path
    assert sum(address.asks_who for address in asked) > 100
    for path in (f"/people/{cast.eve.pk}/", "/people/", "/administration/", "/administration/mails/", "/"):
        assert browser.get(path).status_code == 302
    assert browser.get("/api/v1/people").status_code == 401


@pytest.mark.parametrize("key", ["", "support-wrong", "support-" + "A" * 32])
def test_a_wrong_key_opens_nothing(cast, key):
    opened(cast)
    browser = Client()
    assert browser.post(DOOR, {"key": key}).status_code == 422
    assert browser.get(MACHINE).status_code == 404
    assert not AuditEntry.objects.filter(action="identity.support_begun").exists()


def test_one_press_ends_the_session_at_the_very_next_request(cast, web):
    access, key = opened(cast)
    browser, ada = supporter(key), web(cast.ada)
    assert browser.get(MACHINE).status_code == 200
    assert ada.post(f"/administration/support/{access.pk}/end/").status_code == 302
    assert browser.get(MACHINE).status_code == 404
    assert Client().post(DOOR, {"key": key}).status_code == 422
    ada.post(f"/administration/support/{access.pk}/end/")
    assert AuditEntry.objects.filter(action="identity.support_ended").count() == 1


def test_time_ends_it_and_nothing_makes_it_longer(cast):
    access, key = opened(cast, hours=1)
    browser = supporter(key)
    with time_machine.travel(timezone.now() + timedelta(minutes=25), tick=False):
        assert browser.get(MACHINE).status_code == 200
    with time_machine.travel(timezone.now() + timedelta(minutes=61), tick=False):
        assert browser.get(MACHINE).status_code == 404
        assert Client().post(DOOR, {"key": key}).status_code == 422
    for hours in (0, 25):
        with pytest.raises(Invalid):
            opened(cast, hours=hours)
    with pytest.raises(IntegrityError), transaction.atomic():
        SupportAccess.objects.filter(pk=access.pk).update(ends_at=timezone.now() + timedelta(hours=30))


@pytest.mark.parametrize("who", ["dora", "max", "eve", "hana", "omar"])
def test_nobody_else_opens_or_ends_it(cast, web, who):
    access, _key = opened(cast)
    actor = cast.acts(getattr(cast, who))
    with pytest.raises(Refused):
        services.open_support(actor=actor, name="X", contact="x", reason="x", hours=1)
    with pytest.raises(Refused):
        services.end_support(actor=actor, access=access)
    browser = web(getattr(cast, who))
    assert browser.get("/administration/support/").status_code == 404
    assert browser.post(f"/administration/support/{access.pk}/end/").status_code == 404
    assert browser.get(MACHINE).status_code == 404
    access.refresh_from_db()
    assert access.is_open
    assert SupportAccess.objects.count() == 1


def test_every_administrator_sees_the_line_on_every_page_and_nobody_else(cast, web):
    access, _key = opened(cast)
    grant_role(actor=TESTS, person=cast.omar, role=RoleGrant.Role.ADMINISTRATOR, since=today())
    for who, sees in ((cast.ada, True), (cast.omar, True), (cast.max, False), (cast.dora, False)):
        assert ("Sue Supporter has access for support" in web(who).get("/people/").content.decode()) is sees
    services.end_support(actor=cast.acts(cast.omar), access=access)
    assert "Sue Supporter" not in web(cast.ada).get("/people/").content.decode()


def test_opening_it_in_the_browser_shows_the_key_once(cast, web):
    browser = web(cast.ada)
    typed = {"name": "Sue", "contact": "sue@vendor.example", "reason": "A job hangs", "hours": "4"}
    assert browser.post("/administration/support/new/", {**typed, "hours": "48"}).status_code == 422
    assert browser.post("/administration/support/new/", typed).status_code == 302
    page = browser.get(reverse("operations:support_list")).content.decode()
    key = page.partition("<code>support-")[2].partition("<")[0]
    assert supporter(f"support-{key}").get(MACHINE).status_code == 200
    assert key not in browser.get(reverse("operations:support_list")).content.decode()
    assert key not in str(SupportAccess.objects.values().get())


def test_a_signed_in_person_who_comes_in_with_a_key_is_signed_out(cast, web):
    _access, key = opened(cast)
    browser = web(cast.eve)
    assert browser.post(DOOR, {"key": key}).status_code == 302
    assert browser.get("/people/").status_code == 302
    assert browser.get(MACHINE).status_code == 200
    browser.post("/support/leave/")
    assert browser.get(MACHINE).status_code == 404


@pytest.mark.django_db(transaction=True)
def test_administrators_are_told_by_mail(cast, run_tasks):
    _access, key = opened(cast)
    supporter(key)
    run_tasks()
    assert [message.to for message in mail.outbox] == [[cast.ada.email]] * 2
    assert not [message for message in mail.outbox if key in message.body or "A job hangs" in message.body]
