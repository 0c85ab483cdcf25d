"""The web door to one's own choice of news."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from alongside.core.web import Request, once_only, page, signed_in
from alongside.notifications import queries, services
from alongside.notifications.forms import PreferenceForm
from alongside.people.queries import me


@require_GET
@signed_in
def preference_detail(request: Request) -> HttpResponse:
    form = PreferenceForm(initial={"routine": queries.routine_choice(me(request.actor))})
    return _show(request, form)


@require_POST
@signed_in
@once_only
def preference_update(request: Request) -> HttpResponse:
    form = PreferenceForm(request.POST)
    if not form.is_valid():
        return _show(request, form, status=422)
    services.choose_routine(actor=request.actor, **form.cleaned_data)
    messages.success(request, _("That is how you hear of news from now on."))
    return redirect("notifications:preference_detail")


def _show(request: Request, form: PreferenceForm, status: int = 200) -> HttpResponse:
    return page(request, "notifications/preference_detail.html", {"form": form}, status=status)
