"""Start everything on this machine: database, migrations, demo company, web server and worker."""

from __future__ import annotations

import argparse
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path
from typing import Any

from django.core.exceptions import ImproperlyConfigured

from alongside.config import cluster_users, progress
from alongside.config.cli import CommandFailed
from alongside.config.cluster import ClusterError

READY_SECONDS = 180  # a small machine that does other things as well
STOP_SECONDS = 20


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--no-demo", action="store_true", help="start empty, without the demo company")


def run(asked: argparse.Namespace) -> dict[str, Any]:
    port = os.environ.get("ALONGSIDE_PORT", "8000")
    _refuse_taken(port)
    os.environ.setdefault("ALONGSIDE_DEMO", "0" if asked.no_demo else "1")
    # Before anything is started: a stop that comes early must not leave the parts behind.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    try:
        return _run_all(port, demo=not asked.no_demo)
    except KeyboardInterrupt:
        return {"stopped": "all parts"}
    finally:
        cluster_users.leave(always=True)


def _run_all(port: str, *, demo: bool) -> dict[str, Any]:
    alongside = str(Path(sys.executable).parent / "alongside")
    _start_database()
    _step("Preparing the database", [alongside, "migrate"])
    os.environ.pop("ALONGSIDE_AS_OWNER", None)
    if demo:
        _step("Filling in the demo company (first start only)", [alongside, "demo"])
    # All is on this machine, as is the proxy before it.
    os.environ.update(ALONGSIDE_TLS_CERTIFICATE="", ALONGSIDE_TLS_KEY="")
    # Each in a session of its own, so that one that does not stop is ended with all its processes.
    started = [subprocess.Popen([alongside, part], start_new_session=True) for part in ("web", "worker")]
    try:
        _wait_until_ready(port, started)
        _welcome(port, demo=demo)
        while all(process.poll() is None for process in started):
            time.sleep(0.5)
    finally:
        for process in started:
            process.terminate()
        for process in started:
            _wait_or_kill(process)
    return {"stopped": "all parts"}


def _start_database() -> None:
    """The private one starts with the settings, and is held until the end: no step stops it for the next."""
    started = time.monotonic()
    sys.stderr.write("Looking for the database ... ")
    sys.stderr.flush()
    try:
        import alongside.config.settings  # noqa: F401, PLC0415  (refuses bad settings before anything starts)
    except (ImproperlyConfigured, ClusterError) as problem:
        raise CommandFailed(str(problem)) from problem
    sys.stderr.write(f"{time.monotonic() - started:.1f} s\n")


def _refuse_taken(port: str) -> None:
    """Two servers would share the port and answer in turn."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", int(port)))
        except OSError as taken:
            raise CommandFailed(
                f"Something already listens on port {port}. Stop it, or choose another: ALONGSIDE_PORT=8100 make run"
            ) from taken


def _wait_or_kill(process: subprocess.Popen[bytes]) -> None:
    try:
        process.wait(timeout=STOP_SECONDS)
    except subprocess.TimeoutExpired:
        os.killpg(process.pid, signal.SIGKILL)


def _step(what: str, command: list[str]) -> None:
    """Run a command and show how far it is; what else it says is shown only if it does not work."""
    started, said = time.monotonic(), []
    sys.stderr.write(f"{what} ...\n")
    asked = os.environ | {progress.ASKED: "1"}
    with subprocess.Popen(
        command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True, env=asked
    ) as process:
        for line in process.stderr or ():
            if words := progress.told(line):
                sys.stderr.write(f"  {words}\n")
            else:
                said.append(line)
    if process.returncode != 0:
        raise CommandFailed(f"{what} did not work:\n{''.join(said)}")
    sys.stderr.write(f"  done in {time.monotonic() - started:.1f} s\n")


def _wait_until_ready(port: str, started: list[subprocess.Popen[bytes]]) -> None:
    deadline = time.monotonic() + READY_SECONDS
    while time.monotonic() < deadline:
        if any(process.poll() is not None for process in started):
            raise CommandFailed("The web server or the worker ended at once; what it said stands above.")
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{port}/readyz", timeout=2):
                return
        except OSError:
            time.sleep(0.2)
    raise CommandFailed(f"The web server did not answer on port {port} within {READY_SECONDS} seconds.")


def _welcome(port: str, *, demo: bool) -> None:
    sys.stderr.write(f"\nAlongside is at http://127.0.0.1:{port}/  (stop with Ctrl-C)\n")
    if demo:
        from alongside.config.demo.to_try import TO_TRY  # noqa: PLC0415  (after the settings)

        rows = "".join(f"  {person.role:<15}{person.name:<15}{person.words}\n" for person in TO_TRY)
        sys.stderr.write(
            f"One tap on the sign-in page, without a password, makes you one of the demo people:\n\n{rows}\n"
            "Everybody else of the company is there, too: search for them on that page.\n"
        )
