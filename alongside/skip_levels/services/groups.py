"""Group talks: planned with who is next, a place passed on when somebody can't come, closed with who was there."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from alongside.audit.services import record
from alongside.core.actor import Actor
from alongside.core.errors import Invalid
from alongside.core.later import later
from alongside.people.actors import actor_for
from alongside.people.calendar import check_within_a_year, company_day, today
from alongside.people.models import Person
from alongside.skip_levels import policies, rotation
from alongside.skip_levels.models import GroupTalk, Place, SkipTalk
from alongside.skip_levels.queries import groups as queries
from alongside.skip_levels.services.retellings import hear

State = SkipTalk.State


@transaction.atomic
def invite_group(*, actor: Actor, purpose: str, starts_at: datetime, size: int) -> GroupTalk:
    """Plan an hour with who is next, and tell them and their managers now.

    Nobody is picked: the order is fair. Raises Invalid for a day that is too near, and for one on which fewer than
    five are there.
    """
    Person.objects.select_for_update().get(
        pk=actor.me
    )  # two invitations of one leader come one after the other
    policies.can_invite_group(actor).enforce()
    size = max(policies.FEWEST_IN_GROUP, min(size, policies.MOST_IN_GROUP))
    on = company_day(starts_at)
    check_within_a_year(on, "starts_at")
    people = queries.next_in_turn(actor, on=on)[:size]
    if len(people) < policies.FEWEST_IN_GROUP:
        raise Invalid("starts_at", _("On this day fewer than five of them are there. Choose another one."))
    managers = _managers(people)
    if any(on < rotation.first_day(manager.site, today()) for manager in managers.values()):
        raise Invalid("starts_at", _("Choose a later day: the managers are told a whole working day before."))
    group = GroupTalk.objects.create(leader_id=actor.me, purpose=purpose, starts_at=starts_at)
    Place.objects.bulk_create(Place(group=group, person=one, manager=managers[one.pk]) for one in people)
    concerned = {actor.me, *(one.pk for one in people), *(one.pk for one in managers.values())}
    record(actor, "skip_levels.group_invited", subject=group, concerns=sorted(concerned))
    later("alongside.skip_levels.tasks.announce_group", group_id=group.pk)
    return group


@transaction.atomic
def answer_place(*, actor: Actor, place: Place, coming: bool) -> None:
    """One comes, or gives the place to whoever is next. With fewer than five it does not take place."""
    group = _locked(place.group)
    place = Place.objects.select_related("group").get(pk=place.pk)
    policies.can_answer_place(actor, place).enforce()
    place.state = Place.State.COMING if coming else Place.State.CANNOT
    place.save(update_fields=["state"])
    record(actor, "skip_levels.place_answered", subject=group, concerns=[group.leader_id, place.person_id])
    if not coming:
        later("alongside.skip_levels.tasks.announce_place", place_id=place.pk)
        _pass_on(actor, group)


@transaction.atomic
def call_off_group(*, actor: Actor, group: GroupTalk) -> None:
    """It does not take place; whose turn it is does not change."""
    group = _locked(group)
    policies.can_call_off_group(actor, group).enforce()
    _call_off(actor, group)


@transaction.atomic
def close_group(*, actor: Actor, group: GroupTalk, there: Sequence[int]) -> None:
    """They met. Who was there had their turn, and is heard for their own manager. Raises Invalid without
    anybody, and for somebody who has no place in it."""
    group = _locked(group)
    policies.can_close_group(actor, group).enforce()
    places = queries.places_of(group)
    if not there:
        raise Invalid("there", _("Say who was there, or call it off."))
    if not set(there) <= {place.person_id for place in places}:
        raise Invalid("there", _("Only who was invited can have been there."))
    for place in places:
        was_there = place.person_id in there
        place.state = Place.State.THERE if was_there else Place.State.MISSED
        if was_there:
            place.retelling = hear(actor, group.leader, place.manager_id, place.person_id)
        place.save(update_fields=["state", "retelling"])
    group.state = State.HELD
    group.save(update_fields=["state"])
    record(actor, "skip_levels.group_held", subject=group, concerns=_all(group))


@transaction.atomic
def end_groups_of_leavers(*, actor: Actor, person_ids: Sequence[int]) -> None:
    """Somebody left: what they led is called off, and their place goes to the next one."""
    policies.can_end_talks_of_leavers(actor).enforce()
    planned = GroupTalk.objects.filter(state=State.PLANNED)
    for group in planned.filter(leader__in=person_ids):
        _call_off(actor, _locked(group))
    for group in planned.filter(places__person__in=person_ids).distinct():
        own = Place.objects.filter(group=group, person__in=person_ids, state__in=queries.IN)
        if own.update(state=Place.State.CANNOT):
            record(actor, "skip_levels.place_answered", subject=group, concerns=[group.leader_id])
            _pass_on(actor, _locked(group))


def _pass_on(actor: Actor, group: GroupTalk) -> None:
    """The free place goes to whoever is next, as long as their manager can be told in time."""
    on, taken = company_day(group.starts_at), [place.person_id for place in group.places.all()]
    leader = actor_for(group.leader, door=actor.door)
    for person in queries.next_in_turn(leader, on=on, beside=taken)[:1]:
        manager = _managers([person])[person.pk]
        if on >= rotation.first_day(manager.site, today()):
            place = Place.objects.create(group=group, person=person, manager=manager)
            concerned = [group.leader_id, person.pk, manager.pk]
            record(actor, "skip_levels.place_given", subject=group, concerns=concerned)
            later("alongside.skip_levels.tasks.announce_place", place_id=place.pk)
    if len(queries.places_of(group)) < policies.FEWEST_IN_GROUP:
        _call_off(actor, group)


def _call_off(actor: Actor, group: GroupTalk) -> None:
    if GroupTalk.objects.filter(pk=group.pk, state=State.PLANNED).update(state=State.CALLED_OFF):
        record(actor, "skip_levels.group_called_off", subject=group, concerns=_all(group))
        later("alongside.skip_levels.tasks.announce_group", group_id=group.pk)


def _managers(people: Sequence[Person]) -> dict[int, Person]:
    """{person: manager} of people who have one."""
    ids = queries.managers_of(people)
    found = Person.objects.select_related("site").in_bulk(set(ids.values()))
    return {person: found[manager] for person, manager in ids.items()}


def _locked(group: GroupTalk) -> GroupTalk:
    rows = GroupTalk.objects.select_for_update(of=("self",)).select_related("leader__site")
    return rows.get(pk=group.pk)


def _all(group: GroupTalk) -> list[int]:
    places = queries.places_of(group)
    return sorted({group.leader_id, *(one.person_id for one in places), *(one.manager_id for one in places)})
