"""A small server for the browser tests of the look: it saves, refuses, fails and asks to sign in, as told."""

from __future__ import annotations

from http.server import BaseHTTPRequestHandler
from pathlib import Path
from types import SimpleNamespace
from typing import Any
from urllib.parse import parse_qs, urlsplit

from django.contrib.staticfiles import finders
from django.template.backends.django import DjangoTemplates
from django.test import RequestFactory

from alongside.core import outages
from alongside.core.style_page import example_context

CSP = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; "
    "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
KINDS = {".js": "text/javascript", ".css": "text/css", ".svg": "image/svg+xml", ".woff2": "font/woff2"}
CONTEXT = ["django.template.context_processors.request"]
ENGINE = DjangoTemplates(
    {"NAME": "look", "DIRS": [], "APP_DIRS": True, "OPTIONS": {"context_processors": CONTEXT}}
)
HERE = Path(__file__).resolve().parent
FORMS = (HERE / "forms_page.html").read_text()


class Site:
    """What the server answers and what it was sent. `answer` is how it takes the next posts."""

    def __init__(self) -> None:
        self.url = ""
        self.answer, self.person, self.version = "save", 7, "1"
        self.posts: list[tuple[str, dict[str, list[str]]]] = []

    def page(self, path: str) -> tuple[int, str]:
        request: Any = RequestFactory().get(path)
        request.actor = SimpleNamespace(person_id=None if path == "/sign-in" else self.person)
        name = path.strip("/")
        context = example_context() | {"theme": name.partition("-")[2], "version": self.version}
        if path == "/forms":
            context["lines"] = ["one", "two", "three"]
            return 200, ENGINE.from_string(FORMS).render(context, request)
        if path == "/part":
            part = FORMS.partition("{% partialdef part inline %}")[2].partition("{% endpartialdef %}")[0]
            return 200, part
        if path in ("/sign-in", "/saved"):
            return 200, ENGINE.from_string('{% extends "core/base.html" %}').render(context, request)
        if path == "/403":
            return 403, ENGINE.get_template("core/403.html").render(context, request)
        return 200, ENGINE.get_template(f"core/{name.partition('-')[0]}.html").render(context, request)


def _outage(path: str, body: bytes, is_htmx: str) -> bytes:
    """What the product says while its database is away."""
    kind = "application/x-www-form-urlencoded"
    request = RequestFactory().post(path, body, content_type=kind, headers={"HX-Request": is_htmx})
    return outages.answer(request).content


class Handler(BaseHTTPRequestHandler):
    site: Site

    def log_message(self, *ignored: object) -> None:
        """Silence: a test prints nothing."""

    def reply(
        self, status: int, body: str | bytes = b"", kind: str = "text/html; charset=utf-8", to: str = ""
    ) -> None:
        body = body.encode() if isinstance(body, str) else body
        self.send_response(status)
        for name, value in {
            "Content-Type": kind,
            "Content-Security-Policy": CSP,
            "Cache-Control": "no-store",
            "Content-Length": str(len(body)),
        }.items():
            self.send_header(name, value)
        if to:
            self.send_header("Location", to)
        self.end_headers()
        self.wfile.write(body)

    def do_GET(self) -> None:
        path = urlsplit(self.path).path
        if path.startswith("/static/"):
            file = finders.find(path.removeprefix("/static/"))
            return (
                self.reply(200, Path(file).read_bytes(), KINDS[Path(path).suffix])
                if file
                else self.reply(404)
            )
        return self.reply(*self.site.page(path))

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        sent = parse_qs(body.decode())
        self.site.posts.append((self.path, sent))
        if self.path == "/order":
            return self.reply(204)
        match self.site.answer:
            case "save":
                return self.reply(303, to="/part" if self.headers.get("HX-Request") else "/saved")
            case "sign in":
                return self.reply(302, to="/sign-in")
            case "refuse":
                return self.reply(*self.site.page("/403"))
            case "outage":
                return self.reply(503, _outage(self.path, body, self.headers.get("HX-Request", "")))
            case "conflict":
                return self.reply(409, '<div id="part">Both texts</div>')
            case "proxy":
                return self.reply(502, "<h1>Bad gateway</h1>")
        return self.connection.close()
