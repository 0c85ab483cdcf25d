"""How somebody wants to see Alongside: name shown, language, zone, light or dark. Their own choice alone."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from alongside.audit.services import record
from alongside.core.actor import Actor
from alongside.core.errors import Refused
from alongside.people.models import Person
from alongside.people.names import readable_name, split_name
from alongside.people.services import search_form


@transaction.atomic
def update_preferences(
    *, actor: Actor, person: Person, name: str, locale: str, time_zone: str, theme: str
) -> Person:
    """Change one's own name as shown, language, zone and theme."""
    if person.pk != actor.person_id:
        raise Refused(_("Everybody chooses this for themselves."))
    name = readable_name(name)
    if name != person.name:
        person.name, (person.given_name, person.family_name) = name, split_name(name)
    person.locale, person.time_zone, person.theme = locale, time_zone, theme
    person.search_text = search_form(name, person.email)
    person.save(
        update_fields=["name", "given_name", "family_name", "locale", "time_zone", "theme", "search_text"]
    )
    record(actor, "people.preferences_updated", subject=person, concerns=[person.pk])
    return person
