"""What features offer beside a person's name: the next act, and the next talk. config/wiring.py lists the providers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from django.utils.functional import Promise

from alongside.core.actor import Actor


@dataclass(frozen=True)
class PersonAct:
    """One thing the actor may do next with a person. `writes` says that the address wants a POST with a once-key."""

    label: str | Promise
    url: str
    writes: bool = False


@dataclass(frozen=True)
class NextTalk:
    """When the actor talks with a person next: an aware instant, or None while no time is chosen."""

    url: str
    starts_at: datetime | None


class PersonSource(Protocol):
    """Asked once per page for everybody on it, never per person; answers for the actor alone."""

    def acts(self, actor: Actor, person_ids: Sequence[int]) -> dict[int, list[PersonAct]]:
        """{person id: what the actor may do next}; people without anything are left out."""

    def talks(self, actor: Actor, person_ids: Sequence[int]) -> dict[int, NextTalk]:
        """{person id: the next talk of the actor with them}."""

    def acts_for_several(self, actor: Actor, person_ids: Sequence[int]) -> list[PersonAct]:
        """What the actor may do next with several of these people at once."""


class PersonNotes(Protocol):
    """Something to know about one person on their page, for those who may; asks whether this actor may before all."""

    def __call__(self, actor: Actor, person_id: int, /) -> list[str | Promise]: ...


_sources: list[PersonSource] = []
_tellers: list[PersonNotes] = []


def provide_for_people(source: PersonSource) -> None:
    """Called once per source by config/wiring.py."""
    if source not in _sources:
        _sources.append(source)


def tell_about_people(teller: PersonNotes) -> None:
    """Called once per teller by config/wiring.py."""
    if teller not in _tellers:
        _tellers.append(teller)


def notes_about(actor: Actor, person_id: int) -> list[str | Promise]:
    """What all tellers have to say to this actor, in the order of the wiring."""
    return [note for teller in _tellers for note in teller(actor, person_id)]


def acts_with(actor: Actor, person_ids: Sequence[int]) -> dict[int, list[PersonAct]]:
    """What all sources offer, in the order of the wiring."""
    found: dict[int, list[PersonAct]] = {}
    for source in _sources:
        for person_id, acts in source.acts(actor, person_ids).items():
            found.setdefault(person_id, []).extend(acts)
    return found


def acts_for_several(actor: Actor, person_ids: Sequence[int]) -> list[PersonAct]:
    """What all sources offer for several people at once, in the order of the wiring."""
    return [act for source in _sources for act in source.acts_for_several(actor, person_ids)]


def talks_with(actor: Actor, person_ids: Sequence[int]) -> dict[int, NextTalk]:
    """The next talk with each of these people; the first source that knows one decides."""
    found: dict[int, NextTalk] = {}
    for source in reversed(_sources):
        found.update(source.talks(actor, person_ids))
    return found
