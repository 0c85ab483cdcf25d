"""A pair with a meeting, and a browser with scripts as the notes' endpoints see it."""

from __future__ import annotations

import json
import uuid
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from alongside.one_on_ones.models import Meeting, Series
from alongside.people.models import Person


def a_meeting(series: Series) -> Meeting:
    return Meeting.objects.create(series=series, starts_at=timezone.now() + timedelta(hours=1), minutes=25)


def fresh() -> str:
    return str(uuid.uuid4())


@dataclass
class Door:
    """One person's requests about the notes of one meeting."""

    browser: Client
    person: Person
    meeting: Meeting
    series_id: int = field(init=False)

    def __post_init__(self) -> None:
        self.series_id = self.meeting.series_id

    def put(self, block: str, text: str, *, base: str = "0", key: str = "", **more: Any) -> HttpResponse:
        body = {
            "person": self.person.pk,
            "key": key or fresh(),
            "base": base,
            "text": text,
            "meeting": self.meeting.pk,
            "visibility": "shared",
        } | more
        address = reverse("one_on_ones:note_update", args=[self.series_id, block])
        return self.browser.put(
            address, json.dumps(body), content_type="application/json", headers={"HX-Request": "true"}
        )

    def get(self, since: str = "") -> HttpResponse:
        address = reverse("one_on_ones:note_list", args=[self.series_id])
        asked = {"meeting": self.meeting.pk, "since": since, "person": self.person.pk}
        return self.browser.get(address, asked, headers={"HX-Request": "true"})

    def post(self, name: str, block: str | None = None, **sent: Any) -> HttpResponse:
        address = reverse(f"one_on_ones:{name}", args=[self.series_id] + ([block] if block else []))
        return self.browser.post(address, {"meeting_id": self.meeting.pk} | sent)

    def shown(self) -> dict[str, str]:
        """{name: text} in the order of the page."""
        return {block["id"]: block["text"] for block in self.get().json()["blocks"]}
