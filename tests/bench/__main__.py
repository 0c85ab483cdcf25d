"""`python -m tests.bench 1000 10000 --rows 100000`: seeds a company of each size and prints a table of its main pages;
then loads a file of so many rows while somebody else writes, and prints what that took.

The databases stay in build/bench and are used again; --fresh makes them anew.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import socket
import subprocess
import sys
import time
from pathlib import Path
from urllib.request import urlopen

from alongside.config import cluster
from alongside.config.cli.web import command
from tests.bench.eight_clients import CLIENTS, load
from tests.bench.loading import lines_of
from tests.bench.loading import load as load_file
from tests.bench.pages import EMPTY

ROOT = Path(__file__).resolve().parents[2]
BIN = Path(sys.executable).parent
START_SECONDS = 60
HEAD = (
    "page", "queries", "median ms", "p95 ms", "× empty", "cpu ms", "KiB", f"requests/s at {CLIENTS}", "× empty",
    f"p95 ms at {CLIENTS}", "errors",
)  # fmt: skip


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.bench", description=__doc__)
    parser.add_argument("people", type=int, nargs="*", help="time the pages of companies of so many people")
    parser.add_argument(
        "--rows", type=int, default=0, help="also load a file of so many rows while others write"
    )
    parser.add_argument("--seconds", type=float, default=5, help="how long eight clients ask for each page")
    parser.add_argument("--fresh", action="store_true", help="seed again")
    chosen = parser.parse_args()
    for people in chosen.people:
        home = ROOT / "build" / "bench" / str(people)
        try:
            _bench(people, home, chosen.seconds, fresh=chosen.fresh)
        finally:
            if home.exists():
                cluster.stop(home)
    if chosen.rows:
        _load(chosen.rows, ROOT / "build" / "bench" / "loading")


def _load(rows: int, home: Path) -> None:
    """In a database that is made for it: only an empty company has a first load."""
    _empty(home)
    try:
        _migrate(home)
        _python(home, "tests.bench.small_company", as_owner=True)
        _say("")
        for line in lines_of(rows, load_file(rows, _environment(home), home)):
            _say(line)
    finally:
        cluster.stop(home)


def _bench(people: int, home: Path, seconds: float, *, fresh: bool) -> None:
    world_file = home / "world.json"
    if fresh or not world_file.exists():
        _seed(people, home, world_file)
    else:
        _migrate(home)
    world = json.loads(world_file.read_text())
    pages = json.loads(_python(home, "tests.bench.one_client", str(world_file)))
    served = _served(home, world, seconds)
    _say(f"\n{people:,} people; seeded in {world['seeded']} s, closure rebuilt in {world['rebuild']} s\n")
    _say(f"| {' | '.join(HEAD)} |")
    _say("|---" + "|---:" * (len(HEAD) - 1) + "|")
    for page, one in pages.items():
        many = served[page]
        slower = one["median"] / pages[EMPTY]["median"]
        rate = many["rate"] / served[EMPTY]["rate"]
        columns = (
            page, one["queries"], f"{one['median']:.1f}", f"{one['p95']:.1f}", f"{slower:.1f}", f"{one['cpu']:.1f}",
            f"{one['bytes'] / 1024:.1f}", f"{many['rate']:.0f}", f"{rate:.2f}", f"{many['p95']:.0f}", many["errors"],
        )  # fmt: skip
        _say(f"| {' | '.join(map(str, columns))} |")


def _empty(home: Path) -> None:
    if home.exists():
        cluster.stop(home)
        storage = cluster.Cluster(home.resolve()).storage
        shutil.rmtree(storage, ignore_errors=True)
        shutil.rmtree(home)
    home.mkdir(parents=True, mode=0o711)


def _seed(people: int, home: Path, world_file: Path) -> None:
    _empty(home)
    began = time.perf_counter()
    _migrate(home)
    world = json.loads(_python(home, "tests.bench.seed", str(people), as_owner=True))
    world["seeded"] = f"{time.perf_counter() - began:.0f}"
    world_file.write_text(json.dumps(world))


def _migrate(home: Path) -> None:
    """Also a database of an earlier day: it is used again."""
    words = [BIN / "alongside", "migrate"]
    subprocess.run(words, env=_environment(home), check=True, stdout=subprocess.DEVNULL)


def _served(home: Path, world: dict[str, str], seconds: float) -> dict[str, dict[str, float]]:
    """What eight clients get from the real server, which is started for this and stopped after it."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    server = subprocess.Popen(command(BIN, port), env=_environment(home), cwd=ROOT)
    try:
        _wait_for(port)
        return load(port, world, seconds)
    finally:
        server.terminate()
        server.wait(START_SECONDS)


def _wait_for(port: int) -> None:
    until = time.monotonic() + START_SECONDS
    while True:
        try:
            urlopen(f"http://127.0.0.1:{port}/healthz", timeout=5).close()
            return
        except OSError:
            if time.monotonic() > until:
                raise
            time.sleep(0.2)


def _python(home: Path, module: str, *words: str, as_owner: bool = False) -> str:
    environment = {**_environment(home), "ALONGSIDE_AS_OWNER": "1" if as_owner else "0"}
    made = subprocess.run(
        [sys.executable, "-m", module, *words], env=environment, cwd=ROOT, check=True, stdout=subprocess.PIPE
    )
    return made.stdout.decode()


def _environment(home: Path) -> dict[str, str]:
    """The settings of a plain installation, whatever this shell says."""
    own = {
        name: value for name, value in os.environ.items() if not name.startswith(("ALONGSIDE_", "DATABASE_"))
    }
    return {
        **own, "DJANGO_SETTINGS_MODULE": "tests.bench.settings", "ALONGSIDE_DATA": str(home), "ALONGSIDE_DEMO": "0",
        "PYTHONPATH": str(ROOT),
    }  # fmt: skip


def _say(line: str) -> None:
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
