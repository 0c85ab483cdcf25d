"""My 1:1s, with whom and when and none of the words, and how regularly units meet, as lists to take along."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from alongside.core.actor import Actor
from alongside.core.exports import Cell, Listing
from alongside.one_on_ones import queries
from alongside.one_on_ones.models import MonthRelease, UnitMonth
from alongside.one_on_ones.policies import can_see_regularity
from alongside.one_on_ones.queries import releases

MONTHS_SHOWN = 12


def _rows(actor: Actor) -> Iterator[Sequence[Cell]]:
    series = list(queries.series_visible_to(actor).order_by("pk"))
    upcoming, last = queries.next_meetings(actor, series), queries.last_meetings(actor, series)
    for one in series:
        following, before = upcoming.get(one.pk), last.get(one.pk)
        yield (
            one.other(actor.me).name,
            one.get_cadence_display(),
            one.minutes,
            one.started_on,
            one.ended_on,
            following.starts_at if following else None,
            before.starts_at if before else None,
        )


def _months(actor: Actor) -> Iterator[Sequence[Cell]]:
    return _cells(actor, releases.releases_visible_to(actor)[:MONTHS_SHOWN])


def _cells(actor: Actor, months: Iterable[MonthRelease]) -> Iterator[Sequence[Cell]]:
    for release in months:
        for line in releases.table_of(actor, release):
            band = line.cell.band if line.cell else ""
            yield (f"{release.month:%Y-%m}", line.unit.name, band, share_in_words(line.cell))


def _month(actor: Actor, key: str) -> Listing | None:
    """One month, named as 2026-07."""
    try:
        month = date.fromisoformat(f"{key}-01")
    except ValueError:
        return None
    release = releases.releases_visible_to(actor).filter(month=month).first()
    if release is None:
        return None
    name = f"{REGULARITY.name}-{release.month:%Y-%m}"
    return replace(REGULARITY, name=name, rows=lambda actor: _cells(actor, [release]))


def share_in_words(cell: UnitMonth | None) -> str:
    """An interval, as the cell asserts it."""
    if cell is None:
        return _("hidden to protect people")
    if cell.low is None:
        return _("%(high)s %% or less") % {"high": cell.high}
    if cell.high is None:
        return _("%(low)s %% or more") % {"low": cell.low}
    return _("%(low)s to %(high)s %%") % {"low": cell.low, "high": cell.high}


REGULARITY = Listing(
    "regularity",
    gettext_lazy("How regularly units meet"),
    lambda: [_("Month"), _("Unit"), _("Pairs"), _("Talks that took place")],
    _months,
    may=can_see_regularity,
    part=_month,
)
LISTINGS = [
    Listing(
        "one-on-ones",
        gettext_lazy("My 1:1s"),
        lambda: [_("With"), _("Rhythm"), _("Minutes"), _("Since"), _("Until"), _("Next"), _("Last")],
        _rows,
    ),
    REGULARITY,
]
