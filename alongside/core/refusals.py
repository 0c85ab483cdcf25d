"""Turns every no into a page of the house: refusals of services, missing pages, a lapsed form."""

from __future__ import annotations

import sys
from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string

from alongside.core import outages
from alongside.core.errors import Invalid, Refused, Stale
from alongside.core.keyring import Unreadable

# htmx would put a whole page where the form stands; the problem belongs into the notice area instead.
BESIDE_THE_FORM = {"HX-Retarget": "#notices", "HX-Reselect": ".problem", "HX-Reswap": "innerHTML"}


class RefusalMiddleware:
    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, problem: Exception) -> HttpResponse | None:
        if isinstance(problem, Refused):
            return render(request, "core/403.html", {"reason": problem.reason}, status=403)
        if isinstance(problem, Stale):
            return _beside(render(request, "core/409.html", {"stale": problem}, status=409))
        if isinstance(problem, Invalid):
            return _beside(render(request, "core/400.html", {"reason": problem.reason}, status=422))
        if isinstance(problem, Unreadable):
            return render(request, "core/404.html", status=404)
        return None


def _beside(response: HttpResponse) -> HttpResponse:
    for name, value in BESIDE_THE_FORM.items():
        response.headers[name] = value
    return response


def malformed(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return render(request, "core/400.html", status=400)


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return render(request, "core/403.html", status=403)


def missing(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return render(request, "core/404.html", status=404)


def lapsed_form(request: HttpRequest, reason: str = "") -> HttpResponse:
    """The CSRF token no longer fits: an old page, or somebody else's site."""
    return render(request, "core/403_csrf.html", status=403)


def broken(request: HttpRequest) -> HttpResponse:
    """Without context: whatever broke may be what the context needs. Django calls this while it handles the problem."""
    if outages.is_outage(sys.exception()):
        return outages.answer(request)
    return HttpResponse(render_to_string("core/500.html"), status=500)
