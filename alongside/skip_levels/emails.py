"""Every mail about skip-level talks. They say that, when and for which purpose people meet, never what they say."""

from __future__ import annotations

from collections.abc import Sequence

from django.urls import reverse
from django.utils import timezone, translation

from alongside.core import calendar_offers
from alongside.notifications.services import tell
from alongside.people.models import Person
from alongside.skip_levels import queries
from alongside.skip_levels.models import GroupTalk, Place, Retelling, SkipTalk
from alongside.skip_levels.plans import planned_group


def talk_planned(talk: SkipTalk) -> None:
    """To the person: an invitation. To the manager between: that they meet and why, before it happens."""
    for person, template in ((talk.person, "talk_invited"), (talk.manager, "talk_announced")):
        tell(
            person=person,
            template=f"skip_levels/email/{template}",
            key=f"skip-levels-{template}-{talk.pk}",
            context=_about(talk),
        )


def talk_called_off(talk: SkipTalk) -> None:
    """To the three."""
    for person in (talk.leader, talk.person, talk.manager):
        tell(
            person=person,
            template="skip_levels/email/talk_called_off",
            key=f"skip-levels-called-off-{talk.pk}-{person.pk}",
            context=_about(talk),
        )


def themes_handed_on(retelling: Retelling) -> None:
    """To the manager."""
    tell(
        person=retelling.manager,
        template="skip_levels/email/themes_handed_on",
        key=f"skip-levels-themes-{retelling.pk}",
        context={
            "leader_name": retelling.leader.first_name,
            "path": reverse("skip_levels:retelling_detail", args=[retelling.pk]),
        },
    )


def team_answered(retelling: Retelling) -> None:
    """To everybody who gets the answer."""
    for reading in queries.readers_to_tell(retelling):
        tell(
            person=reading.person,
            template="skip_levels/email/team_answered",
            key=f"skip-levels-answer-{reading.pk}",
            context={
                "leader_name": retelling.leader.first_name,
                "path": reverse("skip_levels:reading_detail", args=[reading.pk]),
            },
            routine=True,
        )


def _about(talk: SkipTalk) -> dict[str, object]:
    return {
        "leader_name": talk.leader.name,
        "person_name": talk.person.name,
        "purpose": talk.purpose,
        "starts_at": talk.starts_at.isoformat(),
        "path": reverse("skip_levels:talk_detail", args=[talk.pk]),
    }


def group_changed(group: GroupTalk, places: Sequence[Place]) -> None:
    """To everybody in it and to the leader: an event for their calendars, or its end. To each manager: who of theirs."""
    if group.state == SkipTalk.State.CALLED_OFF:
        for person in (group.leader, *(place.person for place in places)):
            _tell(group, person, "group_called_off", "CANCEL")
        for manager in {place.manager_id: place.manager for place in places}.values():
            _tell(group, manager, "group_called_off")
    elif group.state == SkipTalk.State.PLANNED:
        for place in places:
            _tell(group, place.person, "group_invited", "REQUEST")
        for manager_id in sorted({place.manager_id for place in places}):
            own = [place for place in places if place.manager_id == manager_id]
            _announce(group, own)


def place_changed(place: Place) -> None:
    """A place that was given up, or one that was passed on."""
    if place.state == Place.State.CANNOT:
        _tell(place.group, place.person, "group_left", "CANCEL")
    elif place.group.state == SkipTalk.State.PLANNED:
        _tell(place.group, place.person, "group_invited", "REQUEST")
        _announce(place.group, [place])


def _announce(group: GroupTalk, own: Sequence[Place]) -> None:
    names = ", ".join(place.person.name for place in own)
    _tell(group, own[0].manager, "group_announced", also=f"-{own[0].pk}", people_names=names)


def _tell(
    group: GroupTalk, person: Person, template: str, method: str = "", *, also: str = "", **more: object
) -> None:
    context = {
        "leader_name": group.leader.name,
        "purpose": group.purpose,
        "starts_at": group.starts_at.isoformat(),
        "path": reverse("skip_levels:group_detail", args=[group.pk]),
        **more,
    }
    if method and person.email:
        with translation.override(person.language), timezone.override(person.zone):
            body = calendar_offers.written(
                planned_group(group, [person.pk]), name=person.name, email=person.email, method=method
            )
        context["calendar"] = {"method": method, "body": body, "reply_to": ""}
    key = f"skip-levels-{template.replace('_', '-')}-{group.pk}{also}"
    tell(person=person, template=f"skip_levels/email/{template}", key=key, context=context)
