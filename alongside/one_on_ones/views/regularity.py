"""How regularly units meet: for HR, by closed month, from what was released and nothing else."""

from __future__ import annotations

from datetime import date

from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_GET

from alongside.core.web import Request, page, signed_in
from alongside.one_on_ones.listings import MONTHS_SHOWN, share_in_words
from alongside.one_on_ones.models import MonthRelease
from alongside.one_on_ones.policies import can_see_regularity
from alongside.one_on_ones.queries import releases


@require_GET
@signed_in
def regularity_list(request: Request) -> HttpResponse:
    """The newest month, or what this page will show."""
    can_see_regularity(request.actor).enforce()
    newest = releases.releases_visible_to(request.actor).first()
    if newest is None:
        return page(request, "one_on_ones/regularity_detail.html", {"release": None})
    return redirect("one_on_ones:regularity_detail", year=newest.month.year, month=newest.month.month)


@require_GET
@signed_in
def regularity_detail(request: Request, year: int, month: int) -> HttpResponse:
    release = _release_or_404(request, year, month)
    lines = releases.table_of(request.actor, release)
    context = {
        "release": release,
        "lines": [(line, share_in_words(line.cell)) for line in lines],
        "shown": sum(line.cell is not None for line in lines),
        "months": releases.releases_visible_to(request.actor)[:MONTHS_SHOWN],
    }
    return page(request, "one_on_ones/regularity_detail.html", context)


def _release_or_404(request: Request, year: int, month: int) -> MonthRelease:
    can_see_regularity(request.actor).enforce()
    if not (1 <= month <= 12 and 1 <= year <= 9999):
        raise Http404
    release = releases.releases_visible_to(request.actor).filter(month=date(year, month, 1)).first()
    if release is None:
        raise Http404
    return release
