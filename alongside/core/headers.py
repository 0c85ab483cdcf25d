"""The response headers that Django does not set itself (privacy: nothing is cached, framed, or told to others)."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed

FIXED = {
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cross-Origin-Embedder-Policy": "require-corp",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=(), payment=(), usb=(), browsing-topics=()",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
}


# They would send a request back as it came, cookies and all. No page answers them; here none can begin to.
REFUSED = frozenset({"TRACE", "TRACK", "CONNECT"})


class HeadersMiddleware:
    """Around all that answers, so that errors and redirects carry the headers too."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = _refused() if request.method in REFUSED else self.get_response(request)
        for name, value in FIXED.items():
            response.headers.setdefault(name, value)
        if not request.path.startswith("/static/"):
            response.headers.setdefault("Cache-Control", "no-store")
        return response


def _refused() -> HttpResponse:
    return HttpResponseNotAllowed(["GET", "HEAD", "POST"])
