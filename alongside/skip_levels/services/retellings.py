"""Closing skip-level talks, and what goes back: themes to the manager, then one answer to the team."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from alongside.audit.services import record
from alongside.commitments.models import Commitment
from alongside.commitments.queries import commitments_from
from alongside.commitments.services import create_commitment, drop_commitment, keep_commitment
from alongside.core.actor import Actor
from alongside.core.errors import Invalid
from alongside.core.later import later
from alongside.core.models import DataKey
from alongside.people.calendar import today
from alongside.people.models import Person
from alongside.skip_levels import policies, queries, rotation
from alongside.skip_levels.models import Reading, Retelling, SkipTalk, Theme

State = Retelling.State
ORIGIN = "skip_levels.retelling"
HAND_ON_WITHIN = 5  # working days
ANSWER_WITHIN = timedelta(days=30)


@transaction.atomic
def close_talk(*, actor: Actor, talk: SkipTalk) -> None:
    """They met. What was heard is gathered per manager, and from the third person on its date runs."""
    talk = SkipTalk.objects.select_for_update(of=("self",)).select_related("leader__site").get(pk=talk.pk)
    policies.can_close_talk(actor, talk).enforce()
    talk.state = SkipTalk.State.HELD
    talk.retelling = hear(actor, talk.leader, talk.manager_id, talk.person_id)
    talk.save(update_fields=["state", "retelling"])
    three = [talk.leader_id, talk.person_id, talk.manager_id]
    record(actor, "skip_levels.talk_held", subject=talk, concerns=three)


@transaction.atomic
def add_theme(*, actor: Actor, retelling: Retelling, text: str, heard_from: Sequence[int]) -> Theme:
    """One theme. Raises Invalid when it was not heard from two people of these talks. From whom is not stored."""
    retelling = _locked(retelling)
    policies.can_change_themes(actor, retelling).enforce()
    heard = {person.pk for person in queries.people_heard(retelling)}
    if len(heard & set(heard_from)) < policies.FEWEST_FOR_THEME:
        raise Invalid("heard_from", _("Hand on only what you heard from two people or more."))
    theme = Theme.objects.create(retelling=retelling, text=text)
    record(actor, "skip_levels.theme_added", subject=retelling, concerns=[actor.me])
    return theme


@transaction.atomic
def remove_theme(*, actor: Actor, retelling: Retelling, theme_id: int) -> None:
    policies.can_change_themes(actor, retelling).enforce()
    Theme.objects.filter(pk=theme_id, retelling=retelling).delete()
    record(actor, "skip_levels.theme_removed", subject=retelling, concerns=[actor.me])


@transaction.atomic
def hand_on_themes(*, actor: Actor, retelling: Retelling) -> None:
    """The manager gets the themes, and the team is promised an answer. Raises Invalid without a theme."""
    retelling = _locked(retelling)
    policies.can_hand_on_themes(actor, retelling).enforce()
    if not retelling.themes.exists():
        raise Invalid("text", _("Write down a theme first, or say that there is none."))
    retelling.state, retelling.handed_on_at = State.HANDED_ON, timezone.now()
    retelling.save(update_fields=["state", "handed_on_at"])
    record(actor, "skip_levels.themes_handed_on", subject=retelling, concerns=_both(retelling))
    _keep(actor, retelling)
    _promise(actor, retelling, str(_("Tell the team what I heard and what we did")), today() + ANSWER_WITHIN)
    later("alongside.skip_levels.tasks.announce_themes", retelling_id=retelling.pk)


@transaction.atomic
def close_without_themes(*, actor: Actor, retelling: Retelling) -> None:
    """Nothing was heard from two people: nothing travels, and what was written meanwhile is deleted."""
    retelling = _locked(retelling)
    policies.can_hand_on_themes(actor, retelling).enforce()
    retelling.themes.all().delete()
    retelling.state = State.CLOSED
    retelling.save(update_fields=["state"])
    record(actor, "skip_levels.retelling_closed", subject=retelling, concerns=_both(retelling))
    for commitment in _open_promises(actor, retelling):
        reason = str(_("Nothing was heard from two people or more."))
        drop_commitment(actor=actor, commitment=commitment, reason=reason)


@transaction.atomic
def answer_team(*, actor: Actor, retelling: Retelling, done: str) -> None:
    """ "You said, we did", once: to today's team of the manager and to everybody who was heard."""
    retelling = _locked(retelling)
    policies.can_answer_team(actor, retelling).enforce()
    retelling.state, retelling.done, retelling.answered_at = State.ANSWERED, done, timezone.now()
    retelling.save(update_fields=["state", "done", "answered_at"])
    readers = set(_team(retelling)) | {person.pk for person in queries.people_heard(retelling)}
    Reading.objects.bulk_create(Reading(retelling=retelling, person_id=one) for one in sorted(readers))
    record(actor, "skip_levels.team_answered", subject=retelling, concerns=[*_both(retelling), *readers])
    _keep(actor, retelling)
    later("alongside.skip_levels.tasks.announce_answer", retelling_id=retelling.pk)


def hear(actor: Actor, leader: Person, manager_id: int, person_id: int) -> Retelling:
    """Into which retelling a talk with this person goes. The third person starts the clock."""
    retelling, _is_new = Retelling.objects.get_or_create(
        leader=leader,
        manager_id=manager_id,
        state=State.OPEN,
        defaults={"data_key": DataKey.fresh()},
    )
    retelling = _locked(retelling)  # two talks closed at once: the second sees the first
    heard = {person.pk for person in queries.people_heard(retelling)} | {person_id}
    if retelling.due_on is None and len(heard) >= policies.FEWEST_HEARD:
        retelling.due_on = rotation.working_days_after(leader.site, today(), HAND_ON_WITHIN)
        retelling.save(update_fields=["due_on"])
        _promise(actor, retelling, str(_("Hand on what I heard in skip-level talks")), retelling.due_on)
    return retelling


def _promise(actor: Actor, retelling: Retelling, text: str, due_on: date) -> None:
    create_commitment(
        actor=actor,
        kind=Commitment.Kind.PROMISE,
        owner_id=retelling.leader_id,
        owed_to_id=retelling.manager_id,
        text=text,
        due_on=due_on,
        data_key=DataKey.fresh(),
        origin_kind=ORIGIN,
        origin_key=str(retelling.pk),
    )


def _keep(actor: Actor, retelling: Retelling) -> None:
    for commitment in _open_promises(actor, retelling):
        keep_commitment(actor=actor, commitment=commitment)


def _open_promises(actor: Actor, retelling: Retelling) -> list[Commitment]:
    own = commitments_from(actor, kind=ORIGIN, key=retelling.pk)
    return list(own.filter(state=Commitment.State.OPEN))


def _team(retelling: Retelling) -> list[int]:
    team = Person.objects.filter(placement__manager=retelling.manager_id, erased_at=None, left_on=None)
    return list(team.values_list("pk", flat=True))


def _locked(retelling: Retelling) -> Retelling:
    found = Retelling.objects.select_for_update(of=("self",)).select_related("data_key", "leader__site")
    return found.get(pk=retelling.pk)


def _both(retelling: Retelling) -> list[int]:
    return [retelling.leader_id, retelling.manager_id]
