"""The organisation chart: a tree whose branches come when they are opened, and the table behind it."""

from __future__ import annotations

from functools import cache

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_GET

from alongside.core.web import Request, page, signed_in
from alongside.identity import limits
from alongside.people.forms.directory import SearchForm, TableForm
from alongside.people.models import Seat
from alongside.people.queries import chart, directory
from alongside.people.queries.directory import Asked


@require_GET
@signed_in
def chart_detail(request: Request) -> HttpResponse:
    """The top of the chart; a person asked for leads to their place."""
    return _show(request, at=None)


@require_GET
@signed_in
def branch_detail(request: Request, pk: int) -> HttpResponse:
    """The chart opened down to one seat; for htmx the seats below it alone."""
    seat = get_object_or_404(chart.seats_visible_to(request.actor), pk=pk)
    if request.htmx and request.htmx.target == f"branch-{pk}":
        place = chart.branch_of(request.actor, seat)
        return render(request, "people/_chart_branch.html", {"place": place})
    return _show(request, at=seat)


@require_GET
@signed_in
def chart_table(request: Request) -> HttpResponse:
    """Every seat in a table, for those who would rather read, and for large branches."""
    under, after = TableForm(request.GET).asked()
    seat = get_object_or_404(chart.seats_visible_to(request.actor), pk=under) if under else None
    rows, further = chart.chart_table(request.actor, under=seat, after=after)
    context = {"rows": rows, "under": seat, "after": after, "next": further}
    return page(request, "people/chart_table.html", context)


def _show(request: Request, *, at: Seat | None) -> HttpResponse:
    asked = SearchForm(request.GET).asked()
    if asked.words:
        limits.take("search", request.actor.me)
    context = {
        "asked": asked,
        "at": at,
        "found": cache(
            lambda: directory.search_people(request.actor, Asked(asked.words)) if asked.words else None
        ),
        "tops": cache(lambda: chart.whole_chart(request.actor, open_to=at)),
    }
    return page(request, "people/chart_detail.html", context, parts=("jumps",))
