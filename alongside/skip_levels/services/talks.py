"""Inviting to a skip-level talk, preparing it, calling it off."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from alongside.audit.services import record
from alongside.core.actor import Actor
from alongside.core.errors import Invalid
from alongside.core.later import later
from alongside.core.models import DataKey
from alongside.people.calendar import check_within_a_year, company_day, today
from alongside.people.models import Person
from alongside.people.queries import manager_id_of
from alongside.skip_levels import policies, rotation
from alongside.skip_levels.models import SkipTalk, Topic

State = SkipTalk.State


@transaction.atomic
def invite_to_talk(*, actor: Actor, person: Person, purpose: str, starts_at: datetime) -> SkipTalk:
    """Plan half an hour and tell both the person and their manager now. Raises Invalid for a day that is too near."""
    Person.objects.select_for_update().get(
        pk=actor.me
    )  # two invitations of one leader come one after the other
    policies.can_invite_to_talk(actor, person).enforce()
    manager = Person.objects.select_related("site").get(pk=manager_id_of(person) or 0)
    check_within_a_year(company_day(starts_at), "starts_at")
    if company_day(starts_at) < rotation.first_day(manager.site, today()):
        raise Invalid("starts_at", _("Choose a later day: the manager is told a whole working day before."))
    talk = SkipTalk.objects.create(
        leader_id=actor.me,
        person=person,
        manager=manager,
        data_key=DataKey.fresh(),
        purpose=purpose,
        starts_at=starts_at,
    )
    record(actor, "skip_levels.talk_invited", subject=talk, concerns=_three(talk))
    later("alongside.skip_levels.tasks.announce_talk", talk_id=talk.pk)
    return talk


@transaction.atomic
def call_off_talk(*, actor: Actor, talk: SkipTalk) -> None:
    """It does not take place; whose turn it is does not change."""
    policies.can_change_talk(actor, talk).enforce()
    _call_off(actor, talk)


@transaction.atomic
def add_topic(*, actor: Actor, talk: SkipTalk, text: str) -> Topic:
    policies.can_change_talk(actor, talk).enforce()
    topic = Topic.objects.create(talk=talk, author_id=actor.me, text=text)
    record(actor, "skip_levels.topic_added", subject=talk, concerns=[talk.leader_id, talk.person_id])
    return topic


@transaction.atomic
def remove_topic(*, actor: Actor, topic: Topic) -> None:
    policies.can_remove_topic(actor, topic).enforce()
    talk = topic.talk
    topic.delete()
    record(actor, "skip_levels.topic_removed", subject=talk, concerns=[talk.leader_id, talk.person_id])


@transaction.atomic
def end_talks_of_leavers(*, actor: Actor, person_ids: Sequence[int]) -> None:
    """Somebody left: what they had planned as one of the two does not take place."""
    policies.can_end_talks_of_leavers(actor).enforce()
    planned = SkipTalk.objects.filter(state=State.PLANNED)
    for talk in planned.filter(leader__in=person_ids) | planned.filter(person__in=person_ids):
        _call_off(actor, talk)


def _call_off(actor: Actor, talk: SkipTalk) -> None:
    if SkipTalk.objects.filter(pk=talk.pk, state=State.PLANNED).update(state=State.CALLED_OFF):
        record(actor, "skip_levels.talk_called_off", subject=talk, concerns=_three(talk))
        later("alongside.skip_levels.tasks.announce_calling_off", talk_id=talk.pk)


def _three(talk: SkipTalk) -> list[int]:
    return [talk.leader_id, talk.person_id, talk.manager_id]
