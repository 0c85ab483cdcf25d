"""The first run: whoever can read the server's screen makes the first administrator. Once."""

from __future__ import annotations

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from alongside.core.actor import Strength
from alongside.core.web import Request
from alongside.identity import codes, limits, sign_in
from alongside.identity.views.sign_in import too_early
from alongside.people.company.services import make_first_administrator
from alongside.people.forms.company import FirstRunForm
from alongside.people.queries import administrators

FIRST_RUN = codes.Purpose.FIRST_RUN


@require_http_methods(["GET", "POST"])
def administrator_create(request: Request) -> HttpResponse:
    """For nobody in particular, so it asks for no sign-in; gone as soon as there is an administrator."""
    if administrators():
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
    person = make_first_administrator(**form.cleaned_data)
    assert person.account is not None  # noqa: S101  (for the type checker: the service opened it)
    return sign_in.begin(request, person.account, Strength.PASSWORD, is_shared=False, back="/administration/")


def _show(request: Request, form: FirstRunForm, *, status: int) -> HttpResponse:
    return render(request, "people/administrator_create.html", {"form": form}, status=status)
