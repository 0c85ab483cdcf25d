"""Start a worker. SIGTERM lets the running jobs finish. Any number of these may run; a job is done once.

ALONGSIDE_WORKER_THREADS: how many jobs at once.
"""

from __future__ import annotations

import argparse
import os
import sys
from typing import Any


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """No arguments: everything comes from the environment."""


def run(asked: argparse.Namespace) -> dict[str, Any]:
    import alongside.config.settings  # noqa: F401, PLC0415  (refuses bad settings before anything starts)

    threads = os.environ.get("ALONGSIDE_WORKER_THREADS", "2")
    # Without --verbosity 0 it writes lines of its own form beside those of the log.
    words = [sys.executable, "-m", "django", "ox_worker", "--concurrency", threads, "--verbosity", "0"]
    os.execv(words[0], words)  # noqa: S606  (the worker becomes this process, so signals reach it)
