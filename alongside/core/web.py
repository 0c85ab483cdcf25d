"""What every web view uses: the request's type, signing in, one effect per press, pages and their fragments."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any
from urllib.parse import urlencode, urlsplit, urlunsplit

from django.conf import settings
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django_htmx.middleware import HtmxDetails

from alongside.core import once
from alongside.core.actor import Actor

LEAST_REFUSAL = 400
NOT_TYPED = {"csrfmiddlewaretoken", "once"}

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
        target = f"{settings.LOGIN_URL}?{urlencode({'next': _page_of(request)})}"
        if request.htmx:
            return HttpResponse(status=401, headers={"HX-Redirect": target})
        return redirect(target)

    checked.needs_sign_in = True  # type: ignore[attr-defined]
    return checked


def only_for(may: Callable[[Actor], object]) -> Callable[[View], View]:
    """For whom `may` says no, the address is not there: 404, before anybody is asked for a proof or a form."""

    def around(view: View) -> View:
        @wraps(view)
        def checked(request: Request, *args: Any, **kwargs: Any) -> HttpResponse:
            if not may(request.actor):
                raise Http404
            return view(request, *args, **kwargs)

        return checked

    return around


def _page_of(request: Request) -> str:
    """The page where the person is, as a path of this site: htmx names it, forms come from it."""
    if request.htmx and request.htmx.current_url_abs_path:
        return request.htmx.current_url_abs_path
    if request.method == "GET":
        return request.get_full_path()
    came_from = urlsplit(request.headers.get("Referer", ""))
    if came_from.netloc != request.get_host():
        return "/"
    return urlunsplit(("", "", came_from.path or "/", came_from.query, ""))


def once_only(view: View) -> View:
    """A POST that changes something has one effect however often the same form is sent.

    The key travels as form field `once` (or header Idempotency-Key) and counts together with the address and the
    words sent. A repeat leads where the first led; an invalid form keeps its key, because nothing happened.
    Raises TypeError when the view neither redirects nor refuses: what it wrote would be undone in silence.
    """

    @wraps(view)
    def checked(request: Request, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.method in ("GET", "HEAD"):
            return view(request, *args, **kwargs)
        key = request.POST.get("once") or request.headers.get("Idempotency-Key") or once.fresh_key()
        person_id = request.actor.person_id or 0
        with transaction.atomic():
            row, is_new = once.claim(
                key=once.bound(key, request.get_full_path(), _sent(request)), person_id=person_id
            )
            if not is_new:
                return HttpResponseRedirect(row.location or request.get_full_path())
            response = view(request, *args, **kwargs)
            if isinstance(response, HttpResponseRedirect):
                row.location = response.url[:500]
                row.save(update_fields=["location"])
            elif response.status_code < LEAST_REFUSAL:
                raise TypeError(
                    f"{view.__name__} answers {response.status_code}; a POST redirects or refuses"
                )
            else:
                transaction.set_rollback(True)
        return response

    checked.once_only = True  # type: ignore[attr-defined]
    return checked


def _sent(request: Request) -> list[tuple[str, object]]:
    """What was typed and attached, without what changes from one rendering of the form to the next."""
    typed: list[tuple[str, object]] = [
        (name, value) for name in request.POST for value in request.POST.getlist(name)
    ]
    files: list[tuple[str, object]] = [
        (name, (one.name, one.size)) for name in request.FILES for one in request.FILES.getlist(name)
    ]
    return [pair for pair in typed if pair[0] not in NOT_TYPED] + files


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
