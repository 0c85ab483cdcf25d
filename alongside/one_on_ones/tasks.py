"""The worker's door to 1:1s: load, call, done."""

from __future__ import annotations

from django.tasks import task

from alongside.one_on_ones import emails, queries


@task
def announce_item(item_id: int) -> None:
    """Tell the other one that a topic was added."""
    item = queries.item_to_announce(item_id)
    if item is not None:
        emails.topic_added(item)
