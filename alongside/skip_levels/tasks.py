"""The worker's door to skip-level talks: load, call, done."""

from __future__ import annotations

from django.tasks import task

from alongside.skip_levels import emails, queries
from alongside.skip_levels.queries import groups


@task
def announce_talk(talk_id: int) -> None:
    """Invite the person, and tell the manager with the purpose."""
    talk = queries.talk_to_announce(talk_id)
    if talk is not None:
        emails.talk_planned(talk)


@task
def announce_calling_off(talk_id: int) -> None:
    """Tell the three that it does not take place."""
    talk = queries.talk_to_announce(talk_id)
    if talk is not None:
        emails.talk_called_off(talk)


@task
def announce_themes(retelling_id: int) -> None:
    """Tell the manager that there is something to read."""
    retelling = queries.retelling_to_announce(retelling_id)
    if retelling is not None:
        emails.themes_handed_on(retelling)


@task
def announce_answer(retelling_id: int) -> None:
    """Tell the team that there is an answer."""
    retelling = queries.retelling_to_announce(retelling_id)
    if retelling is not None:
        emails.team_answered(retelling)


@task
def announce_group(group_id: int) -> None:
    """Invite the group and tell its managers, or tell them that it does not take place."""
    group = groups.group_to_announce(group_id)
    if group is not None:
        emails.group_changed(group, groups.places_of(group))


@task
def announce_place(place_id: int) -> None:
    """Invite somebody who follows, with their manager, or take the invitation back from who gave up the place."""
    place = groups.place_to_announce(place_id)
    if place is not None:
        emails.place_changed(place)
