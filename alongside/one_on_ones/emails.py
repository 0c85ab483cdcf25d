"""Every mail about 1:1s. They carry counts and links, never words of the talk."""

from __future__ import annotations

from django.urls import reverse

from alongside.notifications.services import tell
from alongside.one_on_ones import audiences
from alongside.one_on_ones.models import AgendaItem


def topic_added(item: AgendaItem) -> None:
    """To the other one of the two: there is something new on your agenda."""
    reader = item.series.other(item.author_id)
    if reader.pk not in audiences.ITEM.people(item):
        return
    tell(
        person=reader,
        template="one_on_ones/email/topic_added",
        key=f"one-on-ones-topic-{item.pk}",
        context={
            "from_name": item.author.first_name,
            "path": reverse("one_on_ones:series_detail", args=[item.series_id]),
        },
    )
