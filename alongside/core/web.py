"""What every web view uses: the request's type, signing in, one effect per press, pages and their fragments."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django_htmx.middleware import HtmxDetails

from alongside.core import once
from alongside.core.actor import Actor

type View = Callable[..., HttpResponse]


class Request(HttpRequest):
    """A request after the middleware: it knows who acts and whether htmx asks."""

    actor: Actor
    htmx: HtmxDetails


def signed_in(view: View) -> View:
    """Only for people who are signed in; others are led to the sign-in page and back here."""

    @wraps(view)
    def checked(request: Request, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.actor.person_id is not None:
            return view(request, *args, **kwargs)
        back = request.get_full_path() if request.method == "GET" else request.headers.get("Referer", "/")
        target = f"{settings.LOGIN_URL}?{urlencode({'next': back})}"
        if request.htmx:
            return HttpResponse(status=401, headers={"HX-Redirect": target})
        return redirect(target)

    checked.needs_sign_in = True  # type: ignore[attr-defined]
    return checked


def once_only(view: View) -> View:
    """A POST that changes something has one effect however often the same form is sent.

    The key travels as form field `once` (or header Idempotency-Key). A repeat leads where the first led;
    an invalid form keeps its key, because nothing happened.
    """

    @wraps(view)
    def checked(request: Request, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.method in ("GET", "HEAD"):
            return view(request, *args, **kwargs)
        key = request.POST.get("once") or request.headers.get("Idempotency-Key") or once.fresh_key()
        person_id = request.actor.person_id or 0
        with transaction.atomic():
            row, is_new = once.claim(key=key, person_id=person_id)
            if not is_new:
                return HttpResponseRedirect(row.location or request.get_full_path())
            response = view(request, *args, **kwargs)
            if isinstance(response, HttpResponseRedirect):
                row.location = response.url[:500]
                row.save(update_fields=["location"])
            else:
                transaction.set_rollback(True)
        return response

    checked.once_only = True  # type: ignore[attr-defined]
    return checked


def page(
    request: Request,
    template: str,
    context: dict[str, Any],
    *,
    parts: tuple[str, ...] = (),
    status: int = 200,
) -> HttpResponse:
    """Render a page, or only the part that htmx asks for by its DOM id.

    A redirect keeps the htmx headers, so views that write need no branch of their own.
    """
    target = request.htmx.target if request.htmx else None
    if target in parts:
        return render(request, f"{template}#{target}", context, status=status)
    return render(request, template, context, status=status)
