"""Eight clients at once against the real server with two processes: requests per second, p95, errors."""

from __future__ import annotations

import time
from concurrent.futures import ThreadPoolExecutor
from http.client import HTTPConnection, HTTPException
from statistics import quantiles

from tests.bench.pages import PAGES, request_of

CLIENTS = 8


def load(port: int, world: dict[str, str], seconds: float) -> dict[str, dict[str, float]]:
    """page -> rate (1/s), p95 (ms), errors; each page is asked for `seconds`, after a second to warm up."""
    return {page: _load(port, *request_of(page, world), seconds) for page in PAGES}


def _load(port: int, session: str, path: str, seconds: float) -> dict[str, float]:
    with ThreadPoolExecutor(CLIENTS) as clients:
        list(clients.map(lambda _: _client(port, session, path, 1), range(CLIENTS)))
        began = time.perf_counter()
        answers = list(clients.map(lambda _: _client(port, session, path, seconds), range(CLIENTS)))
        passed = time.perf_counter() - began
    good = [taken for one in answers for taken, status in one if status == 200]
    errors = sum(len(one) for one in answers) - len(good)
    p95 = 1000 * quantiles(good, n=20)[-1] if len(good) > 1 else float("nan")
    return {"rate": len(good) / passed, "p95": p95, "errors": errors}


def _client(port: int, session: str, path: str, seconds: float) -> list[tuple[float, int]]:
    """(seconds, status) of each request; status 0: no answer."""
    answers, until = [], time.perf_counter() + seconds
    connection = HTTPConnection("127.0.0.1", port, timeout=30)
    while (began := time.perf_counter()) < until:
        try:
            connection.request(
                "GET", path, headers={"Cookie": f"session={session}", "Accept-Encoding": "gzip"}
            )
            answer = connection.getresponse()
            answer.read()
            status = answer.status
        except (OSError, HTTPException):
            status = 0
            connection.close()
        answers.append((time.perf_counter() - began, status))
    connection.close()
    return answers
