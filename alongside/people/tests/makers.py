"""The company of the tests, made through the services."""

from __future__ import annotations

from datetime import timedelta
from types import SimpleNamespace

from django.utils import timezone

from alongside.core.actor import Actor, Door, system
from alongside.identity.services import open_account
from alongside.people import closure, services
from alongside.people.actors import actor_for
from alongside.people.calendar import today
from alongside.people.models import Person, RoleGrant, Seat, Unit

TESTS = system("tests")


def a_person(name: str, *, seat: Seat | None = None, invited: bool = True) -> Person:
    """Somebody with an account, in this seat for 400 days."""
    email = name.lower().replace(" ", ".") + "@example.org"
    person = services.create_person(actor=TESTS, name=name, email=email)
    person.account = open_account(actor=TESTS, email=email)
    person.invited_at = timezone.now() if invited else None
    person.save()
    if seat is not None:
        services.take_seat(actor=TESTS, person=person, seat=seat, since=today() - timedelta(days=400))
    return person


def a_seat(title: str, unit: Unit | None, above: Seat | None = None) -> Seat:
    since = today() - timedelta(days=400)
    return services.create_seat(actor=TESTS, title=title, unit=unit, reports_to=above, since=since)


def small_company() -> SimpleNamespace:
    """See the `cast` fixture."""
    with closure.one_rebuild(today()):
        return _small_company()


def _small_company() -> SimpleNamespace:
    since = today() - timedelta(days=400)
    company = services.create_unit(actor=TESTS, name="Company")
    works = services.create_unit(actor=TESTS, name="Works", parent=company)
    sales = services.create_unit(actor=TESTS, name="Sales", parent=company)
    hr = services.create_unit(actor=TESTS, name="People", parent=company)
    top = a_seat("Director", company)
    lead = a_seat("Team lead", works, top)
    cast = SimpleNamespace(
        company=company, works=works, sales=sales, hr=hr, lead_seat=lead, top_seat=top,
        dora=a_person("Dora Director", seat=top),
        max=a_person("Max Manager", seat=lead),
        eve=a_person("Eve Employee", seat=a_seat("Engineer", works, lead)),
        ben=a_person("Ben Builder", seat=a_seat("Builder", works, lead)),
        omar=a_person("Omar Other", seat=a_seat("Seller", sales, top)),
        hana=a_person("Hana Partner", seat=a_seat("HR partner", hr, top)),
        ada=a_person("Ada Admin", seat=a_seat("IT", company, top)),
    )  # fmt: skip
    services.cover_unit(actor=TESTS, partner=cast.hana, unit=works, since=since)
    services.grant_role(actor=TESTS, person=cast.ada, role=RoleGrant.Role.ADMINISTRATOR, since=since)
    cast.acts = acts
    return cast


def acts(person: Person, door: Door = Door.WEB) -> Actor:
    """A fresh actor for a person."""
    return actor_for(person, door=door)
