"""The whole set of headers of every answer at every address: nothing less, and nothing that tells more."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest
from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import get_token
from django.test import Client, RequestFactory, override_settings
from django.urls import path, reverse

from alongside.core.errors import Refused, Stale
from alongside.identity.devices import trust
from alongside.identity.tests.url_table import PROVIDER_ORIGINS
from alongside.identity.urls import urlpatterns as identity_urls
from tests.house.code import ROOT
from tests.house.table import walked
from tests.house.walk import Seen, walk

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; "
    "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'; manifest-src 'self'; "
    "worker-src 'self'"
)
ALWAYS = {
    "Content-Security-Policy": POLICY,
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Embedder-Policy": "require-corp",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=(), payment=(), usb=(), browsing-topics=()",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cache-Control": "no-store",
}
# Their values depend on the answer; any other header needs to be thought about first.
MAY_VARY = {
    "Content-Type", "Content-Length", "Content-Language", "Content-Disposition", "Content-Encoding", "Vary", "Location",
    "Allow", "Retry-After", "WWW-Authenticate", "HX-Redirect", "HX-Retarget", "HX-Reswap", "HX-Reselect",
    "HX-Trigger", "HX-Refresh", "X-Request-ID", "ETag", "Last-Modified", "RateLimit", "RateLimit-Policy",
}  # fmt: skip
# Forms of these pages may lead to the identity providers that are on; no other page names them.
LEAD_TO_PROVIDERS = {"identity:session_create", "identity:confirmation_create", "identity:identity_list"}
# A calendar that subscribes must be able to keep what it compares with; it is told to ask each time.
OTHERWISE = {("calendars:feed_detail", 200): {"Cache-Control": "private, no-cache"}}


def expected_at(address: str, status: int) -> dict[str, str]:
    """What an address must send: everywhere the same, but for what is listed above."""
    wanted = ALWAYS | OTHERWISE.get((address, status), {})
    if address not in LEAD_TO_PROVIDERS or status not in (200, 422):
        return wanted
    origins = f"form-action 'self' {' '.join(PROVIDER_ORIGINS)}"
    return {**wanted, "Content-Security-Policy": POLICY.replace("form-action 'self'", origins)}


def wrong_headers(headers: dict[str, str], address: str = "", status: int = 0) -> list[str]:
    """Each header that is missing, different or new."""
    found = [
        f"{name} is {headers.get(name)!r}, should be {value!r}"
        for name, value in expected_at(address, status).items()
        if _parts(headers.get(name)) != _parts(value)
    ]
    new = sorted(set(headers) - set(ALWAYS) - MAY_VARY)
    return found + [f"{name} is new: say in tests/test_headers.py whether it may be there" for name in new]


def problems_of(seen: list[Seen]) -> list[str]:
    return sorted(
        {
            f"{one.address} ({one.status}): {wrong}"
            for one in seen
            for wrong in wrong_headers(one.headers, one.address, one.status)
        }
    )


@pytest.mark.parametrize("package", walked())
def test_every_answer_of_every_address_has_them(db, package):
    problems = problems_of(walk(package))
    assert not problems, "\n".join(problems)


def _raise(problem: Exception) -> HttpResponse:
    raise problem


def _remember(request: HttpRequest) -> HttpResponse:
    request.session["seen"] = True
    get_token(request)
    return HttpResponse()


urlpatterns = [
    path("remembering/", _remember),
    *identity_urls,
    path("refused/", lambda request: _raise(Refused("no"))),
    path("stale/", lambda request: _raise(Stale(yours="a", current="b", version=2))),
    path("broken/", lambda request: _raise(ZeroDivisionError())),
]


@pytest.mark.parametrize(
    ("address", "status"),
    [("/refused/", 403), ("/stale/", 409), ("/broken/", 500), ("/nowhere/", 404), ("/sign-in", 301)],
)
def test_errors_have_them_too(db, address, status):
    with override_settings(ROOT_URLCONF=__name__):
        answer = Client(raise_request_exception=False).get(address)
    assert answer.status_code == status
    assert wrong_headers(dict(answer.headers)) == []


def test_a_refused_forgery_has_them_too(db):
    answer = Client(enforce_csrf_checks=True).post("/sign-out/")
    assert answer.status_code == 403
    assert wrong_headers(dict(answer.headers)) == []


def test_a_foreign_host_is_refused_with_them(db):
    answer = Client(raise_request_exception=False).get("/sign-in/", headers={"Host": "evil.example"})
    assert answer.status_code == 400
    assert wrong_headers(dict(answer.headers)) == []


def test_cookies_are_for_this_host_and_for_no_script(db):
    with override_settings(ROOT_URLCONF=__name__):
        answer = Client().get("/remembering/")
    assert {"session", "csrf"} == set(answer.cookies)
    for cookie in answer.cookies.values():
        assert cookie["httponly"]
        assert cookie["samesite"] == "Lax"
        assert cookie["path"] == "/"
        assert not cookie["domain"]


def test_with_https_cookies_are_bound_to_the_host_and_browsers_told_to_stay():
    words = (
        "from alongside.config import settings as s; print(s.SESSION_COOKIE_NAME, s.CSRF_COOKIE_NAME, "
        "s.TOUR_COOKIE, s.SESSION_COOKIE_SECURE, s.CSRF_COOKIE_SECURE, s.SECURE_HSTS_SECONDS >= 31_536_000, "
        "s.SECURE_HSTS_INCLUDE_SUBDOMAINS)"
    )
    environment = {
        **os.environ,
        "ALONGSIDE_URL": "https://alongside.example",
        "DATABASE_URL": "postgresql:///none",
    }
    done = subprocess.run(
        [sys.executable, "-c", words], env=environment, cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert done.stdout.split() == ["__Host-session", "__Host-csrf", "__Host-tour", *["True"] * 4]


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("Content-Security-Policy", POLICY.replace("script-src 'self'", "script-src 'self' 'unsafe-inline'")),
        ("Content-Security-Policy", None),
        ("Cache-Control", "max-age=60"),
        ("X-Powered-By", "something"),
        ("Referrer-Policy", "origin"),
    ],
)
def test_a_weaker_or_new_header_is_seen(name, value):
    headers = {**ALWAYS, "Content-Type": "text/html"}
    assert wrong_headers(headers) == []
    assert wrong_headers({key: found for key, found in {**headers, name: value}.items() if found is not None})


def _parts(value: str | None) -> set[str]:
    """A policy's directives in any order."""
    return {part.strip() for part in (value or "").split(";")}


