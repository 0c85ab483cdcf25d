"""What is set wrongly is said in one line that names the setting, and never as a traceback."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

ALONGSIDE = str(Path(sys.executable).parent / "alongside")
NOWHERE = "postgresql://alongside_owner:hidden-words@127.0.0.1:9/alongside"


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"ALONGSIDE_DATA": "/proc/alongside/data"}, "The data folder /proc/alongside/data can't be made or written"),
        ({"ALONGSIDE_KEY_RING": "first:"}, "ALONGSIDE_KEY_RING must be one or more"),
        ({"ALONGSIDE_OUTBOUND_CA": "/nowhere.pem"}, "ALONGSIDE_OUTBOUND_CA names /nowhere.pem"),
        ({"ALONGSIDE_PRODUCTION": "1"}, "Set ALONGSIDE_SECRET_KEY"),
        ({}, "The database is away or refuses"),
    ],
)  # fmt: skip
def test_a_wrong_setting_is_one_line_that_names_it(wrong, words, tmp_path):
    kept = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith(("ALONGSIDE", "DATABASE", "DJANGO"))
    }
    settings = {
        "ALONGSIDE_DATA": str(tmp_path),
        "DATABASE_URL": NOWHERE,
        "DATABASE_OWNER_URL": NOWHERE,
    } | wrong
    done = subprocess.run([ALONGSIDE, "migrate"], env=kept | settings, capture_output=True, text=True)
    assert done.returncode == 1 and done.stdout == ""
    assert done.stderr.startswith("error: ") and words in done.stderr
    assert "Traceback" not in done.stderr and "hidden-words" not in done.stderr
