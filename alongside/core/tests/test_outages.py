"""What counts as an outage of the database, and what is said then, without a word to the database."""

from __future__ import annotations

import re
import socket
from collections.abc import Callable, Iterator

import pytest
from django.db import DatabaseError, InterfaceError, OperationalError, connection, transaction
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.utils import ConnectionHandler
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.test import Client, RequestFactory, override_settings
from django.urls import path

from alongside.config.environment import database
from alongside.core import outages
from alongside.core.templatetags import core

# One of each kind that PostgreSQL raises by itself: here it raises them on command.
PASSING = ["53100", "53200", "53300", "57P01", "57P03", "25006", "40P01", "40001", "55P03", "58030", "08006"]
LASTING = ["57014", "54001", "23505", "22012", "42P01", "XX000", "28000"]


def _raised(state: str) -> DatabaseError:
    words = f"DO $$ BEGIN RAISE EXCEPTION USING ERRCODE = '{state}', MESSAGE = 'a-canary'; END $$"
    with pytest.raises(DatabaseError) as found, transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(words)
    return found.value


@pytest.mark.parametrize(("state", "passes"), [*((s, True) for s in PASSING), *((s, False) for s in LASTING)])
def test_an_error_of_the_database_is_an_outage_if_it_passes_by_itself(db, state, passes):
    assert outages.is_outage(_raised(state)) is passes


def test_other_errors_are_none(db):
    for problem in (None, ZeroDivisionError(), ValueError("connection"), InterfaceError("cursor closed")):
        assert not outages.is_outage(problem)


def _connection(url: str) -> BaseDatabaseWrapper:
    return ConnectionHandler({"default": database(url) | {"TIME_ZONE": None}})["default"]


def test_a_port_where_nobody_listens_is_one(db):
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    with pytest.raises(OperationalError) as found:
        _connection(f"postgresql://u:p@127.0.0.1:{port}/d").ensure_connection()
    assert outages.is_outage(found.value)


def test_a_server_that_takes_the_connection_and_never_speaks_is_given_up(db):
    with socket.create_server(("127.0.0.1", 0)) as silent:
        url = f"postgresql://u:p@127.0.0.1:{silent.getsockname()[1]}/d?connect_timeout=2"
        with pytest.raises(OperationalError) as found:
            _connection(url).ensure_connection()
    assert outages.is_outage(found.value)


def test_no_server_is_waited_for_without_end():
    options = database("postgresql://u:p@db.example/d?connect_timeout=9&sslmode=require")["OPTIONS"]
    assert options["connect_timeout"] == "9" and options["sslmode"] == "require"
    assert {"tcp_user_timeout", "keepalives_idle"} <= set(options)


def _full(request: HttpRequest) -> HttpResponse:
    raise OperationalError("a-canary: could not extend file")


urlpatterns = [path("full/", _full), path("api/v1/full", _full)]
handler500 = "alongside.core.refusals.broken"


@pytest.fixture
def ask() -> Callable[..., HttpResponse]:
    """No test here has the fixture `db`: whoever asks the database fails."""
    browser = Client(raise_request_exception=False)

    def asked(method: str, address: str = "/full/", *more: object, **headers: str) -> HttpResponse:
        with override_settings(ROOT_URLCONF=__name__):
            return getattr(browser, method)(address, *more, headers=headers)

    return asked


TYPED = {"once": "k1", "text": "What I'd <b>say</b>", "who": ["1", "2"]}


@pytest.mark.parametrize("language", ["en", "de"])
def test_a_page_says_so_in_the_language_of_the_browser(ask, language):
    answer = ask("get", **{"Accept-Language": language})
    assert (answer.status_code, answer.headers["Retry-After"]) == (503, "20")
    assert answer.headers["Content-Language"] == language
    words = answer.content.decode()
    said = {"en": "Alongside can't open this right now", "de": "Alongside kann das gerade nicht öffnen"}
    assert f'<html lang="{language}">' in words and f"<h1>{said[language]}" in words.replace("&#x27;", "'")
    assert "canary" not in words and "<form" not in words and "<script" not in words


