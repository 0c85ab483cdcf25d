"""The figures in OpenMetrics text: what the web processes of this host counted, and what the database says."""

from __future__ import annotations

import hmac
import os
from collections.abc import Callable, Iterable, Iterator
from typing import Any

from prometheus_client import CollectorRegistry, Metric
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.multiprocess import MultiProcessCollector
from prometheus_client.openmetrics.exposition import CONTENT_TYPE_LATEST, generate_latest
from prometheus_client.registry import Collector

from alongside.operations import counters, queries

type Start = Callable[[str, list[tuple[str, str]]], Any]


class OfTheDatabase(Collector):
    """Read anew at each scrape, so that any process of any host says the same."""

    def collect(self) -> Iterator[Metric]:
        found = queries.figures()
        yield _by_state(
            "alongside_jobs", "Jobs by state; done ones are deleted after three days.", found.jobs
        )
        yield _by_state("alongside_mails", "Mails by state.", found.mails)
        yield from _gauges(
            {
                "alongside_jobs_due": ("Jobs that could run now.", found.jobs_due),
                "alongside_oldest_due_job_age_seconds": ("Waiting time of the oldest of them.", found.oldest_due_seconds),
                "alongside_oldest_waiting_mail_age_seconds": ("How late the oldest mail is.", found.oldest_mail_seconds),
                "alongside_unsealed_audit_age_seconds": ("Age of the oldest entry without a seal.", found.unsealed_seconds),
                "alongside_chart_days_behind": ("Days since who is above whom was true.", found.chart_days_behind),
                "alongside_last_schedule_age_seconds": ("Since a worker took up recurring work.", found.last_tick_seconds),
                "alongside_backup_age_seconds": ("Since the newest backup that was noted.", found.backup_seconds),
            }
        )  # fmt: skip


def exposition() -> bytes:
    """Everything, once."""
    registry = CollectorRegistry()
    registry.register(OfTheDatabase())
    if os.environ.get("PROMETHEUS_MULTIPROC_DIR"):
        MultiProcessCollector(registry)  # type: ignore[no-untyped-call]
    else:
        registry.register(_OwnCounts())
    written: bytes = generate_latest(registry)  # type: ignore[no-untyped-call]
    return written


class Application:
    """A WSGI application that answers GET /metrics, to whoever knows the token where there is one."""

    def __init__(self, token: str) -> None:
        self.token = token

    def __call__(self, environ: dict[str, Any], start_response: Start) -> Iterable[bytes]:
        if environ.get("PATH_INFO") != "/metrics" or environ.get("REQUEST_METHOD") not in {"GET", "HEAD"}:
            return _plain(start_response, "404 Not Found", b"The figures are at /metrics.\n")
        sent = environ.get("HTTP_AUTHORIZATION", "").removeprefix("Bearer ")
        if self.token and not hmac.compare_digest(sent.encode(), self.token.encode()):
            return _plain(start_response, "401 Unauthorized", b"A bearer token is needed.\n")
        body = exposition()
        start_response("200 OK", [("Content-Type", CONTENT_TYPE_LATEST), ("Cache-Control", "no-store")])
        return [body]


class _OwnCounts(Collector):
    """A single process that shares no files: its own counters."""

    def collect(self) -> Iterable[Metric]:
        return counters.COUNTED.collect()


def _plain(start_response: Start, status: str, words: bytes) -> list[bytes]:
    start_response(status, [("Content-Type", "text/plain")])
    return [words]


def _by_state(name: str, words: str, counts: dict[str, int]) -> Metric:
    metric = GaugeMetricFamily(name, words, labels=["state"])
    for state, count in sorted(counts.items()):
        metric.add_metric([state.lower()], count)
    return metric


def _gauges(found: dict[str, tuple[str, float | None]]) -> Iterator[Metric]:
    """What is not known yet has no value, rather than one that looks well."""
    for name, (words, value) in found.items():
        metric = GaugeMetricFamily(name, words)
        if value is not None:
            metric.add_metric([], value)
        yield metric
