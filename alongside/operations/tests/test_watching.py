"""Around a request: id, access line, counters, span; never a path, a query, a name or a word."""

from __future__ import annotations

import io
import logging
from contextlib import contextmanager

import pytest
from django.test import Client
from opentelemetry import trace

from alongside.audit.models import AuditEntry
from alongside.core.log_lines import Json
from alongside.one_on_ones import services
from alongside.operations import counters

CANARY = "zinnober-quittenmus"


@pytest.fixture
def log():
    """Everything that any logger writes, as the product writes it."""
    stream = io.StringIO()
    handler = logging.StreamHandler(stream)
    handler.setFormatter(Json())
    root, access = logging.getLogger(), logging.getLogger("alongside.access")
    before = root.level, access.level
    root.addHandler(handler)
    root.setLevel("DEBUG")
    access.setLevel("INFO")
    yield stream
    root.removeHandler(handler)
    root.setLevel(before[0])
    access.setLevel(before[1])


@pytest.mark.django_db(transaction=True)
def test_canaries_in_path_query_body_and_errors_stay_out_of_the_log(cast, web, log, monkeypatch, run_tasks):
    series = services.start_series(actor=cast.acts(cast.max), employee=cast.eve)
    browser = web(cast.eve)
    browser.get(f"/people/?q={CANARY}")
    browser.get(f"/welcome/{CANARY}/")
    browser.post(f"/1-1s/{series.pk}/items/", {"text": CANARY, "visibility": "shared"})
    browser.post("/sign-in/", {"email": f"{CANARY}@example.org", "password": CANARY})

    def fail(*_: object, **__: object) -> None:
        raise ValueError(CANARY)

    monkeypatch.setattr("alongside.home.queries.day_of", fail)
    browser.raise_request_exception = False
    assert browser.get(f"/?x={CANARY}").status_code == 500
    run_tasks()
    said = log.getvalue()
    assert "1-1s/<int:pk>/items/" in said and "builtins.ValueError" in said
    for secret in (CANARY, cast.eve.name, cast.eve.email, "example.org"):
        assert secret not in said, secret


def test_the_answer_the_audit_and_the_log_share_one_id(cast, web, log):
    answer = web(cast.eve).post("/account/mail/choice/", {"routine": "daily"})
    request_id = answer.headers["X-Request-ID"]
    assert len(request_id) == 16 and request_id in log.getvalue()
    assert AuditEntry.objects.get(action="notifications.routine_chosen").request_id == request_id


def test_two_requests_have_two_ids(db):
    assert (
        Client().get("/healthz").headers["X-Request-ID"] != Client().get("/healthz").headers["X-Request-ID"]
    )


def test_requests_are_counted_by_route_and_not_by_path(cast, web):
    def count(route: str) -> float:
        labels = {"route": route, "method": "GET", "status": "200"}
        return counters.COUNTED.get_sample_value("alongside_requests_total", labels) or 0

    before = count("people/<int:pk>/")
    for person in (cast.eve, cast.max):
        assert web(cast.ada).get(f"/people/{person.pk}/").status_code == 200
    assert count("people/<int:pk>/") == before + 2


def test_a_strange_method_makes_no_new_series(db):
    Client().generic(CANARY.upper(), "/healthz")
    assert CANARY.upper() not in str(list(counters.COUNTED.collect()))


class Recorder(trace.Span):
    """A span of the API alone, that remembers."""

    def __init__(self) -> None:
        self.said: list[object] = []

    def update_name(self, name: str) -> None:
        self.said.append(name)

    def set_attributes(self, attributes) -> None:
        self.said.append(dict(attributes))

    def end(self, *_): ...
    def get_span_context(self): return trace.INVALID_SPAN_CONTEXT  # fmt: skip

    def set_attribute(self, *_): ...
    def add_event(self, *_, **__): ...
    def is_recording(self): return True  # fmt: skip

    def set_status(self, *_, **__): ...
    def record_exception(self, *_, **__): ...


def test_a_span_bears_route_method_and_status(cast, web, monkeypatch):
    span = Recorder()

    class Tracer:
        @contextmanager
        def start_as_current_span(self, *_, **__):
            yield span

    monkeypatch.setattr(trace, "get_tracer", lambda name: Tracer())
    web(cast.ada).get(f"/people/{cast.eve.pk}/?q={CANARY}")
    assert span.said[0] == "GET people/<int:pk>/"
    assert span.said[1]["http.response.status_code"] == 200 and CANARY not in str(span.said)
