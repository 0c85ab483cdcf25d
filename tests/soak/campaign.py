"""Minutes of load at half speed, with faults from a seed: memory, connections and answers must not drift, nothing that
was acknowledged may be lost, and everything must recover without anybody's hand.

`make soak MINUTES=120 SEED=7` runs it at length. Service managers start again what ended; nothing else is helped.
"""

from __future__ import annotations

import random
import shutil
import tempfile
import time
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

from tests.cluster.parts import listens, wait_until
from tests.faults.mail_servers import MailServer
from tests.kill import campaign as kills
from tests.kill.ledger import LONGEST_SECONDS, Ledger, Writer, stored
from tests.soak.faults import Fault, faults_of, in_turn, small_disk
from tests.soak.measures import Latencies, Sample, Sampler, growth

QUIET_BETWEEN = (6.0, 14.0)  # seconds without a fault
MAIL_EVERY = kills.MAIL_EVERY
MAY_REPEAT = ("mail server dies", "mail server stalls")
MOST_GROWTH = 5.0  # percent
FEWEST_FOR_DRIFT = 60  # samples: five minutes; less says nothing about growth


class HalfSpeed(Writer):
    """Writes, and then rests as long as that took."""

    def __init__(self, house: kills.House, dice: random.Random, latencies: Latencies) -> None:
        super().__init__(house, dice)
        self.latencies, self.statuses = latencies, Counter[str]()

    def _write(self, kind: str) -> None:
        began, known = time.monotonic(), len(self.ledger.acknowledged)
        super()._write(kind)
        took = time.monotonic() - began
        if len(self.ledger.acknowledged) > known:
            self.latencies.note(took)
        self.over.wait(min(took, 1.0))

    def _send(self, path, data):
        answer = super()._send(path, data)
        self.statuses["none" if answer is None else str(answer.status_code)] += 1
        return answer


@dataclass
class Struck:
    """One fault as it happened, in seconds since the start, and how long after its end somebody was answered."""

    name: str
    began: float
    ended: float
    recovered: float


@dataclass
class Outcome:
    """What one run found; `str()` of it is the table."""

    struck: list[Struck]
    samples: list[Sample]
    latencies: Latencies
    statuses: Counter[str]
    ledger: Ledger
    mails: int
    twice: int
    no_disk: str
    problems: list[str] = field(default_factory=list)

    def __str__(self) -> str:
        lines = ["| fault | times | lasted s | answered again after s (longest) |", "|---|---|---|---|"]
        for name in sorted({one.name for one in self.struck}):
            some = [one for one in self.struck if one.name == name]
            lasted = sum(one.ended - one.began for one in some)
            longest = max(one.recovered for one in some)
            lines.append(f"| {name} | {len(some)} | {lasted:.0f} | {longest:.1f} |")
        if self.no_disk:
            lines.append(f"| disk is full | skipped: {self.no_disk} | | |")
        return "\n".join([*lines, "", *self._figures(), f"problems: {'; '.join(self.problems) or 'none'}"])

    def _figures(self) -> list[str]:
        early, late = self.p95s()
        known = [one.connections for one in self.samples if one.connections is not None]
        grown = {name: growth(self.memory(name)) for name in ("one", "worker")}
        return [
            f"acknowledged {len(self.ledger.acknowledged)}, without an answer {len(self.ledger.unknown)}, "
            f"sent again {self.ledger.repeats}; mails {self.mails}, twice {self.twice}",
            f"answers by status: {dict(sorted(self.statuses.items()))}",
            f"p95 outside faults: first third {_ms(early)}, last third {_ms(late)}",
            f"memory grew by: web {_percent(grown['one'])}, worker {_percent(grown['worker'])}",
            f"connections: {min(known, default=0)} to {max(known, default=0)}",
        ]

    def memory(self, name: str) -> list[float]:
        return [one.memory[name] for one in self.samples if one.memory.get(name)]

    def p95s(self) -> tuple[float | None, float | None]:
        whole = self.samples[-1].at if self.samples else 0.0
        faulty = [(one.began, one.ended + one.recovered) for one in self.struck]
        third = whole / 3
        return self.latencies.p95(0, third, faulty), self.latencies.p95(2 * third, whole, faulty)


