"""Bringing topics, changing their words, sharing, ticking off, removing, putting them in order."""

from __future__ import annotations

from collections.abc import Sequence

from django.db import transaction
from django.db.models import F, Max
from django.utils import timezone

from alongside.audit.services import record
from alongside.core import removals
from alongside.core.actor import Actor
from alongside.core.errors import Stale
from alongside.core.later import later
from alongside.one_on_ones.models import AgendaItem, Meeting, Series
from alongside.one_on_ones.policies import (
    can_add_item,
    can_change_series,
    can_edit_item,
    can_share_item,
    can_tick_item,
)

Visibility = AgendaItem.Visibility


@transaction.atomic
def add_item(
    *,
    actor: Actor,
    series: Series,
    text: str,
    visibility: str = Visibility.SHARED,
    theme: str = "",
    question: str = "",
    origin: str = "",
) -> AgendaItem:
    """Bring a topic; the other is told that there is one, not what it says, and only if it is shared."""
    can_add_item(actor, series).enforce()
    item = AgendaItem.objects.create(
        series=series,
        author_id=actor.me,
        text=text,
        visibility=visibility,
        theme=theme,
        question=question,
        origin=origin,
        position=_next_position(series),
    )
    record(actor, "one_on_ones.item_added", subject=item, concerns=item.reader_ids)
    if item.visibility == Visibility.SHARED:
        later("alongside.one_on_ones.tasks.announce_item", item_id=item.pk)
    return item


@transaction.atomic
def add_items(
    *, actor: Actor, series: Series, texts: Sequence[str], visibility: str = Visibility.SHARED
) -> list[AgendaItem]:
    """Bring several topics at once, in this order: the lines of a pasted document."""
    return [add_item(actor=actor, series=series, text=text, visibility=visibility) for text in texts]


@transaction.atomic
def edit_item(
    *, actor: Actor, item: AgendaItem, text: str, version: int, theme: str | None = None
) -> AgendaItem:
    """Change the words of a topic. Raises Stale with both texts if somebody was faster."""
    can_edit_item(actor, item).enforce()
    if not AgendaItem.objects.filter(pk=item.pk, version=version).update(version=F("version") + 1):
        current = AgendaItem.objects.select_related("series__data_key").get(pk=item.pk)
        raise Stale(yours=text, current=current.text, version=current.version)
    item.text = text
    item.theme = item.theme if theme is None else theme
    item.version = version + 1
    item.save(update_fields=["text", "theme"])
    record(actor, "one_on_ones.item_edited", subject=item, concerns=item.reader_ids)
    return item


@transaction.atomic
def share_item(*, actor: Actor, item: AgendaItem) -> AgendaItem:
    """Show a private topic to the other. There is no way back: what was read was read."""
    can_share_item(actor, item).enforce()
    changed = AgendaItem.objects.filter(pk=item.pk, visibility=Visibility.PRIVATE).update(
        visibility=Visibility.SHARED, version=F("version") + 1
    )
    if changed:
        item.refresh_from_db(fields=["visibility", "version"])
        record(actor, "one_on_ones.item_shared", subject=item, concerns=item.reader_ids)
        later("alongside.one_on_ones.tasks.announce_item", item_id=item.pk)
    return item


@transaction.atomic
def tick_item(*, actor: Actor, item: AgendaItem, talked: bool, meeting: Meeting | None = None) -> AgendaItem:
    """Talked about, or not yet. `meeting` is the one it was talked about in, None between meetings."""
    can_tick_item(actor, item).enforce()
    if talked == (item.talked_at is not None):
        return item
    item.talked_at = timezone.now() if talked else None
    item.talked_in = meeting if talked else None
    item.save(update_fields=["talked_at", "talked_in"])
    action = "one_on_ones.item_talked" if talked else "one_on_ones.item_taken_up_again"
    record(actor, action, subject=item, concerns=item.reader_ids)
    return item


@transaction.atomic
def remove_item(*, actor: Actor, item: AgendaItem) -> None:
    """Take a topic away, for both at once; thirty days to bring it back."""
    can_edit_item(actor, item).enforce()
    removals.remove(actor=actor, thing=item)
    record(actor, "one_on_ones.item_removed", subject=item, concerns=item.reader_ids)


@transaction.atomic
def restore_item(*, actor: Actor, item: AgendaItem) -> AgendaItem:
    """Undo of removing."""
    can_edit_item(actor, item).enforce()
    if removals.restore(item):
        record(actor, "one_on_ones.item_restored", subject=item, concerns=item.reader_ids)
    return item


@transaction.atomic
def order_items(*, actor: Actor, series: Series, author_id: int, seen: Sequence[int]) -> None:
    """Put one person's topics in this order. `seen` are ids as the actor sees them; others keep their places."""
    can_change_series(actor, series).enforce()
    rows = list(
        AgendaItem.objects.select_for_update()
        .filter(series=series, author_id=author_id)
        .only("pk", "position", "author_id", "visibility", "made_at")
        .order_by("position", "made_at", "pk")
    )
    movable = {row.pk: row for row in rows if row.pk in set(seen) and _may_move(actor, row)}
    wanted = iter([movable[pk] for pk in dict.fromkeys(seen) if pk in movable])
    ordered = [next(wanted) if row.pk in movable else row for row in rows]
    for place, row in enumerate(ordered):
        row.position = place
    AgendaItem.objects.bulk_update(ordered, ["position"])
    record(actor, "one_on_ones.items_ordered", subject=series, details={"count": len(movable)})


def _may_move(actor: Actor, item: AgendaItem) -> bool:
    return item.visibility == Visibility.SHARED or item.author_id == actor.person_id


def _next_position(series: Series) -> int:
    last: int | None = AgendaItem.objects.filter(series=series).aggregate(last=Max("position"))["last"]
    return 0 if last is None else last + 1
