"""A manager begins alone: names they type, seen by nobody else."""

from __future__ import annotations

import pytest

from alongside.audit.models import AuditEntry
from alongside.core.actor import ANONYMOUS
from alongside.core.errors import Invalid, Refused
from alongside.people import queries
from alongside.people.models import Person
from alongside.people.services import add_typed_person


def test_only_the_one_who_typed_the_name_sees_it_and_leads_them(cast):
    typed = add_typed_person(actor=cast.acts(cast.omar), name="Núria Ferrer", email="Nuria@Example.org")
    assert (typed.email, typed.first_name, typed.invited_at) == ("nuria@example.org", "Núria", None)
    assert typed in queries.team_of(cast.acts(cast.omar))
    for person in (cast.max, cast.hana, cast.ada, cast.dora):
        assert typed not in queries.people_visible_to(cast.acts(person))


def test_typing_the_same_name_twice_is_one_person(cast):
    both = [add_typed_person(actor=cast.acts(cast.omar), name=name) for name in ("Nora  Neu", " Nora Neu ")]
    assert both[0] == both[1]
    assert add_typed_person(actor=cast.acts(cast.max), name="Nora Neu") != both[0]


def test_an_e_mail_of_the_directory_is_not_taken(cast):
    count = Person.objects.count()
    with pytest.raises(Invalid):
        add_typed_person(actor=cast.acts(cast.omar), name="Eve", email=cast.eve.email.upper())
    with pytest.raises(Refused):
        add_typed_person(actor=ANONYMOUS, name="Somebody")
    assert Person.objects.count() == count
    assert not AuditEntry.objects.filter(action="people.person_typed").exists()
