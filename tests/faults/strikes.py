"""What strikes an installation: its database goes away, closes or fills up, its parts are killed. And time that passes."""

from __future__ import annotations

import os
import random
import signal
from collections.abc import Iterator
from contextlib import contextmanager

import psycopg

from alongside.config import cluster
from tests.cluster.parts import LEASES_END, wait_until
from tests.kill.campaign import MAIL_EVERY, PASSWORD, House
from tests.kill.ledger import LONGEST_SECONDS, Writer
from tests.soak.faults import fill


class Watched(Writer):
    """Counts how often there was no answer, or one that said that it can't be."""

    refused = 0

    def _send(self, path, data):
        answer = super()._send(path, data)
        self.refused += answer is None or answer.status_code >= 500
        return answer


def signed_in(house: House, dice: random.Random) -> Watched:
    writer = Watched(house, dice)
    writer.ledger = house.ledger  # of all that is written to this installation
    writer.sign_in("eve.employee@example.org", PASSWORD)
    return writer


def owner(house: House) -> psycopg.Connection:
    return psycopg.connect(house.database.url(cluster.OWNER), autocommit=True)


def end_sessions(connection: psycopg.Connection) -> None:
    connection.execute(
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = %s", [cluster.WEB]
    )


@contextmanager
def stopped(house: House) -> Iterator[None]:
    """Nobody listens."""
    cluster.stop(house.folder / "database")
    yield


@contextmanager
def out_of_connections(house: House) -> Iterator[None]:
    """53300: all there may be are taken."""
    with owner(house) as connection:
        connection.execute(f"ALTER ROLE {cluster.WEB} CONNECTION LIMIT 0")
        end_sessions(connection)
        yield
        connection.execute(f"ALTER ROLE {cluster.WEB} CONNECTION LIMIT -1")


@contextmanager
def shutting_down(house: House) -> Iterator[None]:
    """57P03: the server lives as long as somebody is still there, and lets nobody in."""
    postmaster = int((house.database.files / "postmaster.pid").read_text().split()[0])
    with owner(house) as connection:
        os.kill(postmaster, signal.SIGTERM)
        end_sessions(connection)
        yield
    wait_until(lambda: not (house.database.files / "postmaster.pid").exists(), "it does not end")


@contextmanager
def read_only(house: House) -> Iterator[None]:
    """25006: a standby, or a server whose keeper closed it to writing."""
    with owner(house) as connection:
        connection.execute("ALTER DATABASE alongside SET default_transaction_read_only = on")
        end_sessions(connection)
        yield
        connection.execute("SET default_transaction_read_only = off")
        connection.execute("ALTER DATABASE alongside RESET default_transaction_read_only")
        end_sessions(connection)


@contextmanager
def full(house: House) -> Iterator[None]:
    """53100: no room for one more page of a table."""
    ballast = house.folder / "database" / "ballast"
    fill(ballast)
    yield
    ballast.unlink()


AWAY = {"stopped": stopped, "out of connections": out_of_connections, "shutting down": shutting_down}
CLOSED = {"read only": read_only, "full": full}


# What `make kill` kills, and what `make soak` lets fail.
KILLED = ("web", "worker", "database")
FAILING = {"database is away": stopped, "disk is full": full}
SPREAD = """
WITH turn AS (
    SELECT id, row_number() OVER (ORDER BY run_after) AS place FROM django_ox_oxtask
    WHERE task_path = 'alongside.notifications.tasks.send' AND status = 'READY'
)
UPDATE django_ox_oxtask SET run_after = now() + turn.place * %s * interval '1 second'
FROM turn WHERE django_ox_oxtask.id = turn.id
"""
# The time that leases and pauses take, for what a part that died left behind.
TIME_PASSES = (
    *LEASES_END,
    "UPDATE notifications_message SET claimed_at = claimed_at - interval '1 hour' WHERE state = 'sending'",
    "UPDATE notifications_message SET not_before = now() WHERE state = 'waiting'",
    "UPDATE django_ox_oxscheduletick SET scheduled_for = scheduled_for - interval '1 day'"
    " WHERE schedule_name = 'send-waiting-mail'",
)


def let_mails_come(house: House) -> None:
    """One after the other from now on, so that the worker is busy whenever something strikes."""
    _due(house, MAIL_EVERY)


def all_mails_are_due(house: House) -> None:
    _due(house, 0)


def _due(house: House, every: float) -> None:
    with owner(house) as connection:
        connection.execute("UPDATE notifications_message SET not_before = now() WHERE state = 'waiting'")
        connection.execute(SPREAD, [every])


def strike(house: House, writer: Watched, name: str, dice: random.Random) -> None:
    if name in KILLED:
        return house.kill(name, dice)
    before = writer.refused
    with FAILING[name](house):
        wait_until(lambda: writer.refused > before, f"nobody noticed: {name}", LONGEST_SECONDS)
    return house.keep_alive()


def let_time_pass(house: House) -> None:
    """The worker ends when its jobs are done; whatever is still taken then belongs to the dead, and the next sweeps up."""
    house.signal("worker", signal.SIGTERM).wait(timeout=LONGEST_SECONDS)
    with owner(house) as connection:
        for words in TIME_PASSES:
            connection.execute(words)
    house.start_worker("worker")