def test_the_cookies_of_device_and_tour_are_bound_alike(cast, web, settings):
    settings.SECURE = settings.SESSION_COOKIE_SECURE = True
    settings.TOUR_COOKIE = "__Host-tour"
    answers = [web(cast.eve).post(reverse("home:tour_ending_create"), secure=True), HttpResponse()]
    request = RequestFactory().get("/")
    trust(request, answers[1], cast.eve.account, second_factor=False)
    cookies = {name: cookie for answer in answers for name, cookie in answer.cookies.items()}
    assert {"__Host-tour", "__Host-device"} <= set(cookies)
    for name in ("__Host-tour", "__Host-device"):
        cookie = cookies[name]
        assert (cookie["secure"], cookie["httponly"], cookie["samesite"]) == (True, True, "Lax")
        assert (cookie["path"], cookie["domain"]) == ("/", "")


def test_cookies_are_set_in_places_that_a_test_knows():
    """Another cookie wants another test above."""
    files = {
        str(file.relative_to(ROOT))
        for file in (ROOT / "alongside").rglob("*.py")
        if "/tests/" not in str(file) and ".set_cookie(" in file.read_text()
    }
    assert files == {"alongside/identity/devices.py", "alongside/home/views/tours.py"}


@pytest.mark.parametrize("method", ["TRACE", "TRACK", "CONNECT"])
@pytest.mark.parametrize(
    "address", ["/", "/sign-in/", "/api/v1/people", "/scim/v2/Users", "/static/x.css", "/nowhere/"]
)
def test_nothing_sends_a_request_back(db, method, address):
    answer = Client().generic(method, address, headers={"X-Canary": "a-canary"})
    assert answer.status_code == 405
    assert b"a-canary" not in answer.content
