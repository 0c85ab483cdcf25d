"""Reading 1:1s: every row comes through an audience."""

from __future__ import annotations

from django.db.models import QuerySet

from alongside.core.actor import Actor
from alongside.one_on_ones import audiences
from alongside.one_on_ones.models import AgendaItem, Series


def series_visible_to(actor: Actor) -> QuerySet[Series]:
    """The actor's own 1:1s, past ones included."""
    return Series.objects.filter(audiences.SERIES.q(actor)).select_related("manager", "employee", "data_key")


def items_visible_to(actor: Actor) -> QuerySet[AgendaItem]:
    """Agenda items the actor may read, with what is needed to open their text."""
    return AgendaItem.objects.filter(audiences.ITEM.q(actor)).select_related("series__data_key", "author")


def agenda_of(actor: Actor, series: Series) -> list[AgendaItem]:
    """What the actor sees on the agenda of this series: the employee's topics first."""
    items = items_visible_to(actor).filter(series=series)
    return sorted(items, key=lambda item: (item.author_id != series.employee_id, item.made_at, item.pk))


def item_to_announce(item_id: int) -> AgendaItem | None:
    """For the worker: one item with both people, to tell one of them; None when it is gone."""
    people = ("series__manager", "series__employee", "author")
    return AgendaItem.objects.select_related(*people).filter(pk=item_id).first()
