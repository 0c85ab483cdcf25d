"""What a long run measures: memory, connections and how long answers take, and how these drift."""

from __future__ import annotations

import statistics
import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

import psycopg

from alongside.config import cluster
from tests.cluster.parts import Installation

EVERY_SECONDS = 5.0
PAGE_BYTES = 4096
PERCENTILE = 95


@dataclass(frozen=True)
class Sample:
    """At one moment (seconds since the start): MiB of each part, and connections of the product; None while away."""

    at: float
    memory: dict[str, float]
    connections: int | None


@dataclass
class Latencies:
    """(seconds since the start, seconds until the answer) of what was acknowledged."""

    began: float = field(default_factory=time.monotonic)
    answers: list[tuple[float, float]] = field(default_factory=list)

    def note(self, seconds: float) -> None:
        self.answers.append((time.monotonic() - self.began, seconds))

    def p95(self, since: float, until: float, without: Sequence[tuple[float, float]] = ()) -> float | None:
        """In ms, of answers in this part of the run and outside the faults; None for too few."""
        chosen = [
            took
            for at, took in self.answers
            if since <= at < until and not any(begin <= at < end for begin, end in without)
        ]
        if len(chosen) < PERCENTILE // 5:
            return None
        return statistics.quantiles(chosen, n=100)[PERCENTILE - 1] * 1000


class Sampler(threading.Thread):
    """Looks every few seconds, and never stands in the way."""

    def __init__(self, house: Installation, began: float) -> None:
        super().__init__(daemon=True)
        self.house, self.began, self.over = house, began, threading.Event()
        self.samples: list[Sample] = []

    def run(self) -> None:
        while not self.over.wait(EVERY_SECONDS):
            memory = {name: resident(process.pid) for name, process in list(self.house.started.items())}
            at = time.monotonic() - self.began
            self.samples.append(Sample(at, memory, self._connections()))

    def _connections(self) -> int | None:
        try:
            with psycopg.connect(
                self.house.database.url(cluster.OWNER), autocommit=True, connect_timeout=3
            ) as asked:
                words = "SELECT count(*) FROM pg_stat_activity WHERE usename = %s"
                row = asked.execute(words, [cluster.WEB]).fetchone()
        except psycopg.Error:
            return None
        return int(row[0]) if row else None


def resident(leader: int) -> float:
    """MiB that a process and everything of its session hold."""
    return sum(_pages(pid) for pid in _session_of(leader)) * PAGE_BYTES / 2**20


def growth(values: Sequence[float]) -> float | None:
    """Percent from the second fifth of a run (the first warms up) to the last; None for too few."""
    fifth = len(values) // 5
    if fifth < 1:
        return None
    early, late = statistics.median(values[fifth : 2 * fifth]), statistics.median(values[-fifth:])
    return (late / early - 1) * 100 if early else None


def _session_of(leader: int) -> list[int]:
    found = []
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            if int(stat.read_text().rpartition(")")[2].split()[3]) == leader:
                found.append(int(stat.parent.name))
        except (FileNotFoundError, ProcessLookupError):
            continue
    return found


def _pages(pid: int) -> int:
    try:
        return int(Path(f"/proc/{pid}/statm").read_text().split()[1])
    except (FileNotFoundError, ProcessLookupError):
        return 0
