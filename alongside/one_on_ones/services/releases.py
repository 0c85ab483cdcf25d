"""Releasing a closed month, once and for good."""

from __future__ import annotations

from datetime import date, timedelta

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from alongside.audit.services import record
from alongside.core.actor import Actor
from alongside.core.errors import Refused
from alongside.disclosure import rates
from alongside.one_on_ones.models import MonthRelease, PairMonth, UnitMonth
from alongside.one_on_ones.policies import can_release_month
from alongside.one_on_ones.queries import releases
from alongside.people.calendar import today

# Talks are noted for three days, and contested for five working days after that.
MOST_AT_ONCE = 3  # months
WAIT_AFTER_CLOSE = timedelta(days=10)


@transaction.atomic
def release_months(*, actor: Actor) -> int:
    """The latest closed months that are settled and not released yet, oldest first; returns how many are new."""
    can_release_month(actor).enforce()
    made, month = 0, today().replace(day=1)
    settled = []
    for _n in range(MOST_AT_ONCE):
        month = (month - timedelta(days=1)).replace(day=1)
        if today() >= releases.following(month) + WAIT_AFTER_CLOSE:
            settled.append(month)
    newest = MonthRelease.objects.order_by("-month").values_list("month", flat=True).first()
    for month in reversed(settled):
        if newest is None or month > newest:
            made += _release(actor, month)[1]
    record(actor, "one_on_ones.months_released", details={"count": made})
    return made


@transaction.atomic
def release_month(*, actor: Actor, month: date) -> MonthRelease:
    """Count a closed month and keep what may be shown of it. Releasing it twice gives the first release.

    Raises Refused before the month is closed and talks of it can no longer be contested, and for a month earlier
    than one that was released: it would be audited against a future it knows nothing of.
    """
    can_release_month(actor).enforce()
    return _release(actor, month.replace(day=1))[0]


def _release(actor: Actor, month: date) -> tuple[MonthRelease, bool]:
    """The release and whether it is new."""
    release, is_new = MonthRelease.objects.get_or_create(month=month)  # whoever is at it too waits here
    if not is_new:
        return release, False
    if today() < releases.following(month) + WAIT_AFTER_CLOSE:
        raise Refused(_("A month is released once it is closed and its talks are settled."))
    if MonthRelease.objects.filter(month__gt=month).exists():
        raise Refused(_("A later month has been released already."))
    pairs = releases.counted_pairs(actor, month)
    shown = rates.release(releases.unit_tree(), pairs, releases.months_before(month))
    _keep(release, shown)
    record(actor, "one_on_ones.month_released", subject=release, details={"count": len(shown.cells)})
    return release, True


def _keep(release: MonthRelease, shown: rates.Month) -> None:
    UnitMonth.objects.bulk_create(
        UnitMonth(
            release=release, unit_id=int(cell.unit) or None, band=cell.band, low=cell.low, high=cell.high,
            least=cell.least, most=cell.most,
        )
        for cell in shown.cells
    )  # fmt: skip
    PairMonth.objects.bulk_create(
        (
            PairMonth(release=release, series_id=int(pair), units=[int(unit) for unit in units])
            for pair, units in shown.members.items()
        ),
        batch_size=5000,
    )
