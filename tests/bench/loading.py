"""Loads a file as `alongside import people FILE --apply` does: seconds, peak memory, and how long others wait meanwhile."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path

from tests.bench.company_file import write

BIN = Path(sys.executable).parent
HEAD = (
    "rows", "", "seconds", "processor s", "peak MB", "writes of others meanwhile", "median ms", "longest ms",
    "longest ms without loading",
)  # fmt: skip
ALONE_SECONDS = 20
GOALS = "Goals at 100,000 rows: 120 seconds, 500 MB, nobody waits longer than 1,000 ms."


@dataclass(frozen=True)
class Loaded:
    """One run of the command: wall and processor seconds, peak resident MB of its process.

    `others`: see other_writer.py; `alone`: the same just before, while nothing was loaded.
    """

    seconds: float
    processor: float
    peak: float
    others: dict[str, float]
    alone: dict[str, float]


def load(rows: int, environment: dict[str, str], home: Path) -> list[tuple[str, Loaded]]:
    """Into a company of a handful of people with one 1:1: the file, and the same file again."""
    file = home / f"{rows}.csv"
    write(file, rows)
    found = [(name, _load(file, environment)) for name in ("first load", "the same file again")]
    file.unlink()
    return found


def _load(file: Path, environment: dict[str, str]) -> Loaded:
    with _other_writer(environment) as writer:
        time.sleep(ALONE_SECONDS)
        alone = json.loads(writer.communicate("enough\n")[0])
    with _other_writer(environment) as writer:
        began = time.perf_counter()
        words = [str(BIN / "alongside"), "import", "people", str(file), "--apply", "--json"]
        pid = os.posix_spawn(
            words[0], words, environment, file_actions=[(os.POSIX_SPAWN_OPEN, 1, os.devnull, os.O_WRONLY, 0)]
        )
        _pid, status, used = os.wait4(pid, 0)
        seconds = time.perf_counter() - began
        said, _nothing = writer.communicate("enough\n")
    if status:
        raise SystemExit(f"the file was not loaded: exit status {os.waitstatus_to_exitcode(status)}")
    return Loaded(seconds, used.ru_utime + used.ru_stime, used.ru_maxrss / 1024, json.loads(said), alone)


def _other_writer(environment: dict[str, str]) -> subprocess.Popen[str]:
    """At work from now on, until its input ends."""
    writer = subprocess.Popen(
        [sys.executable, "-m", "tests.bench.other_writer"], env=environment, text=True,
        stdin=subprocess.PIPE, stdout=subprocess.PIPE,
    )  # fmt: skip
    assert writer.stdout is not None
    assert writer.stdout.readline() == "ready\n"
    return writer


def lines_of(rows: int, found: list[tuple[str, Loaded]]) -> list[str]:
    """A table for docs/benchmarks.md."""
    lines = [f"| {' | '.join(HEAD)} |", "|---:|---" + "|---:" * (len(HEAD) - 2) + "|"]
    for name, one in found:
        others = one.others
        columns = (
            f"{rows:,}", name, f"{one.seconds:.0f}", f"{one.processor:.0f}", f"{one.peak:.0f}", f"{others['writes']:.0f}",
            f"{others['median']:.0f}", f"{others['longest']:.0f}", f"{one.alone['longest']:.0f}",
        )  # fmt: skip
        lines.append(f"| {' | '.join(columns)} |")
    return [*lines, "", GOALS]
