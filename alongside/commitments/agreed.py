"""What two people agreed, row by row, as their pages show it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from alongside.commitments import queries, rules
from alongside.commitments.models import Commitment
from alongside.commitments.words import due_words
from alongside.core.actor import Actor
from alongside.people.calendar import today

STAYS = timedelta(days=14)  # what was closed stays in sight so long


@dataclass(frozen=True)
class Agreed:
    """One commitment for one reader: a tag in words, and what the page asks."""

    commitment: Commitment
    is_mine: bool
    tag: str
    tone: str
    asks_what_now: bool
    hr_is_asked: bool

    @property
    def is_open(self) -> bool:
        return self.commitment.state == Commitment.State.OPEN


def agreed_before(actor: Actor, *, kind: str, key: int) -> list[Agreed]:
    """What is open from one record, and what was closed in the last two weeks; loaded once per request."""
    rows = queries.commitments_from(actor, kind=kind, key=key)
    return actor.once(
        f"commitments.agreed.{kind}.{key}",
        lambda: _rows(actor, queries.with_story(rows).filter(_in_sight())),
    )


def agreed_in(actor: Actor, *, kind: str, key: int, since: datetime, until: datetime | None) -> list[Agreed]:
    """What came from one record during a stretch of time, whatever became of it."""
    rows = queries.commitments_from(actor, kind=kind, key=key).filter(made_at__gte=since)
    if until is not None:
        rows = rows.filter(made_at__lt=until)
    return _rows(actor, queries.with_story(rows))


def mine_and_owed(actor: Actor) -> tuple[list[Agreed], list[Agreed]]:
    """Everything I do, and everything that others do for me."""
    rows = _rows(actor, queries.with_story(queries.commitments_visible_to(actor)).filter(_in_sight()))
    return [row for row in rows if row.is_mine], [row for row in rows if not row.is_mine]


def agreed_row(actor: Actor, commitment: Commitment) -> Agreed:
    """One of them, for its own page."""
    return _rows(actor, queries.with_story(queries.commitments_visible_to(actor).filter(pk=commitment.pk)))[0]


def _in_sight() -> Q:
    return Q(state=Commitment.State.OPEN) | Q(turned_at__gt=timezone.now() - STAYS)


def _rows(actor: Actor, rows: QuerySet[Commitment]) -> list[Agreed]:
    day = today()
    ordered = queries.as_lines(rows, "owner").order_by("due_on", "pk")
    found = [_row(actor, row, day, hr_is_asked=row.hr_asked_at is not None) for row in ordered]  # type: ignore[attr-defined]
    return sorted(found, key=lambda row: not row.is_open)


def _row(actor: Actor, commitment: Commitment, day: date, *, hr_is_asked: bool) -> Agreed:
    is_open = commitment.state == Commitment.State.OPEN
    tag, tone = _tag(commitment, day)
    return Agreed(
        commitment=commitment,
        is_mine=commitment.owner_id == actor.person_id,
        tag=tag,
        tone=tone,
        asks_what_now=is_open and not hr_is_asked and rules.asks_what_now(commitment.times_carried),
        hr_is_asked=is_open and hr_is_asked,
    )


def _tag(commitment: Commitment, day: date) -> tuple[str, str]:
    if commitment.state == Commitment.State.KEPT:
        return _("done"), "good"
    if commitment.state == Commitment.State.DROPPED:
        return _("dropped"), ""
    return due_words(commitment.due_on, day), "late" if commitment.due_on < day else ""
