"""Today: what needs me, in one screen."""

from __future__ import annotations

from django.http import HttpResponse
from django.views.decorators.http import require_GET

from alongside.core.web import Request, page, signed_in
from alongside.one_on_ones.queries import series_visible_to


@require_GET
@signed_in
def today(request: Request) -> HttpResponse:
    return page(
        request, "home/today.html", {"series": series_visible_to(request.actor).filter(ended_on=None)}
    )
