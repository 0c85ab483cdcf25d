"""Where people's address begins with https://, plain http is answered by nothing but two questions of machines.

A redirect would do for browsers, which ask for https by themselves after the first time; a program that sends its key
in plain sight should learn of it at once, and a proxy that forgets to say "https" as well.
"""

from __future__ import annotations

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import translation
from django.utils.translation import gettext as _

OF_MACHINES = frozenset({"/healthz", "/readyz"})  # one word each, asked by balancers past the proxy


class HttpsOnlyMiddleware:
    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if not settings.SECURE or request.is_secure() or request.path in OF_MACHINES:
            return self.get_response(request)
        with translation.override(translation.get_language_from_request(request)):
            words = _("Nothing is answered here without https.")
        return HttpResponse(f"{words}\n", status=403, content_type="text/plain; charset=utf-8")
