"""Changing commitments. Every change is a turn with who and when; both of the two see it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext_lazy as _

from alongside.audit.services import record
from alongside.commitments import rules
from alongside.commitments.models import Commitment, Turn
from alongside.commitments.policies import can_change_commitment, can_turn_commitment
from alongside.commitments.queries import commitments_visible_to
from alongside.commitments.words import require_words
from alongside.core.actor import Actor
from alongside.core.errors import Invalid, Refused
from alongside.core.models import DataKey
from alongside.people.calendar import today

State, Outcome = Commitment.State, Turn.Outcome


@transaction.atomic
def create_commitment(
    *,
    actor: Actor,
    kind: str,
    owner_id: int,
    owed_to_id: int,
    text: str,
    due_on: date,
    data_key: DataKey | None,
    origin_kind: str = "",
    origin_key: str = "",
    cue: str = "",
) -> Commitment:
    """Write down what was agreed. The caller's policy has decided that the actor may, for both people.

    Raises Invalid for a date in the past or, for a 1:1 action, further than 28 days ahead.
    """
    _check_date(kind, due_on)
    commitment = Commitment.objects.create(
        kind=kind,
        owner_id=owner_id,
        owed_to_id=owed_to_id,
        data_key=data_key,
        text=text,
        cue=cue,
        due_on=due_on,
        origin_kind=origin_kind,
        origin_key=origin_key,
        made_by_id=actor.me,
    )
    record(actor, "commitments.commitment_created", subject=commitment, concerns=commitment.people_ids)
    return commitment


@transaction.atomic
def keep_commitment(*, actor: Actor, commitment: Commitment) -> Turn:
    """Done."""
    can_change_commitment(actor, commitment).enforce()
    return turn_commitment(actor=actor, commitment=commitment, outcome=Outcome.KEPT, state=State.KEPT)


@transaction.atomic
def redate_commitment(*, actor: Actor, commitment: Commitment, due_on: date, reason: str) -> Turn:
    """A new date, with the reason the other one reads. Starts the count of carrying over again."""
    can_change_commitment(actor, commitment).enforce()
    require_words(reason, "reason", _("Say in a few words why the date moves."))
    _check_date(commitment.kind, due_on)
    made = turn_commitment(
        actor=actor,
        commitment=commitment,
        outcome=Outcome.REDATED,
        reason=reason,
        due_was=commitment.due_on,
        due_is=due_on,
    )
    Commitment.objects.filter(pk=commitment.pk).update(due_on=due_on, times_carried=0)
    return made


@transaction.atomic
def drop_commitment(*, actor: Actor, commitment: Commitment, reason: str) -> Turn:
    """No longer needed, with the reason the other one reads."""
    can_change_commitment(actor, commitment).enforce()
    require_words(reason, "reason", _("Say in a few words why it is dropped."))
    return turn_commitment(
        actor=actor, commitment=commitment, outcome=Outcome.DROPPED, state=State.DROPPED, reason=reason
    )


@transaction.atomic
def reopen_commitment(*, actor: Actor, commitment: Commitment) -> Turn:
    """Take it up again: also the undo of done and dropped."""
    return turn_commitment(actor=actor, commitment=commitment, outcome=Outcome.REOPENED, state=State.OPEN)


@transaction.atomic
def carry_over(*, actor: Actor, commitments: Iterable[Commitment]) -> int:
    """Count that these came back open in another meeting; returns how many now ask what to do."""
    ids = [commitment.pk for commitment in commitments if can_turn_commitment(actor, commitment)]
    rows = Commitment.objects.filter(pk__in=ids, state=State.OPEN)
    rows.update(times_carried=F("times_carried") + 1)
    record(actor, "commitments.carried_over", details={"count": len(ids)})
    return rows.filter(times_carried__gte=rules.ASK_AFTER_CARRIED).count()


@transaction.atomic
def uncount_carrying(*, actor: Actor, commitment_ids: list[int]) -> int:
    """The meeting that counted these was taken back; returns how many rows changed."""
    mine = commitments_visible_to(actor).filter(pk__in=commitment_ids, times_carried__gt=0)
    changed = Commitment.objects.filter(pk__in=mine.values("pk")).update(times_carried=F("times_carried") - 1)
    record(actor, "commitments.carrying_taken_back", details={"count": changed})
    return changed


@transaction.atomic
def turn_commitment(
    *,
    actor: Actor,
    commitment: Commitment,
    outcome: Turn.Outcome,
    state: Commitment.State | None = None,
    reason: str = "",
    due_was: date | None = None,
    due_is: date | None = None,
) -> Turn:
    """Note what happened to it. Raises Refused when the other one was faster."""
    can_turn_commitment(actor, commitment).enforce()
    was = [State.OPEN] if outcome != Outcome.REOPENED else [State.KEPT, State.DROPPED]
    changes = {"version": F("version") + 1} | ({"state": state} if state else {})
    if not Commitment.objects.filter(pk=commitment.pk, state__in=was).update(**changes):
        raise Refused(_("This has changed meanwhile. Look at the page once more."))
    made = Turn.objects.create(
        commitment=commitment,
        outcome=outcome,
        made_by_id=actor.me,
        reason=reason,
        due_was=due_was,
        due_is=due_is,
    )
    record(actor, f"commitments.commitment_{outcome}", subject=commitment, concerns=commitment.people_ids)
    return made


def _check_date(kind: str, due_on: date) -> None:
    day = today()
    if due_on < day:
        raise Invalid("due_on", _("Choose a day from today on."))
    if kind == Commitment.Kind.ACTION and due_on > rules.latest_due(day):
        raise Invalid(
            "due_on", _("Choose a day within four weeks; agree on a smaller first step if it takes longer.")
        )
