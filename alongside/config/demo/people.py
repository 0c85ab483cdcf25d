"""Fills an empty database with Brightwater Instruments: people, seats, lines, HR partners, absences."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from itertools import count
from typing import Any

from django.utils import timezone

from alongside.config.demo import company
from alongside.config.demo.conversations import add_conversations
from alongside.config.demo.names import bulk_names
from alongside.config.demo.past import highlight_pairs
from alongside.config.progress import tell
from alongside.core.actor import system
from alongside.core.later import later
from alongside.identity.services import open_account
from alongside.people import closure, services
from alongside.people.calendar import today
from alongside.people.models import Person, RoleGrant, Seat, Site, Unit

DEMO = system("demo")
EVERYBODY = len(company.PARTS) + len(company.LEADS) + sum(crowd.count for crowd in company.CROWDS)
LOCALES = {"Rotterdam": "en", "Leeds": "en", "Austin": "en"}


@dataclass
class Founding:
    """What has been made so far, by name."""

    since: date
    units: dict[str, Unit] = field(default_factory=dict)
    sites: dict[str, Site] = field(default_factory=dict)
    seats: dict[str, Seat] = field(default_factory=dict)
    people: dict[str, Person] = field(default_factory=dict)
    numbers: count[int] = field(default_factory=lambda: count(10_001))


def seed() -> dict[str, Any]:
    """Make the company and the words of a few pairs; the older past follows in the background. Does nothing twice."""
    if Person.objects.exists():
        return {"people": Person.objects.count(), "made": 0}
    founding = Founding(since=today() - timedelta(days=800))
    with closure.one_rebuild(today()):
        _places(founding)
        waiting = [*company.PARTS, *company.LEADS]
        while waiting:  # whoever leads comes before those they lead
            now = [part for part in waiting if part.above is None or part.above in founding.seats]
            waiting = [part for part in waiting if part not in now]
            for part in now:
                _employ(founding, part)
        _crowds(founding)
        _duties(founding)
    highlight_pairs()
    add_conversations()
    later("alongside.config.tasks.add_demo_past")
    return {"people": len(founding.people), "made": len(founding.people)}


def _places(founding: Founding) -> None:
    for name, (zone, country, subdivision) in company.SITES.items():
        founding.sites[name] = Site.objects.create(
            name=name, time_zone=zone, country=country, subdivision=subdivision
        )
    for name, above in company.UNITS:
        founding.units[name] = services.create_unit(
            actor=DEMO, name=name, parent=founding.units[above] if above else None
        )


def _employ(founding: Founding, part: company.Part) -> None:
    tell(len(founding.people) + 1, EVERYBODY, "people", every=25)
    above = founding.seats[part.above] if part.above else None
    seat = services.create_seat(
        actor=DEMO, title=part.title, unit=founding.units[part.unit], reports_to=above, since=founding.since
    )
    number = next(founding.numbers)
    email = _address(part.name, number) if part.email else None
    person = services.create_person(actor=DEMO, name=part.name, email=email, external_id=f"BW{number}")
    person.site = founding.sites[part.site]
    person.time_zone = person.site.time_zone
    person.account = open_account(actor=DEMO, email=email)
    person.invited_at = timezone.now() if email else None
    person.save()
    services.take_seat(actor=DEMO, person=person, seat=seat, since=founding.since)
    founding.seats[part.name], founding.people[part.name] = seat, person


def _crowds(founding: Founding) -> None:
    names = bulk_names(company.SEED)
    for crowd in company.CROWDS:
        pool = names[company.SITES[crowd.site][1]]
        for _ in range(crowd.count):
            name = next(name for name in iter(pool.pop, None) if name not in founding.people)
            _employ(
                founding,
                company.Part(name, crowd.title, crowd.unit, crowd.above, crowd.site, email=crowd.email),
            )


def _duties(founding: Founding) -> None:
    people, since = founding.people, founding.since
    for part in company.PARTS:
        if part.role:
            services.grant_role(
                actor=DEMO, person=people[part.name], role=RoleGrant.Role(part.role), since=since
            )
    for partner, units in company.COVERAGE.items():
        for unit in units:
            services.cover_unit(actor=DEMO, partner=people[partner], unit=founding.units[unit], since=since)
    for title, unit, above in company.VACANCIES:
        services.create_seat(
            actor=DEMO,
            title=title,
            unit=founding.units[unit],
            reports_to=founding.seats[above],
            since=today(),
        )
    second = services.create_seat(
        actor=DEMO,
        title="Works council, released",
        unit=founding.units["Brightwater Instruments"],
        reports_to=founding.seats["Ingrid Aalto"],
        since=since,
    )
    services.take_seat(
        actor=DEMO, person=people["Anouk Smit"], seat=second, since=since, share=Decimal("0.4"), primary=False
    )


def _address(name: str, number: int) -> str:
    plain = services.search_form(name).replace(" ", ".")
    local = plain if plain.isascii() else f"bw{number}"
    return f"{local.replace("'", '')}@brightwater.example"
