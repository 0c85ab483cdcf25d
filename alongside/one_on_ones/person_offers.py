"""What 1:1s offer beside the name of a person: the next one, or starting one."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from alongside.core.actor import Actor
from alongside.core.person_offers import NextTalk, PersonAct
from alongside.one_on_ones import queries
from alongside.one_on_ones.models import Meeting, Series
from alongside.people.queries import team_of

SEVERAL = 2


class TalksWithPeople:
    """Answers for the two of a 1:1 alone: everything comes through series_visible_to."""

    def acts(self, actor: Actor, person_ids: Sequence[int]) -> dict[int, list[PersonAct]]:
        going_on = self._series(actor, person_ids)
        acts = {
            person: [PersonAct(_("Open your 1:1"), reverse("one_on_ones:series_detail", args=[series.pk]))]
            for person, series in going_on.items()
        }
        for person in self._without_one(actor, person_ids):
            address = reverse("one_on_ones:series_create", args=[person])
            acts[person] = [PersonAct(_("Start a 1:1"), address, writes=True)]
        return acts

    def talks(self, actor: Actor, person_ids: Sequence[int]) -> dict[int, NextTalk]:
        going_on = self._series(actor, person_ids)
        first = _next_meetings(actor, list(going_on.values()))
        return {
            person: NextTalk(
                url=reverse("one_on_ones:series_detail", args=[series.pk]), starts_at=first.get(series.pk)
            )
            for person, series in going_on.items()
        }

    def acts_for_several(self, actor: Actor, person_ids: Sequence[int]) -> list[PersonAct]:
        """From two people on; one is started beside the name."""
        if len(self._without_one(actor, person_ids)) < SEVERAL:
            return []
        return [PersonAct(_("Start several 1:1s at once"), reverse("one_on_ones:several_create"))]

    def _without_one(self, actor: Actor, person_ids: Sequence[int]) -> list[int]:
        """Those of my team with whom no 1:1 goes on. Loaded once per request."""
        team = actor.once("one_on_ones.team", lambda: set(team_of(actor).values_list("pk", flat=True)))
        going_on = self._series(actor, person_ids)
        return [person for person in person_ids if person in team and person not in going_on]

    def _series(self, actor: Actor, person_ids: Sequence[int]) -> dict[int, Series]:
        """{the other person: the 1:1 that goes on}. Loaded once per request."""
        mine = actor.once(
            "one_on_ones.going_on", lambda: list(queries.series_visible_to(actor).filter(ended_on=None))
        )
        others = {series.other(actor.person_id).pk: series for series in mine}
        return {person: others[person] for person in person_ids if person in others}


def _next_meetings(actor: Actor, series: list[Series]) -> dict[int, datetime]:
    """{series id: when the pair meets next}, in one query."""
    planned = queries.meetings_visible_to(actor).filter(
        series__in=series,
        state=Meeting.State.PLANNED,
        starts_at__gte=timezone.now() - queries.STILL_TO_CLOSE,
    )
    first = planned.order_by("series", "starts_at").distinct("series")
    return dict(first.values_list("series", "starts_at"))
