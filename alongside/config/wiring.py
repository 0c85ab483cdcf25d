"""The only place where features meet: every provider, every reaction to an event, by name and in order."""

from __future__ import annotations

from alongside.commitments import offers as commitments
from alongside.core import person_offers, things
from alongside.identity import bearers
from alongside.invitations import offers as invitations
from alongside.one_on_ones import offers as one_on_ones
from alongside.one_on_ones.person_offers import TalksWithPeople
from alongside.people.bearers import PeopleBehindAccounts

KINDS = [*commitments.KINDS, *invitations.KINDS, *one_on_ones.KINDS]
PERSON_SOURCES: list[person_offers.PersonSource] = [TalksWithPeople()]


def wire() -> None:
    """Called once when Django is ready."""
    bearers.use(PeopleBehindAccounts())
    for kind in KINDS:
        things.declare(kind)
    for source in PERSON_SOURCES:
        person_offers.provide_for_people(source)
