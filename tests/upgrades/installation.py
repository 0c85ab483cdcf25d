"""An installation of its own for a stored dump: its folder, its key, its commands."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from alongside.config import cluster
from tests.house.code import ROOT

# Known to everybody, and good for nothing but the words in these dumps.
KEY_RING = "dump:" + "a1b2c3d4" * 8
SECRET_KEY = "only-for-the-dumps-of-the-tests-0123456789"
WORDS = "How do we share the night shift fairly?"


class Stored:
    """A private PostgreSQL in a folder, with the key of the dumps."""

    def __init__(self, data: Path) -> None:
        self.data = data
        kept = {n: v for n, v in os.environ.items() if not n.startswith(("ALONGSIDE", "DATABASE", "DJANGO"))}
        self.environment = kept | {
            "ALONGSIDE_DATA": str(data), "ALONGSIDE_TEST_DATABASE": "1", "ALONGSIDE_KEY_RING": KEY_RING,
            "ALONGSIDE_SECRET_KEY": SECRET_KEY, "DJANGO_SETTINGS_MODULE": "alongside.config.settings",
        }  # fmt: skip

    def url(self) -> str:
        return cluster.ensure_running(self.data, quick=True).url(cluster.OWNER)

    def run(self, *words: str) -> str:
        """`alongside` with these words, or Python code; what it printed. Raises AssertionError when it fails."""
        program = [str(Path(sys.executable).parent / "alongside"), *words]
        if words[0] == "-c":
            program = [sys.executable, *words]
        done = subprocess.run(program, env=self.environment, cwd=ROOT, capture_output=True, text=True)
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout
