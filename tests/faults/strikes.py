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
MAIL_FAULTS = {
    "mail server is slow": ("silent", "drip", "stalls"),
    "mail server is dead": ("away", "dies"),
    "mail server refuses": ("busy", "refuses"),
}
NOTICED = "SELECT count(*) FROM notifications_message WHERE problem <> '' AND state <> 'sent'"
SPREAD = """
WITH turn AS (
    SELECT id, (kwargs->>'message_id')::bigint AS message, row_number() OVER (ORDER BY run_after) AS place
      FROM django_ox_oxtask
     WHERE task_path = 'alongside.notifications.tasks.send' AND status = 'READY' AND run_after > now()
     ORDER BY run_after LIMIT %(most)s
), due AS (
    UPDATE notifications_message SET not_before = now() FROM turn WHERE notifications_message.id = turn.message
)
UPDATE django_ox_oxtask SET run_after = now() + turn.place * %(every)s * interval '1 second'
  FROM turn WHERE django_ox_oxtask.id = turn.id
"""
MEETING = 4  # mails that meet a mail server that misbehaves
# The time that leases and pauses take, for what a part that died left behind.
TIME_PASSES = (
    *LEASES_END,
    "UPDATE notifications_message SET claimed_at = claimed_at - interval '1 hour' WHERE state = 'sending'",
    "UPDATE notifications_message SET not_before = now() WHERE state = 'waiting' AND not_before < now() + interval '1 hour'",
    "UPDATE django_ox_oxscheduletick SET scheduled_for = scheduled_for - interval '1 day'"
    " WHERE schedule_name = 'send-waiting-mail'",
)


def let_mails_come(house: House, most: int) -> None:
    """So many, one after the other from now on, so that the worker is busy whenever something strikes."""
    _due(house, MAIL_EVERY, most)


def all_mails_are_due(house: House) -> None:
    _due(house, 0, 10**6)


def _due(house: House, every: float, most: int) -> None:
    with owner(house) as connection:
        connection.execute(SPREAD, {"every": every, "most": most})


def strike(house: House, writer: Watched, name: str, dice: random.Random) -> None:
    if name in KILLED:
        return house.kill(name, dice)
    if name in MAIL_FAULTS:
        return _strike_mail(house, dice.choice(MAIL_FAULTS[name]))
    before = writer.refused
    with FAILING[name](house):
        wait_until(lambda: writer.refused > before, f"nobody noticed: {name}", LONGEST_SECONDS)
    return house.keep_alive()


def _strike_mail(house: House, mood: str) -> None:
    """Some mails meet it; then the server is well, and time passes."""
    server, connections, noticed = house.mail_server, house.mail_server.connections, house.count(NOTICED)

    def met() -> bool:
        house.keep_alive()  # a worker that lost its database ends, and a service manager starts it again
        return server.connections > connections or house.count(NOTICED) > noticed

    server.become(mood)
    let_mails_come(house, MEETING)
    wait_until(met, f"no mail met it: {mood}", LONGEST_SECONDS)
    server.become("good")
    let_time_pass(house)


def let_time_pass(house: House) -> None:
    """The worker ends when its jobs are done; whatever is still taken then belongs to the dead, and the next sweeps up."""
    house.signal("worker", signal.SIGTERM).wait(timeout=LONGEST_SECONDS)
    with owner(house) as connection:
        for words in TIME_PASSES:
            connection.execute(words)
    house.start_worker("worker")
