"""What goes wrong during a long run: each fault begins, lasts some seconds, and is taken away again."""

from __future__ import annotations

import random
import shutil
import subprocess
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from alongside.config import cluster
from tests.cluster.parts import wait_until
from tests.faults.mail_servers import MailServer
from tests.kill.campaign import House

DISK_MIB = 512
CHUNK = b"\0" * 2**20


@dataclass(frozen=True)
class Fault:
    """`begin` and `end` of one thing that goes wrong; `seconds`: the least and most it lasts."""

    name: str
    begin: Callable[[], None]
    end: Callable[[], None]
    seconds: tuple[float, float] = (4, 12)


@contextmanager
def small_disk(folder: Path, mib: int = DISK_MIB) -> Iterator[str]:
    """A file system of its own for the database, so that it can be full. Yields why not, where that can't be had."""
    folder.mkdir(mode=0o711)
    command = ["mount", "-t", "tmpfs", "-o", f"size={mib}m,mode=711", "tmpfs", str(folder)]
    try:
        done = subprocess.run(command, capture_output=True, text=True)
        why = done.stderr.strip() if done.returncode else ""
    except FileNotFoundError:
        why = "there is no mount"
    try:
        yield why
    finally:
        if not why:
            subprocess.run(["umount", "-l", str(folder)], check=True)


def faults_of(house: House, server: MailServer, *, has_small_disk: bool) -> list[Fault]:
    """Everything that can go wrong here."""
    found = [
        Fault("database restarts", lambda: _restart(house), lambda: None, (0, 0)),
        Fault("database is away", lambda: cluster.stop(house.folder / "database"), house.keep_alive),
        *[
            Fault(f"mail server {mood}", lambda mood=mood: server.become(mood), lambda: server.become("good"))
            for mood in ("away", "silent", "drip", "dies", "stalls", "busy", "refuses")
        ],
    ]
    if has_small_disk:
        ballast = house.folder / "database" / "ballast"
        found.append(Fault("disk is full", lambda: fill(ballast), lambda: _make_room(house, ballast)))
    return found


def in_turn(faults: list[Fault], dice: random.Random) -> Iterator[Fault]:
    """All of them in a seeded order, again and again."""
    while True:
        yield from dice.sample(faults, len(faults))


def fill(ballast: Path) -> None:
    """Until nothing more fits."""
    with suppress(OSError), ballast.open("wb", buffering=0) as file:
        while file.write(CHUNK):
            pass


def _make_room(house: House, ballast: Path) -> None:
    ballast.unlink()
    house.keep_alive()


def _restart(house: House) -> None:
    cluster.stop(house.folder / "database")
    house.keep_alive()
    wait_until(lambda: house.count("SELECT 1") == 1, "PostgreSQL does not come back")


def free_bytes(folder: Path) -> int:
    return shutil.disk_usage(folder).free