def soak(seed: int, minutes: float, only: tuple[str, ...] = ()) -> Outcome:
    """Run it; `only`: names of faults, all if empty."""
    dice, server = random.Random(seed), MailServer()
    folder = Path(tempfile.mkdtemp(prefix="alongside-soak-"))
    folder.chmod(0o711)  # the user that PostgreSQL runs as comes through
    try:
        with small_disk(folder / "database") as no_disk:
            house = kills.House(folder, server.port)
            try:
                house.open(mails=int(minutes * 60 / MAIL_EVERY / 2))
                faults = faults_of(house, server, has_small_disk=not no_disk)
                chosen = [one for one in faults if not only or one.name in only]
                return _run(house, server, dice, minutes * 60, chosen, no_disk)
            except (TimeoutError, AssertionError) as problem:
                problem.add_note(house.last_words())
                raise
            finally:
                house.stop()
    finally:
        server.stop()
        shutil.rmtree(folder)


def _run(
    house: kills.House,
    server: MailServer,
    dice: random.Random,
    seconds: float,
    faults: list[Fault],
    no_disk: str,
) -> Outcome:
    latencies = Latencies()
    writer = HalfSpeed(house, random.Random(dice.random()), latencies)
    writer.sign_in("eve.employee@example.org", kills.PASSWORD)
    sampler = Sampler(house, latencies.began)
    writer.start()
    sampler.start()
    struck, turns = list[Struck](), in_turn(faults, dice)
    while time.monotonic() - latencies.began < seconds:
        time.sleep(min(dice.uniform(*QUIET_BETWEEN), seconds / 8))
        struck.append(_strike(next(turns), writer, latencies.began, dice))
    sampler.over.set()
    ledger = writer.stop()
    kills.wait_until_quiet(house, 300)
    outcome = Outcome(
        struck, sampler.samples, latencies, writer.statuses, ledger, len(server.mails), 0, no_disk
    )
    _judge(outcome, house, server)
    return outcome


def _strike(fault: Fault, writer: Writer, since: float, dice: random.Random) -> Struck:
    began = time.monotonic()
    fault.begin()
    time.sleep(dice.uniform(*fault.seconds))
    fault.end()
    ended = time.monotonic()
    before = len(writer.ledger.acknowledged)
    wait_until(
        lambda: len(writer.ledger.acknowledged) > before or not writer.is_alive(),
        f"nobody is answered after: {fault.name}",
        LONGEST_SECONDS,
    )
    return Struck(fault.name, began - since, ended - since, time.monotonic() - ended)


def _judge(outcome: Outcome, house: kills.House, server: MailServer) -> None:
    found = stored(house)
    outcome.problems += outcome.ledger.problems(found)
    ids = Counter(server.ids)
    outcome.twice = sum(ids.values()) - len(ids)
    sent = sum(state == "sent" for _, state in found["messages"])
    if len(ids) != sent:
        outcome.problems.append(f"{sent} messages are noted as sent, {len(ids)} came")
    times = Counter(one.name for one in outcome.struck)
    if outcome.twice and not any(
        times[name] for name in ("database restarts", "database is away", "disk is full", *MAY_REPEAT)
    ):
        outcome.problems.append(f"{outcome.twice} mails came twice, and no fault accounts for it")
    if len(outcome.samples) >= FEWEST_FOR_DRIFT:
        outcome.problems += [
            f"the memory of {name} grew by {grown:.1f} %"
            for name in ("one", "worker")
            if (grown := growth(outcome.memory(name)) or 0.0) > MOST_GROWTH
        ]
    if not listens(house.ports["one"]):
        outcome.problems.append("the web is away at the end")


def _ms(value: float | None) -> str:
    return "too few" if value is None else f"{value:.0f} ms"


def _percent(value: float | None) -> str:
    return "too short to say" if value is None else f"{value:+.1f} %"
