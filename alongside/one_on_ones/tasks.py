"""The worker's door to 1:1s: load, call, done."""

from __future__ import annotations

from django.tasks import task

from alongside.one_on_ones import emails
from alongside.one_on_ones.models import AgendaItem


@task
def announce_item(item_id: int) -> None:
    """Tell the other one that a topic was added."""
    item = (
        AgendaItem.objects.select_related("series__manager", "series__employee", "author")
        .filter(pk=item_id)
        .first()
    )
    if item is not None:
        emails.topic_added(item)
