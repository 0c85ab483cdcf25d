"""How PostgreSQL's own programs reach the database that the settings name."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path
from urllib.parse import unquote, urlsplit

from alongside.config import cluster


def connection_words(url: str) -> tuple[list[str], dict[str, str]]:
    """Arguments and environment for pg_dump and its siblings: all of the address, its options too, but the password."""
    parts = urlsplit(url)
    user, _, place = parts.netloc.rpartition("@")
    named = parts._replace(netloc=f"{user.partition(':')[0]}@{place}" if user else place)
    return [f"--dbname={named.geturl()}"], {"PGPASSWORD": unquote(parts.password or "")}


def database_program(name: str) -> str:
    """The newest PostgreSQL program of this name: packaged, Debian's, or on PATH. Raises LookupError without one."""
    for folder in cluster.candidates():
        if (folder / name).exists():
            return str(folder / name)
    found = shutil.which(name)
    if found is None:
        raise LookupError(f"{name} is not installed; it comes with PostgreSQL's client programs.")
    return str(Path(found))


def dump_database(url: str, target: Path, *, snapshot: str = "") -> None:
    """A dump in PostgreSQL's custom format, of this exported snapshot if one is named; only its owner may read it.

    Raises OSError with the program's own words when it fails.
    """
    words, environment = connection_words(url)
    target.touch(mode=0o600)
    of = [f"--snapshot={snapshot}"] if snapshot else []
    done = subprocess.run(
        [database_program("pg_dump"), *words, "--format=custom", "--no-owner", f"--file={target}", *of],
        env={**os.environ, **environment},
        capture_output=True,
        text=True,
    )
    if done.returncode != 0:
        raise OSError(f"The database could not be dumped: {done.stderr.strip()}")
