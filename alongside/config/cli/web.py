"""Start the web server. SIGTERM lets running requests finish. Any number of these may run behind a balancer.

ALONGSIDE_HOST, ALONGSIDE_PORT: where it listens; in TLS with ALONGSIDE_TLS_CERTIFICATE and ALONGSIDE_TLS_KEY.
ALONGSIDE_WEB_PROCESSES, ALONGSIDE_WEB_THREADS: how many at once; each thread keeps one connection to the database.
Further requests wait their turn in the server.
"""

from __future__ import annotations

import argparse
import os
import sys
from pathlib import Path
from typing import Any

from alongside.config.encryption import refuse_plain_web

THREADS = "4"  # Python runs one at a time: more only wait for each other, and each holds a connection
FINISH_SECONDS = 30  # a request that takes longer after SIGTERM is cut


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """No arguments: everything comes from the environment, so that containers and units can share one."""


def run(asked: argparse.Namespace) -> dict[str, Any]:
    from alongside.config import settings  # noqa: PLC0415  (refuses bad settings before anything starts)

    host = os.environ.get("ALONGSIDE_HOST", "127.0.0.1")
    if settings.PRODUCTION:
        refuse_plain_web(host, settings.TLS_CERTIFICATE, accepted=settings.UNENCRYPTED)
    os.environ["PROMETHEUS_MULTIPROC_DIR"] = str(_clean(settings.FIGURES))
    words = command(Path(sys.executable).parent, settings.PORT, host=host)
    if settings.TLS_CERTIFICATE:  # TLS 1.3 and nothing older
        words += ["--ssl-certificate", settings.TLS_CERTIFICATE, "--ssl-keyfile", settings.TLS_KEY]
    os.execv(words[0], words)  # noqa: S606  (the server becomes this process, so signals reach it)


def command(bin_folder: Path, port: int, *, host: str = "127.0.0.1") -> list[str]:
    """The words that start the server."""
    env = os.environ.get
    return [
        str(bin_folder / "granian"), "--interface", "wsgi", "--no-ws", "--http", "1",
        "--host", host, "--port", str(port),
        "--workers", env("ALONGSIDE_WEB_PROCESSES", "2"), "--respawn-failed-workers",
        "--blocking-threads", env("ALONGSIDE_WEB_THREADS", THREADS),
        "--workers-kill-timeout", str(FINISH_SECONDS), "--log-level", "warning",
        "alongside.config.wsgi:application",
    ]  # fmt: skip


def _clean(folder: Path) -> Path:
    """Counts of processes that are gone would be added to every sum for ever."""
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    for path in folder.glob("*.db"):
        pid = path.stem.rpartition("_")[2]
        if not Path(f"/proc/{pid}").exists():
            path.unlink(missing_ok=True)
    return folder
