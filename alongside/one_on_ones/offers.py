"""What 1:1s offer to other parts: kinds of records, and lines for their own agenda."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from alongside.core.actor import Actor
from alongside.core.offers import DraftedLine, Pair
from alongside.core.things import Kind
from alongside.one_on_ones import audiences, drafting, queries, services
from alongside.one_on_ones.models import AgendaItem, Handover, NoteBlock, Series
from alongside.one_on_ones.queries import handovers, regularity, suggestions

KINDS = [
    Kind(
        "one_on_ones.series",
        Series,
        _("1:1"),
        queries.series_visible_to,
        audiences.SERIES,
        lambda series: series.employee_id,
        lambda series: reverse("one_on_ones:series_detail", args=[series.pk]),
    ),
    Kind(
        "one_on_ones.agendaitem",
        AgendaItem,
        _("1:1 topic"),
        queries.items_visible_to,
        audiences.ITEM,
        lambda item: item.series.employee_id,
        lambda item: reverse("one_on_ones:series_detail", args=[item.series_id]),
    ),
    Kind(
        "one_on_ones.noteblock",
        NoteBlock,
        _("1:1 note"),
        queries.blocks_visible_to,
        audiences.NOTE,
        lambda block: block.series.employee_id,
        lambda block: (
            f"{reverse('one_on_ones:note_list', args=[block.series_id])}?meeting={block.meeting_id}"
        ),
    ),
    Kind(
        "one_on_ones.handover",
        Handover,
        _("Handover"),
        handovers.handovers_visible_to,
        audiences.HANDOVER,
        lambda handover: handover.employee_id,
        lambda handover: reverse("one_on_ones:handover_detail", args=[handover.pk]),
    ),
]


def end_talks(actor: Actor, person_ids: Sequence[int], day: date) -> None:
    """Somebody left: their 1:1s end calmly."""
    services.end_talks_of_leavers(actor=actor, person_ids=person_ids, day=day)


def agenda_lines(actor: Actor, pair: Pair) -> list[DraftedLine]:
    """Drafted from what the two have talked about: themes not touched, growth, the first ninety days."""
    if pair.kind != "one_on_ones.series":
        return []
    talks = suggestions.talks_of(actor, pair.key, language=get_language() or "en")
    if talks is None:
        return []
    series = queries.series_by_key(actor, pair.key)
    if series is not None and regularity.asked_about(actor, series) is not None:
        talks = replace(talks, asks_already=True)  # how useful the talks are is a question too: one at a time
    return drafting.draft(talks)
