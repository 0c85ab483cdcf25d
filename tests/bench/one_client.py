"""One client, in this process, through the whole WSGI application: queries, milliseconds and bytes per page."""

from __future__ import annotations

import io
import json
import os
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from statistics import median, quantiles
from typing import Any
from wsgiref.util import setup_testing_defaults

from django.db import connection

from alongside.config.wsgi import application
from tests.bench.pages import PAGES, request_of

WARM, TIMES = 5, int(os.environ.get("BENCH_TIMES", "50"))


def main() -> None:
    """Print JSON: page -> queries, median, p95, cpu (ms), bytes."""
    world = json.loads(Path(sys.argv[1]).read_text())
    sys.stdout.write(json.dumps({page: _measured(*request_of(page, world)) for page in PAGES}))


def _measured(session: str, path: str) -> dict[str, float]:
    for _ in range(WARM):
        ask(session, path)
    with _counted() as asked:
        ask(session, path)
    taken, used, sizes = [], [], []
    for _ in range(TIMES):
        began, began_cpu = time.perf_counter(), time.process_time()
        body = ask(session, path)
        taken.append(1000 * (time.perf_counter() - began))
        used.append(1000 * (time.process_time() - began_cpu))
        sizes.append(len(body))
    return {
        "queries": len(asked), "median": median(taken), "p95": quantiles(taken, n=20)[-1], "cpu": median(used),
        "bytes": median(sizes),
    }  # fmt: skip


def ask(session: str, path: str) -> bytes:
    """The compressed body; anything but 200 ends the bench."""
    path, _, query = path.partition("?")
    environ: dict[str, Any] = {
        "PATH_INFO": path, "QUERY_STRING": query, "HTTP_HOST": "127.0.0.1", "HTTP_COOKIE": f"session={session}",
        "HTTP_ACCEPT_ENCODING": "gzip", "REMOTE_ADDR": "127.0.0.1", "wsgi.input": io.BytesIO(),
    }  # fmt: skip
    setup_testing_defaults(environ)
    status: list[str] = []
    answer = application(environ, lambda said, headers, *rest: status.append(said))
    body = b"".join(answer)
    answer.close()
    if not status[0].startswith("200"):
        raise SystemExit(f"{path} answered {status[0]}")
    return body


@contextmanager
def _counted() -> Iterator[list[str]]:
    """Every statement but the marks of transactions, which ask nothing."""
    asked: list[str] = []

    def note(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        if not sql.startswith(("SAVEPOINT", "RELEASE")):
            asked.append(sql)
        return execute(sql, params, many, context)

    with connection.execute_wrapper(note):
        yield asked


main()
