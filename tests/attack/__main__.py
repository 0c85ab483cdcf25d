"""The long run: `python -m tests.attack --orgs 2000 [--minutes 30] [--planner toy:threshold_only]`.

Prints a line for each attack: runs, leaks; then what was still shown. Exit code 1 on any leak.
"""

import argparse
import sys
import time
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from multiprocessing import get_context
from pathlib import Path

from . import campaign
from .memory import Memory
from .suite import Tally


def main() -> int:
    wanted = _arguments()
    started = time.monotonic()
    tally, finished = _run(wanted)
    minutes = (time.monotonic() - started) / 60
    write = sys.stdout.write
    for line in campaign.report(tally):
        write(line + "\n")
    write(f"{finished} organisations in both profiles, {minutes:.1f} minutes, first seed {wanted.seed}\n")
    for finding in tally.findings[: wanted.show]:
        write(f"LEAK {finding}\n")
    return 1 if tally.verdict else 0


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.attack", description=__doc__)
    parser.add_argument("--orgs", type=int, default=200, help="organisations, each in both profiles")
    parser.add_argument("--minutes", type=float, default=0, help="start nothing new after; 0: no limit")
    parser.add_argument("--seed", type=int, default=0, help="seed of the first organisation")
    parser.add_argument("--processes", type=int, default=2, choices=(1, 2))
    parser.add_argument("--planner", default=campaign.THE_PLANNER, help="module:function to attack")
    parser.add_argument("--shape", default="", help="only this shape")
    parser.add_argument(
        "--keep", type=Path, help="a file that remembers finished batches; the run goes on there"
    )
    parser.add_argument("--show", type=int, default=40, help="findings to print")
    return parser.parse_args()


def _run(wanted: argparse.Namespace) -> tuple[Tally, int]:
    """Organisations in batches over the processes; a batch that has begun is always counted."""
    total, finished = Tally(), 0
    deadline = time.monotonic() + 60 * wanted.minutes if wanted.minutes else float("inf")
    memory = Memory(wanted.keep)
    batches = iter(campaign.batches(wanted.orgs, wanted.seed, wanted.planner, wanted.shape))
    with ProcessPoolExecutor(wanted.processes, mp_context=get_context("spawn")) as pool:
        running: dict[Future[tuple[Tally, int]], campaign.Batch] = {}
        while True:
            while len(running) < 2 * wanted.processes and time.monotonic() < deadline:
                batch = next(batches, None)
                if batch is None:
                    break
                known = memory.recall(batch)
                if known is None:
                    running[pool.submit(campaign.attack_batch, batch)] = batch
                else:
                    total.add(known[0])
                    finished += known[1]
            if not running:
                return total, finished
            for future in wait(running, return_when=FIRST_COMPLETED).done:
                tally, organisations = future.result()
                memory.keep(running.pop(future), tally, organisations)
                total.add(tally)
                finished += organisations


if __name__ == "__main__":
    sys.exit(main())
