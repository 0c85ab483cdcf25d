"""Kill parts of an installation at seeded moments while somebody writes, and look afterwards at what is there.

`make kill ROUNDS=50 SEED=7` runs it at length. The database keeps its promises here: fsync is on, as in production.
"""

from __future__ import annotations

import os
import random
import shutil
import signal
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from email.message import Message
from email.parser import BytesParser
from pathlib import Path

import psycopg
from aiosmtpd.controller import Controller

from alongside.config import cluster
from tests.cluster.parts import BIN, Installation, free_port, listens, wait_until
from tests.faults.mail_servers import MailServer
from tests.kill.ledger import LONGEST_SECONDS, Ledger, Writer, stored

PASSWORD = "Quittenmus im Oktober 73"
COMPANY = f"""
import datetime, sys, django; django.setup()
from django.db import transaction
from django.utils import timezone
from alongside.people.tests.makers import small_company, TESTS
from alongside.identity.services import set_password
from alongside.notifications.services import tell
from alongside.one_on_ones.services import start_series
from alongside.one_on_ones.tests.notes_makers import a_meeting
cast = small_company()
set_password(actor=TESTS, account=cast.eve.account, password={PASSWORD!r})
series = start_series(actor=cast.acts(cast.max), employee=cast.eve)
meeting = series.meetings.first() or a_meeting(series)
with transaction.atomic():
    for number in range(int(sys.argv[1])):
        due = timezone.now() + datetime.timedelta(seconds=float(sys.argv[3]) + number * float(sys.argv[2]))
        tell(person=cast.max, template="one_on_ones/email/topic_added", key=f"under-fire-{{number}}", at=due,
             context={{"from_name": "Eve", "path": "/"}})
print(series.pk, meeting.pk, cast.eve.pk)
"""
MAIL_EVERY = 0.4  # seconds; the worker is busy with one mail after the other while it is killed
TARGETS = ("web", "worker", "backend", "database")
_JOBS = "FROM django_ox_oxtask WHERE coalesce(run_after, now()) <= now() AND status IN ('READY', 'RUNNING')"
_MAILS = "FROM notifications_message WHERE state NOT IN ('sent', 'failed', 'refused', 'bounced')"
DUE, WAITING = f"SELECT count(*) {_JOBS}", f"SELECT count(*) {_MAILS}"
REMAINING_JOBS = f"SELECT task_path, status, attempts, run_after, lease_expires_at, now() {_JOBS} LIMIT 10"
REMAINING_MAILS = f"SELECT key, state, tries, not_before, claimed_at, now() {_MAILS} LIMIT 10"


class Sink:
    """A mail server that keeps what it is given, and says yes to all of it."""

    without_yes = 0

    def __init__(self) -> None:
        self.mails: list[Message] = []

    async def handle_DATA(self, server, session, envelope):
        self.mails.append(BytesParser().parsebytes(envelope.content))
        return "250 OK"


class House(Installation):
    """One web, one worker, and a PostgreSQL that survives being killed; no balancer between."""

    def __init__(self, folder: Path, mail_port: int) -> None:
        super().__init__(folder, mail_port, quick=False)
        self.url = f"http://127.0.0.1:{self.ports['one']}"
        self.environment |= {
            "ALONGSIDE_URL": self.url,
            "ALONGSIDE_LOG": "WARNING",
            "DATABASE_URL": self.database.url(cluster.WEB),
        }

    def open(self, mails: int, after: float = 0) -> None:
        """Start, with a company in which so many mails are due, one after the other, the first after so many seconds."""
        self.run(str(BIN / "alongside"), "migrate")
        said = self.run(sys.executable, "-c", COMPANY, str(mails), str(MAIL_EVERY), str(after))
        self.series, self.meeting, self.eve = map(int, said.split()[-3:])
        self.start_web("one")
        self.start_worker("worker")
        wait_until(lambda: listens(self.ports["one"]), "the web does not listen")

    def kill(self, target: str, dice: random.Random) -> None:
        """KILL, so that nothing is tidied up; what is gone is started again, as a service manager would."""
        if target == "web":
            self.signal("one", signal.SIGKILL).wait(timeout=10)
            self.start_web("one")
        elif target == "worker":
            self.signal("worker", signal.SIGKILL).wait(timeout=10)
            self.start_worker("worker")
        elif target == "backend":
            self._kill_backend(dice)
        else:
            self._kill_database()
        self.keep_alive()

    def _kill_backend(self, dice: random.Random) -> None:
        """One process of PostgreSQL; the others end themselves then, and the server comes back by itself."""
        with psycopg.connect(self.database.url(cluster.OWNER), autocommit=True) as connection:
            words = "SELECT pid FROM pg_stat_activity WHERE usename = %s ORDER BY pid"
            pids = [pid for (pid,) in connection.execute(words, [cluster.WEB])]
        if pids:
            os.kill(dice.choice(pids), signal.SIGKILL)

    def _kill_database(self) -> None:
        postmaster = int((self.database.files / "postmaster.pid").read_text().split()[0])
        for pid in [postmaster, *children_of(postmaster)]:
            with _whoever_is_gone():
                os.kill(pid, signal.SIGKILL)
        wait_until(lambda: not Path(f"/proc/{postmaster}").exists() or _is_zombie(postmaster), "it lives", 20)

    def keep_alive(self) -> None:
        wait_until(self._database_is_there, "PostgreSQL does not come back")
        for name, start in (("one", self.start_web), ("worker", self.start_worker)):
            if self.started[name].poll() is not None:
                start(name)

    def _database_is_there(self) -> bool:
        try:
            cluster.ensure_running(self.folder / "database")
        except (cluster.ClusterError, psycopg.OperationalError):
            return False
        return True

    def count(self, words: str) -> int:
        return int(self.rows(words)[0][0])

    def rows(self, words: str) -> list[tuple[object, ...]]:
        with psycopg.connect(self.database.url(cluster.OWNER), autocommit=True) as connection:
            return connection.execute(words).fetchall()


