"""Around every request: its id, how long it took, what came of it. No path, no query, no person."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from opentelemetry import trace

from alongside.core import request_ids
from alongside.core.log_lines import route_of
from alongside.operations import counters
from alongside.operations.refusals import note_refusal

log = logging.getLogger("alongside.access")
METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})


class WatchMiddleware:
    """Outermost, so that nothing is left out of the time."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request_id = request_ids.fresh()
        request.request_id = request_id  # type: ignore[attr-defined]
        method = request.method if request.method in METHODS else "OTHER"
        began = time.perf_counter()
        tracer = trace.get_tracer("alongside")
        with (
            request_ids.begun(request_id),
            tracer.start_as_current_span(str(method), kind=trace.SpanKind.SERVER) as span,
        ):
            response = self.get_response(request)
            seconds = time.perf_counter() - began
            route = route_of(request)
            span.update_name(f"{method} {route}")
            span.set_attributes(
                {
                    "http.request.method": str(method),
                    "http.route": route,
                    "http.response.status_code": response.status_code,
                }
            )
            counters.note_request(route, str(method), response.status_code, seconds)
            _write(str(method), route, response.status_code, seconds)
            note_refusal(request, str(method), route, response.status_code)
        response.headers["X-Request-ID"] = request_id
        return response


def _write(method: str, route: str, status: int, seconds: float) -> None:
    milliseconds = round(seconds * 1000, 1)
    log.info(
        "%s %s %s %s ms", status, method, route, milliseconds,
        extra={"method": method, "route": route, "status": status, "duration_ms": milliseconds},
    )  # fmt: skip
