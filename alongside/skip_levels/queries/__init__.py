"""Reading skip-level talks."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Max, Q, QuerySet
from django.utils import timezone

from alongside.core.actor import Actor
from alongside.people.models import Person
from alongside.people.queries import depth_below, people_visible_to
from alongside.skip_levels import audiences, rotation
from alongside.skip_levels.models import Place, Reading, Retelling, SkipTalk, Theme, Topic

State = SkipTalk.State
PEOPLE = ("leader", "person__site", "manager")
MOST_LISTED = 50


@dataclass(frozen=True)
class Suggestion:
    """Somebody whose turn it is."""

    person: Person
    turn: rotation.Turn


def talks_visible_to(actor: Actor) -> QuerySet[SkipTalk]:
    """Those of the two, and for the manager between them that they meet."""
    return SkipTalk.objects.filter(audiences.TALK.q(actor)).select_related(*PEOPLE, "data_key")


def topics_visible_to(actor: Actor) -> QuerySet[Topic]:
    """Words: for the two alone."""
    return Topic.objects.filter(audiences.TOPIC.q(actor)).select_related(
        "author", "talk__data_key", "talk__leader", "talk__person"
    )


def retellings_visible_to(actor: Actor) -> QuerySet[Retelling]:
    """For the leader, and for the manager once it was handed on."""
    return Retelling.objects.filter(audiences.RETELLING.q(actor)).select_related(
        "leader__site", "manager", "data_key"
    )


def readings_visible_to(actor: Actor) -> QuerySet[Reading]:
    """Answers to the actor's team."""
    return Reading.objects.filter(audiences.READING.q(actor)).select_related(
        "retelling__leader", "retelling__manager", "retelling__data_key"
    )


def themes_of(retelling: Retelling) -> list[Theme]:
    """Of one that the caller may read."""
    return list(Theme.objects.filter(retelling=retelling).select_related("retelling__data_key"))


def people_heard(retelling: Retelling) -> list[Person]:
    """Everybody whose talk this tells of, alone or in a group."""
    alone = SkipTalk.objects.filter(retelling=retelling).order_by().values("person")
    in_groups = Place.objects.filter(retelling=retelling, state=Place.State.THERE).order_by().values("person")
    return list(Person.objects.filter(Q(pk__in=alone) | Q(pk__in=in_groups)).order_by("name", "pk"))


def turns_of(actor: Actor) -> list[rotation.Turn]:
    """Everybody two levels below, in fair order; loaded once per request."""
    return actor.once("skip_levels.turns", lambda: _turns(actor, _two_below(actor)))


def turn_of(actor: Actor, person: Person) -> rotation.Turn:
    return _turns(actor, [person.pk])[0]


def suggestions_for(actor: Actor) -> list[Suggestion]:
    """Who is next, and has no talk ahead. A bounded list; the rest follows when these were met."""
    ahead = set(_own(actor).filter(state=State.PLANNED).values_list("person", flat=True))
    next_ones = [turn for turn in turns_of(actor) if turn.person_id not in ahead][: rotation.MOST_SUGGESTED]
    people = people_visible_to(actor).in_bulk([turn.person_id for turn in next_ones])
    return [Suggestion(people[turn.person_id], turn) for turn in next_ones if turn.person_id in people]


def has_planned_talk(actor: Actor, person: Person) -> bool:
    return _own(actor).filter(person=person, state=State.PLANNED).exists()


def talk_to_announce(talk_id: int) -> SkipTalk | None:
    """For the worker."""
    return SkipTalk.objects.select_related(*PEOPLE).filter(pk=talk_id).first()


def retelling_to_announce(retelling_id: int) -> Retelling | None:
    """For the worker."""
    return Retelling.objects.select_related("leader", "manager").filter(pk=retelling_id).first()


def readers_to_tell(retelling: Retelling) -> list[Reading]:
    """For the worker: everybody who gets the answer."""
    return list(Reading.objects.filter(retelling=retelling).select_related("person"))


def _two_below(actor: Actor) -> list[int]:
    return [person for person, depth in depth_below(actor).items() if depth == 2]


def _turns(actor: Actor, person_ids: Sequence[int]) -> list[rotation.Turn]:
    held = _own(actor).filter(state=State.HELD, person__in=person_ids).order_by()
    last = held.values_list("person").annotate(Max("starts_at"))
    return rotation.turns(person_ids, {person: timezone.localdate(at) for person, at in last})


def _own(actor: Actor) -> QuerySet[SkipTalk]:
    return SkipTalk.objects.filter(leader_id=actor.person_id)
