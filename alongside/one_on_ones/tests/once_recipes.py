"""How each POST of 1:1s is made once, for the test that sends all of them twice: who, where, with which body."""

from __future__ import annotations

from typing import Any

from alongside.one_on_ones.tests.makers import a_meeting, a_series, a_talk


def of_contest(cast: Any) -> dict[str, Any]:
    """Max says that they met, Eve that they did not."""
    talk = a_talk(cast, a_series(cast), days_ago=0)
    return {"by": cast.eve, "values": {"id": talk.series_id, "meeting_id": talk.pk}}


def of_cancelling(cast: Any) -> dict[str, Any]:
    meeting = a_meeting(a_series(cast), hours=30)
    return {"by": cast.eve, "values": {"id": meeting.series_id, "meeting_id": meeting.pk}}


RECIPES = {
    "/one-on-ones/{id}/meetings": lambda cast: {"by": cast.eve, "values": {"id": a_series(cast).pk}},
    "/one-on-ones/{id}/meetings/{meeting_id}/cancelling": of_cancelling,
    "/one-on-ones/{id}/meetings/{meeting_id}/contest": of_contest,
}
