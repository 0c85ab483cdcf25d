"""My account: how I am shown, and the way to everything about signing in."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from alongside.core.web import Request, once_only, page, signed_in
from alongside.identity.queries import account_of
from alongside.identity.second_factor import has_app
from alongside.people.account.services import update_preferences
from alongside.people.forms.account import PreferencesForm
from alongside.people.queries import me

FIELDS = ("name", "locale", "time_zone", "theme")


@require_GET
@signed_in
def account_detail(request: Request) -> HttpResponse:
    person = me(request.actor)
    return _show(
        request, PreferencesForm(initial={name: getattr(person, name) for name in FIELDS}), status=200
    )


@require_POST
@signed_in
@once_only
def preferences_update(request: Request) -> HttpResponse:
    form = PreferencesForm(request.POST)
    if not form.is_valid():
        return _show(request, form, status=422)
    update_preferences(actor=request.actor, person=me(request.actor), **form.cleaned_data)
    messages.success(request, _("Saved."))
    return redirect("people:account_detail")


def _show(request: Request, form: PreferencesForm, *, status: int) -> HttpResponse:
    account = account_of(request.actor)
    context = {
        "form": form,
        "account": account,
        "has_app": has_app(account),
        "has_password": account.has_usable_password(),
    }
    return page(request, "people/account_detail.html", context, status=status)
