"""Skip-level talks and groups as calendars need them: times and who meets, never a word of it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from alongside.core.actor import Actor
from alongside.core.calendar_offers import PlannedTalk, Single
from alongside.skip_levels import queries
from alongside.skip_levels.models import GroupTalk, SkipTalk
from alongside.skip_levels.queries import groups

SHOWN_BACK = timedelta(days=90)
OFF = SkipTalk.State.CALLED_OFF


class SkipLevelPlans:
    """Implements core's CalendarSource. Managers who were told have nothing of it in their calendars."""

    def talks_of(self, actor: Actor) -> list[PlannedTalk]:
        since = timezone.now() - SHOWN_BACK
        me = Q(leader=actor.person_id) | Q(person=actor.person_id)
        talks = queries.talks_visible_to(actor).filter(me, starts_at__gt=since)
        own = groups.groups_visible_to(actor).filter(starts_at__gt=since)
        return [
            *(planned_talk(talk, actor.person_id) for talk in talks),
            *(planned_group(group, people) for group in own if actor.person_id in (people := _people(group))),
        ]

    def talk(self, kind: str, key: int) -> PlannedTalk | None:
        """Invitations by mail are not chosen for these."""
        return None


def planned_talk(talk: SkipTalk, viewer: int | None) -> PlannedTalk:
    return _plan(
        "skip_levels.skiptalk", talk, (talk.leader_id, talk.person_id),
        reverse("skip_levels:talk_detail", args=[talk.pk]),
        _("Skip-level talk with %(name)s") % {"name": talk.other(viewer).first_name},
    )  # fmt: skip


def planned_group(group: GroupTalk, people: Sequence[int]) -> PlannedTalk:
    return _plan(
        "skip_levels.grouptalk", group, tuple(people), reverse("skip_levels:group_detail", args=[group.pk]),
        _("Group talk with %(name)s") % {"name": group.leader.name},
    )  # fmt: skip


def _plan(
    kind: str, talk: SkipTalk | GroupTalk, people: tuple[int, ...], path: str, title: str
) -> PlannedTalk:
    """One event in UTC: nothing repeats. Calling off is its second version."""
    is_off = talk.state == OFF
    return PlannedTalk(
        kind=kind,
        key=talk.pk,
        people=people,
        path=path,
        zone="UTC",
        minutes=talk.minutes,
        began_on=talk.invited_at.date(),
        singles=(Single(talk.pk, talk.starts_at, talk.minutes, int(is_off), is_cancelled=is_off),),
        goes_on=False,
        title=title,
    )


def _people(group: GroupTalk) -> list[int]:
    """Who has it in the calendar: the leader and the group. Of a group where one was only told, nobody is named."""
    return [group.leader_id, *(place.person_id for place in group.seen_places)]  # type: ignore[attr-defined]
