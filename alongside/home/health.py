"""For the machine that watches: does it live, can it serve."""

from __future__ import annotations

from django.db import Error, connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

PLAIN = "text/plain; charset=utf-8"


@require_safe
def healthz(request: HttpRequest) -> HttpResponse:
    """200 as long as the process answers."""
    return HttpResponse("alive\n", content_type=PLAIN)


@require_safe
def readyz(request: HttpRequest) -> HttpResponse:
    """200 when the database answers and has all migrations; 503 with the cause otherwise."""
    try:
        executor = MigrationExecutor(connection)
        waiting = executor.migration_plan(executor.loader.graph.leaf_nodes())
    except Error as problem:
        return HttpResponse(f"database: {type(problem).__name__}\n", status=503, content_type=PLAIN)
    if waiting:
        return HttpResponse("migrations are waiting\n", status=503, content_type=PLAIN)
    return HttpResponse("ready\n", content_type=PLAIN)
