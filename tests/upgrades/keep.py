"""python -m tests.upgrades.keep TARGET: make a small company through the services and dump it, in plain SQL."""

from __future__ import annotations

import gzip
import os
import re
import subprocess
import sys
import tempfile
from pathlib import Path

from alongside.config import cluster
from alongside.config.storage import connection_words, database_program
from tests.upgrades.installation import WORDS, Stored

COMPANY = f"""
import django; django.setup()
from alongside.one_on_ones import services
from alongside.people.tests.makers import small_company
from alongside.records.tests.makers import words_everywhere
cast = small_company()
series = words_everywhere(cast).series
services.add_item(actor=cast.acts(cast.eve), series=series, text={WORDS!r}, visibility="shared")
"""
# What PostgreSQL's program writes that differs from run to run, or that an older server does not know.
FLEETING = re.compile(r"^(\\(?:un)?restrict .*|-- Dumped .*|SET transaction_timeout .*)$", re.MULTILINE)


def main(target: Path) -> None:
    with tempfile.TemporaryDirectory() as folder:
        Path(folder).chmod(0o711)
        stored = Stored(Path(folder) / "data")
        try:
            stored.run("migrate")
            stored.run("-c", COMPANY)
            words, environment = connection_words(stored.url())
            dump = subprocess.run(
                [database_program("pg_dump"), *words, "--no-owner", "--no-privileges", "--inserts", "--rows-per-insert=100"],
                env={**os.environ, **environment}, capture_output=True, text=True, check=True,
            ).stdout  # fmt: skip
        finally:
            cluster.stop(stored.data)
    with gzip.GzipFile(target, "wb", mtime=0) as stream:
        stream.write(FLEETING.sub("", dump).encode())
    sys.stdout.write(f"{target}: {target.stat().st_size} bytes\n")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
