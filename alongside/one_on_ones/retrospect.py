"""What the page "Looking back" says to the two of a 1:1, and to nobody else."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from alongside.core.actor import Actor
from alongside.one_on_ones import keeping, rhythm, slots, usefulness
from alongside.one_on_ones.keeping import Closure
from alongside.one_on_ones.models import Meeting, Series
from alongside.one_on_ones.policies import can_rate_talk
from alongside.one_on_ones.queries import regularity
from alongside.one_on_ones.questions import THEMES_WANTED, Coverage, Theme, coverage
from alongside.one_on_ones.slots import Outcome, Slot, Tally
from alongside.one_on_ones.usefulness import Together
from alongside.one_on_ones.words import THEME_WORDS
from alongside.people.calendar import today

BACK = timedelta(weeks=13)


@dataclass(frozen=True)
class Retrospect:
    """Meetings of the last 13 weeks by period (the newest first), themes of 12, agreements of 8."""

    slots: Sequence[Slot]
    tally: Tally
    floor: rhythm.Floor | None  # the least that is a rhythm, where it was not reached
    coverage: Coverage
    closure: Closure
    together: Together | None
    asked_about: Meeting | None

    @property
    def not_counted(self) -> int:
        return len(self.slots) - self.tally.expected

    @property
    def touched(self) -> list[object]:
        return [THEME_WORDS[theme] for theme in Theme if theme in self.coverage.touched]

    @property
    def missing(self) -> list[object]:
        """The longest untouched first."""
        return [THEME_WORDS[theme] for theme in self.coverage.missing]

    @property
    def themes_wanted(self) -> int:
        return THEMES_WANTED

    @property
    def has_contest(self) -> bool:
        return any(slot.outcome is Outcome.CONTESTED for slot in self.slots)


def retrospect(actor: Actor, series: Series) -> Retrospect:
    """The same for both of the two, except what they are asked."""
    found = regularity.slots_by_series(actor, [series], (today() - BACK, today()))[series.pk]
    asked = regularity.asked_about(actor, series)
    return Retrospect(
        slots=list(reversed(found)),
        tally=slots.tally(found),
        floor=_missed_floor(actor, series),
        coverage=coverage(regularity.themes_touched(actor, series), today=today()),
        closure=keeping.closure(regularity.agreements_of(actor, series), today=today()),
        together=usefulness.together(regularity.rounds_of(actor, series)),
        asked_about=asked if asked and can_rate_talk(actor, asked) else None,
    )


def _missed_floor(actor: Actor, series: Series) -> rhythm.Floor | None:
    """R1.1: two meetings in 30 days, for a monthly series one in 45; a young pair has not missed anything."""
    rule = rhythm.rule_of(series)
    if rule is None or series.ended_on is not None:
        return None
    floor = rhythm.floor_of(rule)
    held = regularity.held_days(actor, series, today() - timedelta(days=floor.days))
    kept = rhythm.keeps_floor(held, floor, paired_on=series.started_on, today=today())
    return None if kept else floor
