"""How far the company is set up: all questions in one query."""

from __future__ import annotations

from django.db.models import Exists

from alongside.core.actor import Actor
from alongside.people.calendar import today
from alongside.people.models import Company, Coverage, ImportRun, Outsider, Person, RoleGrant, Site


def set_up_so_far(actor: Actor) -> dict[str, bool]:
    """What is there, by the names of the annotations; asked once a request, from the reader's own row."""
    return actor.once("people.set_up_so_far", lambda: _asked(actor))


def _asked(actor: Actor) -> dict[str, bool]:
    held = RoleGrant.objects.filter(during__contains=today(), person__erased_at=None)
    company = Company.objects.filter(pk=1)
    found = {
        "named": company.exclude(name=""),
        "small_hr": company.filter(small_hr=True),
        "mail_tested": company.filter(mail_tested_at__isnull=False),
        "sites": Site.objects.all(),
        "people": Person.objects.exclude(pk=actor.me),
        "file": ImportRun.objects.filter(state=ImportRun.State.APPLIED),
        "head_of_hr": held.filter(role=RoleGrant.Role.HEAD_OF_HR),
        "others_with_duties": held.exclude(person_id=actor.me),
        "partners": Coverage.objects.filter(during__contains=today()),
        "outsiders": Outsider.objects.all(),
    }
    asked = Person.objects.filter(pk=actor.me).annotate(
        **{f"has_{name}": Exists(rows) for name, rows in found.items()}
    )
    return dict(asked.values(*(f"has_{name}" for name in found)).get())
