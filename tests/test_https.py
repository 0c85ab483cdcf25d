"""Where people's address is https: browsers are told to stay with it, and nothing is answered without it."""

from __future__ import annotations

import pytest
from django.http import HttpRequest, HttpResponse
from django.test import Client
from django.urls import include, path

YEAR = 31_536_000
STAY = f"max-age={YEAR}; includeSubDomains"
HSTS = "Strict-Transport-Security"


def _break(request: HttpRequest) -> HttpResponse:
    raise ZeroDivisionError


urlpatterns = [path("broken/", _break), path("", include("alongside.config.urls"))]


@pytest.fixture
def https(settings):
    """The settings as they are with ALONGSIDE_URL=https://... (tests/test_headers.py compares them)."""
    settings.ROOT_URLCONF = __name__
    settings.SECURE = True
    settings.SECURE_HSTS_SECONDS = YEAR
    settings.SECURE_HSTS_INCLUDE_SUBDOMAINS = True
    settings.SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    return Client(raise_request_exception=False, headers={"X-Forwarded-Proto": "https"})


@pytest.mark.parametrize(
    ("method", "address", "status"),
    [
        ("GET", "/sign-in/", 200), ("GET", "/", 302), ("GET", "/nowhere/", 404), ("GET", "/sign-in", 301),
        ("TRACE", "/sign-in/", 405), ("GET", "/api/v1/people", 401), ("GET", "/broken/", 500),
        ("GET", "/static/core/css/tokens.css", 200), ("GET", "/healthz", 200),
    ],
)  # fmt: skip
def test_every_kind_of_answer_tells_browsers_to_stay_for_a_year_here_and_below(
    db, https, method, address, status
):
    answer = https.generic(method, address)
    answer.close()  # a file stays open until it is sent
    assert (answer.status_code, answer.headers[HSTS]) == (status, STAY)


def test_a_refused_host_and_a_refused_forgery_tell_it_too(db, https):
    assert https.get("/sign-in/", headers={"Host": "evil.example"}).headers[HSTS] == STAY
    forged = Client(enforce_csrf_checks=True, headers={"X-Forwarded-Proto": "https"}).post("/sign-out/")
    assert (forged.status_code, forged.headers[HSTS]) == (403, STAY)


@pytest.mark.parametrize(
    "address", ["/", "/sign-in/", "/api/v1/people", "/static/core/css/tokens.css", "/nowhere/"]
)
@pytest.mark.parametrize("said", [{}, {"X-Forwarded-Proto": "http"}])
def test_plain_http_is_refused_everywhere(db, https, address, said):
    answer = Client().get(address, headers=said)
    assert answer.status_code == 403
    assert answer.content == b"Nothing is answered here without https.\n"
    assert "Location" not in answer.headers and not answer.cookies


def test_what_is_sent_by_plain_http_has_no_effect(cast, https, web):
    browser = web(cast.eve)
    assert browser.post("/account/mail/choice/", {"routine": "daily"}).status_code == 403
    assert browser.post("/sign-out/").status_code == 403
    assert browser.get("/", headers={"X-Forwarded-Proto": "https"}).status_code == 200


def test_machines_may_ask_whether_it_is_well_past_the_proxy(db, https):
    assert [Client().get(address).status_code for address in ("/healthz", "/readyz")] == [200, 200]


def test_without_an_https_address_nothing_is_refused_and_nothing_promised(db, settings):
    settings.SECURE = False
    answer = Client().get("/sign-in/")
    assert answer.status_code == 200 and HSTS not in answer.headers
