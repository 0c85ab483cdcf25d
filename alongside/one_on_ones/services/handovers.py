"""Handing over to a new manager: opened by the software, decided by the employee."""

from __future__ import annotations

from django.db import transaction
from django.db.models import F, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from alongside.audit.services import record
from alongside.core.actor import Actor
from alongside.core.errors import Invalid, Refused, Stale
from alongside.core.later import later
from alongside.core.models import DataKey
from alongside.one_on_ones.models import HandedOn, Handover, Series
from alongside.one_on_ones.policies import (
    can_complete_handover,
    can_open_handovers,
    can_prepare_handover,
    can_write_handover_note,
)
from alongside.one_on_ones.queries import handovers as queries

Kind = HandedOn.Kind


@transaction.atomic
def open_handovers(*, actor: Actor) -> int:
    """One handover for every 1:1 whose employee has a new manager; returns how many are new. Safe to repeat.

    Whoever moves on before it was handed over keeps what they chose; who moves back needs no handover.
    """
    can_open_handovers(actor).enforce()
    moved = queries.series_with_another_manager()
    # Two workers at once: the second waits here, and then sees what the first one made.
    list(moved.select_related(None).select_for_update(of=("self",), no_key=True).order_by("pk"))
    _drop_needless(actor)
    made = 0
    for series in moved:
        manager = series.employee.placement.manager
        known = Handover.objects.filter(series=series).exclude(state=Handover.State.DROPPED).first()
        if manager is None or (known is not None and known.new_manager_id == manager.pk):
            continue
        if known is not None and known.state == Handover.State.OPEN:
            _redirect(actor, known, manager.pk)
            continue
        _open(actor, series, manager.pk)
        made += 1
    return made


@transaction.atomic
def choose_item(*, actor: Actor, handover: Handover, source: str) -> HandedOn:
    """One of my topics or actions travels: a copy of its words as they are now. Raises Invalid if there is none."""
    handover = _as_it_is_now(handover)
    can_prepare_handover(actor, handover).enforce()
    found = next((one for one in queries.candidates(actor, handover) if one.source == source), None)
    if found is None:
        raise Invalid("source", _("This is no longer open. Look at the page once more."))
    item, is_new = HandedOn.objects.get_or_create(
        handover=handover,
        kind=found.kind,
        source=source,
        defaults={"author_id": actor.me, "text": found.text},
    )
    if is_new:
        record(actor, "one_on_ones.handover_item_chosen", subject=handover, concerns=[actor.me])
    return item


@transaction.atomic
def leave_item(*, actor: Actor, handover: Handover, source: str) -> None:
    """It stays here after all."""
    handover = _as_it_is_now(handover)
    can_prepare_handover(actor, handover).enforce()
    HandedOn.objects.filter(handover=handover, author_id=actor.me, source=source).delete()
    record(actor, "one_on_ones.handover_item_left", subject=handover, concerns=[actor.me])


@transaction.atomic
def write_summary(*, actor: Actor, handover: Handover, text: str) -> None:
    """The employee's own words for the new manager; empty takes them away."""
    handover = _as_it_is_now(handover)
    can_prepare_handover(actor, handover).enforce()
    _write(handover, Kind.SUMMARY, actor.me, text)
    record(actor, "one_on_ones.handover_summary_written", subject=handover, concerns=[actor.me])


@transaction.atomic
def write_handover_note(*, actor: Actor, handover: Handover, text: str) -> None:
    """The words of the manager before. The employee reads them at once, the new manager when it is handed over."""
    handover = _as_it_is_now(handover)
    can_write_handover_note(actor, handover).enforce()
    _write(handover, Kind.NOTE, actor.me, text)
    record(
        actor,
        "one_on_ones.handover_note_written",
        subject=handover,
        concerns=[actor.me, handover.employee_id],
    )
    if text:
        later("alongside.one_on_ones.tasks.announce_handover_note", handover_id=handover.pk)


@transaction.atomic
def complete_handover(*, actor: Actor, handover: Handover, to_id: int, note_read: str) -> Handover:
    """Hand over what was chosen and nothing else, to the manager whom the employee has read of.

    Raises Stale when the note is not the one the employee has read, Refused when it would go to another manager.
    """
    handover = _as_it_is_now(handover)
    can_complete_handover(actor, handover).enforce()
    if handover.new_manager_id != to_id:
        raise Refused(_("Your manager has changed once more. Look at the page again before you hand over."))
    note = HandedOn.objects.filter(handover=handover, kind=Kind.NOTE).first()
    current = note.mark if note is not None else ""
    if current != note_read:
        raise Stale(yours=note_read, current=current, version=0)
    handover.state, handover.completed_at = Handover.State.COMPLETED, timezone.now()
    handover.save(update_fields=["state", "completed_at"])
    HandedOn.objects.filter(handover=handover).update(visibility=HandedOn.Visibility.TRAVELLED)
    record(actor, "one_on_ones.handover_completed", subject=handover, concerns=_three(handover))
    later("alongside.one_on_ones.tasks.announce_handover_completed", handover_id=handover.pk)
    return handover


def _as_it_is_now(handover: Handover) -> Handover:
    """Whoever else wants to change it, or what travels with it, waits. No joins: they would be those of before."""
    return Handover.objects.select_for_update(no_key=True).get(pk=handover.pk)


def _open(actor: Actor, series: Series, manager_id: int) -> None:
    handover = Handover.objects.create(
        series=series,
        employee_id=series.employee_id,
        old_manager_id=series.manager_id,
        new_manager_id=manager_id,
        data_key=DataKey.fresh(),
    )
    record(actor, "one_on_ones.handover_opened", subject=handover, concerns=_three(handover))
    later("alongside.one_on_ones.tasks.announce_handover", handover_id=handover.pk)


def _redirect(actor: Actor, handover: Handover, manager_id: int) -> None:
    """Unless it was handed over this moment; then the next round opens one to the manager after."""
    if _still_open(handover).update(new_manager_id=manager_id):
        handover.new_manager_id = manager_id
        record(actor, "one_on_ones.handover_redirected", subject=handover, concerns=_three(handover))


def _drop_needless(actor: Actor) -> None:
    """The employee is back with the manager before, or the 1:1 was ended by the two."""
    needed = queries.series_with_another_manager().values("pk")
    for handover in Handover.objects.filter(state=Handover.State.OPEN).exclude(series__in=needed):
        if _still_open(handover).update(state=Handover.State.DROPPED):
            handover.items.all().delete()
            record(actor, "one_on_ones.handover_dropped", subject=handover, concerns=_three(handover))


def _still_open(handover: Handover) -> QuerySet[Handover]:
    """The row, while nobody has handed it over or dropped it; whoever changes it first has it."""
    return Handover.objects.filter(pk=handover.pk, state=Handover.State.OPEN)


def _write(handover: Handover, kind: str, author_id: int, text: str) -> None:
    item = HandedOn.objects.filter(handover=handover, kind=kind).first()
    if not text:
        HandedOn.objects.filter(handover=handover, kind=kind).delete()
    elif item is None:
        HandedOn.objects.create(handover=handover, kind=kind, author_id=author_id, text=text)
    else:
        item.handover, item.text = handover, text
        item.save(update_fields=["text"])
        HandedOn.objects.filter(pk=item.pk).update(version=F("version") + 1)


def _three(handover: Handover) -> list[int]:
    return [handover.employee_id, handover.old_manager_id, handover.new_manager_id]
