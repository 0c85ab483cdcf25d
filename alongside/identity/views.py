"""Signing in and out. The demo's one-tap sign-in exists only in demo mode, which production refuses."""

from __future__ import annotations

from allauth.account.forms import LoginForm
from django.conf import settings
from django.contrib.auth import login, logout
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_http_methods, require_POST

from alongside.core.web import Request
from alongside.identity.models import Account

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


@require_http_methods(["GET", "POST"])
def session_create(request: Request) -> HttpResponse:
    form = LoginForm(request.POST or None, request=request)
    if request.method == "POST" and form.is_valid():
        _begin(request, form.user)
        return redirect(_way_back(request))
    demo = (
        Account.objects.filter(is_active=True, person__isnull=False).select_related("person")
        if settings.DEMO
        else []
    )
    context = {"form": form, "demo_accounts": demo, "next": request.GET.get("next", "")}
    return render(request, "identity/session_create.html", context, status=422 if form.errors else 200)


@require_POST
def demo_session_create(request: Request, pk: int) -> HttpResponse:
    if not settings.DEMO:
        raise Http404
    _begin(request, get_object_or_404(Account, pk=pk, is_active=True))
    return redirect(_way_back(request))


@require_POST
def session_delete(request: Request) -> HttpResponse:
    logout(request)
    return redirect("identity:session_create")


def _begin(request: Request, account: Account) -> None:
    login(request, account, backend=BACKEND)
    request.session["signed_in_at"] = timezone.now().isoformat()


def _way_back(request: Request) -> str:
    target = request.POST.get("next", "")
    if url_has_allowed_host_and_scheme(
        target, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    ):
        return target
    return settings.LOGIN_REDIRECT_URL
