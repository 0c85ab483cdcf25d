"""My calendar may be asked when I am busy: by CalDAV, or by a permission given at Google or Microsoft.

Calendars are asked by pages that are read, never within a change: no transaction waits for somebody else's server.
"""

from __future__ import annotations

from secrets import compare_digest, token_urlsafe

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from alongside.calendars import queries, services
from alongside.calendars.forms import ConnectionForm
from alongside.calendars.free_busy import asking, providers
from alongside.calendars.free_busy.busy import NoAnswer
from alongside.calendars.models import Connection
from alongside.calendars.views.accounts import show_account
from alongside.core.web import Request, once_only, signed_in
from alongside.identity import limits
from alongside.identity.fresh import fresh_sign_in

ASKED = "calendar_permission"  # in the session, from leaving for a provider until coming back


@require_POST
@signed_in
@fresh_sign_in
@once_only
def connection_create(request: Request) -> HttpResponse:
    """By CalDAV. The next page tries it."""
    form = ConnectionForm(request.POST)
    if not form.is_valid():
        return show_account(request, connection_form=form, status=422)
    services.connect_calendar(
        actor=request.actor, provider=Connection.Provider.CALDAV.value, **form.cleaned_data
    )
    return redirect("calendars:account_detail")


@require_POST
@signed_in
@once_only
def trial_create(request: Request, pk: int) -> HttpResponse:
    """The next page tries it again."""
    services.try_anew(actor=request.actor, connection=_mine_or_404(request, pk))
    return redirect("calendars:account_detail")


@require_POST
@signed_in
@once_only
def connection_end(request: Request, pk: int) -> HttpResponse:
    services.end_connection(actor=request.actor, connection=_mine_or_404(request, pk))
    messages.success(request, _("Your calendar is asked no more. Name and password are deleted."))
    return redirect("calendars:account_detail")


@require_GET
@signed_in
def permission_begin(request: Request, name: str) -> HttpResponse:
    """To the provider, with what proves on the way back that it was us who asked."""
    app = _app_or_404(name)
    state, verifier = token_urlsafe(32), token_urlsafe(48)
    request.session[ASKED] = {"name": name, "state": state, "verifier": verifier}
    return redirect(app.sign_in_address(state=state, verifier=verifier, back=_back(name)))


@require_GET
@signed_in
def permission_return(request: Request, name: str) -> HttpResponse:
    """Back from the provider. What we asked counts once, whatever comes back."""
    app, asked = _app_or_404(name), request.session.pop(ASKED, {})
    limits.take("calendar_times", request.actor.person_id)
    state, code = request.GET.get("state", ""), request.GET.get("code", "")
    is_ours = asked.get("name") == name and compare_digest(asked.get("state", "").encode(), state.encode())
    try:
        if not is_ours or not state or not code:
            raise ValueError("not what we asked for")
        token = app.refresh_token(
            code=code, verifier=asked["verifier"], back=_back(name), seconds=asking.SECONDS
        )
    except (ValueError, NoAnswer):
        said = _("%(provider)s gave no permission. Nothing has changed; you can try again.")
        messages.error(request, said % {"provider": app.title})
        return redirect("calendars:account_detail")
    services.connect_calendar(actor=request.actor, provider=name, secret=token)
    return redirect("calendars:account_detail")


def _app_or_404(name: str) -> providers.App:
    app = providers.app_named(name)
    if app is None:
        raise Http404
    return app


def _back(name: str) -> str:
    return f"{settings.BASE_URL}{reverse('calendars:permission_return', args=[name])}"


def _mine_or_404(request: Request, pk: int) -> Connection:
    return get_object_or_404(queries.connections_visible_to(request.actor), pk=pk)
