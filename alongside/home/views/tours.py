"""The tour of five minutes: its page, and not to be led to it any more."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_GET, require_POST

from alongside.core.web import Request, once_only, page, signed_in
from alongside.home import tour
from alongside.people.queries import me

A_YEAR = 365 * 24 * 60 * 60


@require_GET
@signed_in
def tour_detail(request: Request) -> HttpResponse:
    """All steps of the tour for the role of whoever asks."""
    role = tour.role_of(request.actor)
    steps = tour.steps_of(request.actor, role)
    context = {"steps": steps, "lead": tour.LEADS[role], "name": me(request.actor).first_name}
    return page(request, "home/tour_detail.html", context)


@require_POST
@signed_in
@once_only
def tour_ending_create(request: Request) -> HttpResponse:
    """This browser is not led to the tour any more. It stays on the page of help; nothing is stored here."""
    response = redirect("home:today")
    response.set_cookie(
        settings.TOUR_COOKIE,
        "over",
        max_age=A_YEAR,
        httponly=True,
        secure=settings.SESSION_COOKIE_SECURE,
        samesite="Lax",
    )
    return response
