"""Reading group talks, and whose turn it is in them."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

from django.db.models import Count, Max, Prefetch, Q, QuerySet
from django.utils import timezone

from alongside.core.actor import Actor
from alongside.people.calendar import today
from alongside.people.models import Person, Placement
from alongside.people.queries import depth_below
from alongside.people.queries.days_away import SOON, absences_visible_to
from alongside.skip_levels import audiences, rotation
from alongside.skip_levels.models import GroupTalk, Place, SkipTalk

IN = (Place.State.INVITED, Place.State.COMING, Place.State.THERE)
PLANNED = SkipTalk.State.PLANNED


def groups_visible_to(actor: Actor) -> QuerySet[GroupTalk]:
    """Those the actor leads, is invited to, or was told of; `places` are the ones they see."""
    # A manager who is told sees the same people from the invitation on: who gave up a place is the group's matter.
    places = places_visible_to(actor).filter(Q(state__in=IN) | Q(manager=actor.person_id))
    seen = GroupTalk.objects.filter(audiences.GROUP.q(actor)).select_related("leader__site")
    return seen.prefetch_related(Prefetch("places", places, to_attr="seen_places"))


def places_visible_to(actor: Actor) -> QuerySet[Place]:
    """For the leader and the group all of it, for a manager their own people."""
    return Place.objects.filter(audiences.PLACE.q(actor)).select_related("person", "manager", "group__leader")


def seen_places(group: GroupTalk) -> list[Place]:
    """The places that the reader of a group sees; of one that came through `groups_visible_to`."""
    return list(group.seen_places)  # type: ignore[attr-defined]


def own_place(actor: Actor, group: GroupTalk) -> Place | None:
    """The reader's own, also after they gave it up."""
    return places_visible_to(actor).filter(group=group, person=actor.person_id).first()


def is_told(actor: Actor, group: GroupTalk, mine: Place | None) -> bool:
    """A manager who knows that it takes place, and not who comes."""
    return actor.person_id != group.leader_id and mine is None


def heard_in(places: Collection[Place]) -> list[int]:
    """The retellings into which went what these people said; for the leader."""
    return sorted({one.retelling_id for one in places if one.retelling_id is not None})


def places_of(group: GroupTalk) -> list[Place]:
    """For services and the worker: who is in it now."""
    rows = Place.objects.filter(group=group, state__in=IN)
    return list(rows.select_related("person__account", "person__site", "manager__site"))


def place_to_announce(place_id: int) -> Place | None:
    """For the worker."""
    return Place.objects.select_related("person", "manager", "group__leader").filter(pk=place_id).first()


def group_to_announce(group_id: int) -> GroupTalk | None:
    """For the worker."""
    return GroupTalk.objects.select_related("leader").filter(pk=group_id).first()


def next_in_turn(actor: Actor, *, on: date | None = None, beside: Collection[int] = ()) -> list[Person]:
    """Everybody two levels below in fair order, without who sits in a planned group, and who is away on that day."""
    leader = actor.person_id
    below = {person for person, depth in depth_below(actor).items() if depth == 2} - set(beside)
    ahead = Place.objects.filter(group__leader=leader, group__state=PLANNED, state__in=IN)
    below -= set(ahead.order_by().values_list("person", flat=True))
    if on is not None:
        # Later days away are not for everybody to know, and whether a group comes about would tell.
        known = absences_visible_to(actor).filter(during__startswith__lte=today() + SOON)
        away = known.filter(person__in=below, during__contains=on)
        below -= set(away.values_list("person", flat=True))
    people = Person.objects.filter(pk__in=below, erased_at=None, left_on=None).select_related("site")
    found = people.in_bulk()
    return [found[turn.person_id] for turn in rotation.group_order(_turns(leader, list(found)))]


def managers_of(people: Collection[Person]) -> dict[int, int]:
    """{person: manager by their primary seat}."""
    rows = Placement.objects.filter(person__in=people, manager__isnull=False)
    return dict(rows.values_list("person", "manager"))


def _turns(leader: int | None, people: list[int]) -> list[rotation.GroupTurn]:
    there = Place.objects.filter(group__leader=leader, person__in=people, state=Place.State.THERE)
    rows = there.order_by().values_list("person").annotate(Count("pk"), Max("group__starts_at"))
    past = {person: (times, timezone.localdate(last)) for person, times, last in rows}
    managers = dict(Placement.objects.filter(person__in=people).values_list("person", "manager"))
    return [
        rotation.GroupTurn(one, manager, *past.get(one, (0, None)))
        for one in people
        if (manager := managers.get(one)) is not None
    ]
