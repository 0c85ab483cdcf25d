"""Who uses a private PostgreSQL: the last command that ends stops it, and nobody's is stopped under them.

Every process that asks for the database holds a shared lock on one file for as long as it lives, also across the
exec with which a command becomes the web server. Whoever gets the lock for itself alone is the last. `web` and
`worker` started by hand become other programs, so they hold it and leave PostgreSQL running.
"""

from __future__ import annotations

import fcntl
import os
import sys
import time
from pathlib import Path

import psycopg

from alongside.config import cluster

LEAVE_SECONDS = 2.0  # sessions of processes that just ended are still being closed

_held: dict[Path, int] = {}
_began: set[Path] = set()


def enter(home: Path, *, quick: bool = False) -> cluster.Cluster:
    """Use the cluster of this data folder from now on; start it if nobody has."""
    home = home.resolve()
    home.mkdir(parents=True, exist_ok=True, mode=0o711)
    if home not in _held:
        _held[home] = _shared(home)
    if not cluster.is_running(home):
        _began.add(home)
    return cluster.ensure_running(home, quick=quick)


def leave(*, always: bool = False) -> None:
    """At the end of a command: stop what it began (with `always`, what anybody began), unless others use it.

    A command that began it and is not the last leaves a note, so that the last one knows.
    """
    for home, lock in _held.items():
        note = home / "postgres.ends-with-the-last"
        if not (always or home in _began or note.exists()):
            continue
        if _is_last(lock) and not _has_guests(home):
            cluster.stop(home)
            note.unlink(missing_ok=True)
        else:
            note.touch()
    for lock in _held.values():
        os.close(lock)
    _held.clear()
    _began.clear()


def _shared(home: Path) -> int:
    lock = os.open(home / "postgres.users", os.O_RDWR | os.O_CREAT, 0o600)
    fcntl.flock(lock, fcntl.LOCK_SH)  # waits while the last one stops it
    os.set_inheritable(lock, True)
    return lock


def _is_last(lock: int) -> bool:
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def _has_guests(home: Path) -> bool:
    """Whether somebody is connected who is none of our processes: psql, or a program of an earlier version."""
    if "django.db" in sys.modules:
        sys.modules["django.db"].connections.close_all()
    url, until = cluster.Cluster(home).url(cluster.OWNER, "postgres"), time.monotonic() + LEAVE_SECONDS
    words = "SELECT count(*) FROM pg_stat_activity WHERE backend_type = 'client backend' AND pid <> pg_backend_pid()"
    try:
        with psycopg.connect(url, autocommit=True, connect_timeout=3) as connection:
            while (found := connection.execute(words).fetchone()) and found[0]:
                if time.monotonic() > until:
                    return True
                time.sleep(0.05)
    except psycopg.OperationalError:
        return False
    return False