def children_of(parent: int) -> list[int]:
    found = []
    for stat in Path("/proc").glob("[0-9]*/stat"):
        with _whoever_is_gone():
            if int(stat.read_text().rpartition(")")[2].split()[1]) == parent:
                found.append(int(stat.parent.name))
    return found


def _is_zombie(pid: int) -> bool:
    with _whoever_is_gone():
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] == "Z"
    return True


@contextmanager
def _whoever_is_gone() -> Iterator[None]:
    with suppress(ProcessLookupError, FileNotFoundError):
        yield


@dataclass
class Outcome:
    """What one campaign found. `twice`: mails that came twice because a part died between sending and noting it."""

    kills: Counter[str]
    ledger: Ledger
    mails: int
    twice: int
    problems: list[str] = field(default_factory=list)

    def __str__(self) -> str:
        killed = ", ".join(f"{name} {times}" for name, times in sorted(self.kills.items()))
        ledger = self.ledger
        return (
            f"killed: {killed}; acknowledged {len(ledger.acknowledged)}, without an answer {len(ledger.unknown)}, "
            f"sent again {ledger.repeats}; mails {self.mails}, twice {self.twice}; "
            f"problems: {'; '.join(self.problems) or 'none'}"
        )


def campaign(seed: int, rounds: int, targets: tuple[str, ...] = TARGETS, pause: float = 3.0) -> Outcome:
    """Each round kills every target once, in a seeded order at seeded moments at most `pause` seconds apart."""
    dice, sink = random.Random(seed), Sink()
    mail = Controller(sink, hostname="127.0.0.1", port=free_port())
    # Closed folders would keep out the user that PostgreSQL runs as.
    folder = Path(tempfile.mkdtemp(prefix="alongside-kill-"))
    folder.chmod(0o711)
    mail.start()
    house = House(folder, mail.port)
    try:
        house.open(mails=int(rounds * len(targets) * pause / 2 / MAIL_EVERY))
        return _attack(house, sink, dice, rounds, targets, pause)
    except (TimeoutError, AssertionError) as problem:
        problem.add_note(house.last_words())
        raise
    finally:
        house.stop()
        mail.stop()
        shutil.rmtree(folder)


def _attack(
    house: House, sink: Sink, dice: random.Random, rounds: int, targets: tuple[str, ...], pause: float
) -> Outcome:
    writer = Writer(house, random.Random(dice.random()))
    writer.sign_in("eve.employee@example.org", PASSWORD)
    writer.start()
    kills = Counter[str]()
    for _ in range(rounds):
        for target in dice.sample(targets, len(targets)):
            # On a busy machine a part takes long to start; a kill counts when somebody was writing.
            wait_until(lambda: is_answered(writer), "nobody answers after a kill", LONGEST_SECONDS)
            time.sleep(dice.uniform(0.1, pause))
            house.kill(target, dice)
            kills[target] += 1
    wait_until(lambda: is_answered(writer), "nobody answers after the last kill", LONGEST_SECONDS)
    ledger = writer.stop()
    # A job whose worker was killed is taken up when its lease ends, after a minute.
    wait_until_quiet(house, 240)
    return judge(house, sink, kills, ledger)


def wait_until_quiet(house: House, seconds: float) -> None:
    """No job is due and no mail has still to go. Raises TimeoutError with what remains and the ends of the logs."""
    try:
        wait_until(lambda: _is_quiet(house), "jobs or mails remain", seconds)
    except TimeoutError as error:
        remain = [house.rows(words) for words in (REMAINING_JOBS, REMAINING_MAILS)]
        raise TimeoutError(f"{error}: {remain}\n{house.last_words()}") from None


def _is_quiet(house: House) -> bool:
    house.keep_alive()
    return house.count(DUE) + house.count(WAITING) == 0


def is_answered(writer: Writer) -> bool:
    before = len(writer.ledger.acknowledged)
    time.sleep(0.5)
    return len(writer.ledger.acknowledged) > before or not writer.is_alive()


def judge(house: House, sink: Sink | MailServer, kills: Counter[str], ledger: Ledger) -> Outcome:
    found = stored(house)
    problems = ledger.problems(found)
    ids = Counter(str(mail["Message-ID"]) for mail in sink.mails)
    twice = sum(ids.values()) - len(ids)
    sent = sum(state == "sent" for _, state in found["messages"])
    if len(ids) != sent:
        problems.append(f"{sent} messages are noted as sent, {len(ids)} came")
    # Each of these can fall between the answer of the mail server and our note, or it never answered.
    could_be_twice = kills.total() - kills["web"] + sink.without_yes
    if twice > could_be_twice:
        problems.append(f"{twice} mails came twice, {could_be_twice} faults can account for")
    return Outcome(kills, ledger, len(sink.mails), twice, problems)