def _hidden(words: str) -> list[tuple[str, str]]:
    return re.findall(r'<input type="hidden" name="([^"]*)" value="([^"]*)">', words)


def test_what_was_typed_is_in_the_page_and_can_be_sent_once_more(ask):
    answer = ask("post", "/full/", TYPED)
    assert answer.status_code == 503
    assert "form" not in answer.content.decode()  # sent as multipart: it may hold a file
    typed = "once=k1&text=What%20I'd%20%3Cb%3Esay&who=1&who=2"
    answer = ask("post", "/full/", typed, "application/x-www-form-urlencoded")
    words = answer.content.decode()
    assert '<form method="post" action="">' in words
    assert _hidden(words) == [
        ("once", "k1"), ("text", "What I&#x27;d &lt;b&gt;say"), ("who", "1"), ("who", "2"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    "typed",
    [
        "name=eve&text=x",
        "once=k&password1=hidden-word",
        "once=k&code=123456",
        "once=k&pin=123456",
        "once=k&proof=hidden-word",
    ],
)
def test_secrets_and_what_would_count_twice_are_not_in_the_page(ask, typed):
    answer = ask("post", "/full/", typed, "application/x-www-form-urlencoded")
    words = answer.content.decode()
    assert answer.status_code == 503 and "Go back in your browser" in words
    assert "<form" not in words and "hidden-word" not in words and "123456" not in words


def test_a_body_that_cannot_be_read_is_no_second_problem(ask, settings):
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 10
    answer = ask("post", "/full/", "once=k&text=" + "x" * 50, "application/x-www-form-urlencoded")
    assert answer.status_code == 503 and "<form" not in answer.content.decode()


@pytest.fixture
def nothing_remembered() -> Iterator[None]:
    """A process that has drawn no page yet; what it learns with the settings of one test is no other's."""
    remembered = (core._address_of, core._silent)
    for one in remembered:
        one.cache_clear()
    yield
    for one in remembered:
        one.cache_clear()


@pytest.mark.parametrize("htmx", ["", "true"])
@pytest.mark.parametrize("method", ["get", "post"])
def test_no_list_of_files_is_needed(ask, settings, tmp_path, nothing_remembered, method, htmx):
    """Where the list is missing, every page with a file of its own fails in production."""
    backend = "whitenoise.storage.CompressedManifestStaticFilesStorage"
    settings.STATIC_ROOT = tmp_path
    settings.STORAGES = {**settings.STORAGES, "staticfiles": {"BACKEND": backend}}
    with pytest.raises(ValueError, match="manifest"):
        render_to_string("core/404.html")
    assert ask(method, **{"HX-Request": htmx}).status_code == 503


def test_htmx_gets_one_part_and_the_form_stays(ask):
    answer = ask(
        "post", "/full/", "once=k&text=x", "application/x-www-form-urlencoded", **{"HX-Request": "true"}
    )
    words = answer.content.decode().strip()
    assert answer.status_code == 503 and "Retry-After" in answer.headers
    assert words.startswith('<section class="problem"') and words.endswith("</section>")
    assert "still here" in words and "<form" not in words


def test_programs_get_their_one_shape(ask):
    answer = ask("post", "/api/v1/full", {"a": 1}, "application/json")
    assert (answer.status_code, answer.headers["Retry-After"]) == (503, "20")
    assert answer.headers["Content-Type"] == "application/problem+json"
    assert (answer.json()["code"], answer.json()["status"]) == ("unavailable", 503)


def test_the_language_of_the_person_goes_before_that_of_the_browser():
    request = RequestFactory().get("/", headers={"Accept-Language": "en"})
    request.LANGUAGE_CODE = "de"
    assert outages.answer(request).headers["Content-Language"] == "de"
