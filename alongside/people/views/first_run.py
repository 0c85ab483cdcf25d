"""The first run, and recovery: whoever can read the server's screen makes an administrator, by a code that works once."""

from __future__ import annotations

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from alongside.core.actor import Strength
from alongside.core.errors import Refused
from alongside.core.web import Request
from alongside.identity import codes, limits, sign_in
from alongside.identity.views.sign_in import too_early
from alongside.people.company.services import make_first_administrator, recover_administration
from alongside.people.forms.company import FirstRunForm
from alongside.people.models import Person
from alongside.people.queries import administrators
from alongside.people.queries.duties import is_recovery

FIRST_RUN = codes.Purpose.FIRST_RUN


@require_http_methods(["GET", "POST"])
def administrator_create(request: Request) -> HttpResponse:
    """For nobody in particular, so it asks for no sign-in; not there while there is an administrator and no code."""
    if administrators() and not codes.is_awaited(FIRST_RUN):
        raise Http404
    form = FirstRunForm(request.POST or None)
    if request.method != "POST" or not form.is_valid():
        return _show(request, form, status=422 if form.errors else 200)
    network = limits.network_of(request)
    try:
        limits.take("login", "first-run", network)
        limits.take("login_network", network)
    except limits.TooMany as early:
        return too_early(early, lambda: _show(request, form, status=429), form)
    words = form.cleaned_data.pop("code")
    made = codes.latest_code(None, FIRST_RUN)
    if codes.use_code(made.pk if made else None, FIRST_RUN, words) is None:
        form.add_error(
            "code", _("This is not the code, or it is too old. “alongside setup” prints a new one.")
        )
        return _show(request, form, status=422)
    try:
        person, is_new = _make(form)
    except Refused as refused:
        form.add_error("email", str(refused.reason))
        return _show(request, form, status=422)
    assert person.account is not None  # noqa: S101  (for the type checker: the service opened it)
    if not is_new:
        messages.success(
            request, _("You administer now. Sign in as you always do: your password is the old one.")
        )
        return redirect(settings.LOGIN_URL)
    return sign_in.begin(request, person.account, Strength.PASSWORD, is_shared=False, back="/administration/")


def _make(form: FirstRunForm) -> tuple[Person, bool]:
    """(The person, whether the password is the one typed): the first of all, or one more when none can come in."""
    if is_recovery():
        return recover_administration(**form.cleaned_data)
    return make_first_administrator(**form.cleaned_data), True


def _show(request: Request, form: FirstRunForm, *, status: int) -> HttpResponse:
    return render(
        request, "people/administrator_create.html", {"form": form, "recovery": is_recovery()}, status=status
    )
