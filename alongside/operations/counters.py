"""What this process counts. Several processes of one machine share files in PROMETHEUS_MULTIPROC_DIR."""

from __future__ import annotations

from prometheus_client import CollectorRegistry, Counter, Histogram

COUNTED = CollectorRegistry()
SECONDS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10)
_requests = Counter(
    "alongside_requests",
    "Requests by the route's pattern, method and status.",
    ["route", "method", "status"],
    registry=COUNTED,
)
_durations = Histogram(
    "alongside_request_seconds",
    "How long requests took on the server, by the route's pattern.",
    ["route"],
    buckets=SECONDS,
    registry=COUNTED,
)


def note_request(route: str, method: str, status: int, seconds: float) -> None:
    """Count one answered request. Routes are patterns of the product, so there is a bounded number of them."""
    _requests.labels(route, method, str(status)).inc()
    _durations.labels(route).observe(seconds)
