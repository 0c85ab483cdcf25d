"""Two workers at the same work, each with a connection and a transaction of its own, in an order that is no chance."""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Callable
from importlib import import_module

import pytest
from django.db import connection, connections, transaction
from django.db.models import Model, QuerySet

from alongside.audit.models import AuditEntry
from tests.cluster.parts import wait_until

LONGEST_SECONDS = 60
WAITS = "SELECT EXISTS (SELECT FROM pg_locks WHERE pid = %s AND NOT granted)"
type Work = Callable[[], object]


class Worker(threading.Thread):
    """Does one work. `problem`: what it raised."""

    def __init__(self, work: Work) -> None:
        super().__init__(daemon=True)
        self.work, self.pid, self.problem = work, 0, None
        self.gate = threading.Event()

    def run(self) -> None:
        try:
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_backend_pid()")
                self.pid = cursor.fetchone()[0]
            self.gate.wait(LONGEST_SECONDS)
            self.work()
        except BaseException as problem:
            self.problem = problem
        finally:
            connections.close_all()

    @property
    def waits(self) -> bool:
        """Whether it stands before a row or an index entry that somebody else has not committed yet."""
        with connection.cursor() as cursor:
            cursor.execute(WAITS, [self.pid])
            return bool(cursor.fetchone()[0])

    def is_as_far_as_it_gets(self) -> bool:
        return not self.is_alive() or (self.pid != 0 and self.waits)

    def ends(self) -> None:
        """Raises what the work raised."""
        self.join(LONGEST_SECONDS)
        assert not self.is_alive(), "it never ends"
        if self.problem is not None:
            raise self.problem


def twice_at_once(work: Work) -> None:
    """Both begin at the same moment."""
    workers = [Worker(work) for _ in range(2)]
    for worker in workers:
        worker.start()
    wait_until(lambda: all(worker.pid for worker in workers), "no connections")
    _go(*workers)


def both_want(rows: QuerySet[Model], work: Work) -> None:
    """Both stand before these rows, which somebody else has; then both may have them, one after the other."""
    workers = [Worker(work) for _ in range(2)]
    with transaction.atomic():
        assert list(rows.select_for_update(of=("self",)))
        for worker in workers:
            worker.start()
            worker.gate.set()
        wait_until(lambda: all(worker.waits for worker in workers), "they do not want these rows")
    _go(*workers)


def one_inside(where: str, first: Work, second: Work) -> bool:
    """The first stops at this function, in its transaction; the second goes as far as it gets; then the first goes on.

    Whether the second had to wait for the first. Raises what either raised.
    """
    module, _, name = where.rpartition(".")
    original = getattr(import_module(module), name)
    inside, go_on = threading.Event(), threading.Event()

    def stops(*words: object, **named: object) -> object:
        if threading.current_thread() is one and not inside.is_set():
            inside.set()
            assert go_on.wait(LONGEST_SECONDS)
        return original(*words, **named)

    one, two = Worker(first), Worker(second)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(where, stops)
        one.start()
        one.gate.set()
        assert inside.wait(LONGEST_SECONDS), f"the first never came to {where}: {one.problem}"
        two.start()
        two.gate.set()
        wait_until(two.is_as_far_as_it_gets, "the second neither ends nor waits")
        had_to_wait = two.is_alive()
        go_on.set()
        one.ends()
        two.ends()
    return had_to_wait


def recorded(action: str) -> Counter[str]:
    """Key of what was acted on -> how often that is in the log."""
    return Counter(AuditEntry.objects.filter(action=action).values_list("key", flat=True))


def _go(*workers: Worker) -> None:
    for worker in workers:
        worker.gate.set()
    for worker in workers:
        worker.ends()
