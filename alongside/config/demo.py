"""The demo company Brightwater Instruments, made through the services."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.utils import timezone

from alongside.core.actor import Door, system
from alongside.identity.services import open_account
from alongside.one_on_ones.services import add_item, start_series
from alongside.people import services
from alongside.people.actors import actor_for
from alongside.people.calendar import today
from alongside.people.models import Person, Seat, Unit

CAST = [
    # name, e-mail, title, reports to
    ("Graham Holt", "graham.holt@brightwater.example", "Plant director", None),
    ("Petra Novak", "petra.novak@brightwater.example", "Engineering manager", "Graham Holt"),
    ("Eva Lindqvist", "eva.lindqvist@brightwater.example", "Firmware engineer", "Petra Novak"),
]


def seed() -> dict[str, Any]:
    """Fill an empty database; does nothing when there are people already."""
    if Person.objects.exists():
        return {"people": Person.objects.count(), "made": 0}
    actor, since = system("demo"), today() - timedelta(days=400)
    unit = services.create_unit(actor=actor, name="Engineering")
    seats: dict[str | None, Seat] = {}
    people: dict[str, Person] = {}
    for name, email, title, above in CAST:
        seats[name] = services.create_seat(
            actor=actor,
            title=title,
            unit=Unit.objects.get(pk=unit.pk),
            reports_to=seats.get(above),
            since=since,
        )
        person = services.create_person(actor=actor, name=name, email=email)
        person.account = open_account(actor=actor, email=email)
        person.invited_at = timezone.now()
        person.save()
        services.take_seat(actor=actor, person=person, seat=seats[name], since=since)
        people[name] = person
    petra = actor_for(people["Petra Novak"], door=Door.COMMAND)
    series = start_series(actor=petra, employee=people["Eva Lindqvist"])
    add_item(actor=petra, series=series, text="Thank you for taking the audit call")
    return {"people": len(CAST), "made": len(CAST)}
