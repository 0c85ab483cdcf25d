"""How each POST of 1:1s is made once, for the test that sends all of them twice: who, where, with which body."""

from __future__ import annotations

from typing import Any

from alongside.core.models import DataKey
from alongside.one_on_ones.models import Handover
from alongside.one_on_ones.tests.makers import a_meeting, a_series, a_talk, a_topic


def of_contest(cast: Any) -> dict[str, Any]:
    """Max says that they met, Eve that they did not."""
    talk = a_talk(cast, a_series(cast), days_ago=0)
    return {"by": cast.eve, "values": {"id": talk.series_id, "meeting_id": talk.pk}}


def of_cancelling(cast: Any) -> dict[str, Any]:
    meeting = a_meeting(a_series(cast), hours=30)
    return {"by": cast.eve, "values": {"id": meeting.series_id, "meeting_id": meeting.pk}}


def of_handover(path: str) -> Any:
    def recipe(cast: Any) -> dict[str, Any]:
        series = a_series(cast)
        topic = a_topic(cast, series, "words")
        handover = Handover.objects.create(
            series=series, employee=cast.eve, old_manager=cast.max, new_manager=cast.dora,
            data_key=DataKey.fresh(),
        )  # fmt: skip
        bodies = {
            "items": {"source": f"topic-{topic.pk}"},
            "completion": {"new_manager_id": cast.dora.pk, "note_read": ""},
        }
        return {"by": cast.eve, "values": {"id": handover.pk}, "body": bodies[path]}

    return recipe


RECIPES = {
    "/one-on-ones/{id}/meetings": lambda cast: {"by": cast.eve, "values": {"id": a_series(cast).pk}},
    "/one-on-ones/{id}/meetings/{meeting_id}/cancelling": of_cancelling,
    "/one-on-ones/{id}/meetings/{meeting_id}/contest": of_contest,
    "/handovers/{id}/items": of_handover("items"),
    "/handovers/{id}/completion": of_handover("completion"),
}
