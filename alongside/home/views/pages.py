"""What concerns me, what Alongside records, help."""

from __future__ import annotations

from django.http import HttpResponse
from django.views.decorators.http import require_GET

from alongside.core.web import Request, page, signed_in
from alongside.home.traces import traces_of
from alongside.records.recorded import NEVER, recorded


@require_GET
@signed_in
def trace_list(request: Request) -> HttpResponse:
    """Who viewed or changed what concerns me."""
    mark = request.GET.get("before", "")
    traces, following = traces_of(
        request.actor, before=int(mark) if mark.isdecimal() and len(mark) < 19 else None
    )
    return page(request, "home/trace_list.html", {"traces": traces, "following": following})


@require_GET
@signed_in
def record_list(request: Request) -> HttpResponse:
    """What Alongside records, why, who sees it, how long, and what it never does."""
    return page(request, "home/record_list.html", {"sections": recorded(), "never": NEVER})


@require_GET
@signed_in
def help_detail(request: Request) -> HttpResponse:
    """The first steps by role, and the keys of the keyboard."""
    return page(request, "home/help_detail.html", {})
