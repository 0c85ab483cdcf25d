"""Bringing topics and changing their words."""

from __future__ import annotations

from django.db import transaction
from django.db.models import F

from alongside.audit.services import record
from alongside.core.actor import Actor
from alongside.core.errors import Stale
from alongside.core.later import later
from alongside.one_on_ones.models import AgendaItem, Series
from alongside.one_on_ones.policies import can_add_item, can_edit_item


@transaction.atomic
def add_item(
    *, actor: Actor, series: Series, text: str, visibility: str = AgendaItem.Visibility.SHARED
) -> AgendaItem:
    """Bring a topic; the other is told that there is one, not what it says, and only if it is shared."""
    can_add_item(actor, series).enforce()
    item = AgendaItem.objects.create(series=series, author_id=actor.me, text=text, visibility=visibility)
    record(actor, "one_on_ones.item_added", subject=item, concerns=_readers(item))
    if item.visibility == AgendaItem.Visibility.SHARED:
        later("alongside.one_on_ones.tasks.announce_item", item_id=item.pk)
    return item


@transaction.atomic
def edit_item(*, actor: Actor, item: AgendaItem, text: str, version: int) -> AgendaItem:
    """Change the words of a topic. Raises Stale with both texts if somebody was faster."""
    can_edit_item(actor, item).enforce()
    if not AgendaItem.objects.filter(pk=item.pk, version=version).update(version=F("version") + 1):
        current = AgendaItem.objects.select_related("series__data_key").get(pk=item.pk)
        raise Stale(yours=text, current=current.text, version=current.version)
    item.text = text
    item.version = version + 1
    item.save(update_fields=["text"])
    record(actor, "one_on_ones.item_edited", subject=item, concerns=_readers(item))
    return item


def _readers(item: AgendaItem) -> list[int]:
    if item.visibility == AgendaItem.Visibility.PRIVATE:
        return [item.author_id]
    return [item.series.manager_id, item.series.employee_id]
