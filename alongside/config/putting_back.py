"""Reading a dump into a database: all of it in one transaction, or nothing.

pg_restore writes the statements, psql runs them. pg_restore alone would not do: the one that comes with the product is
newer than some servers and sets what these don't know, and it can't take away the old tables in the same transaction.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import IO

import psycopg

from alongside.config.storage import connection_words, database_program

# What pg_restore writes at the head of every script, by the first major version that knows it.
KNOWN_SINCE = {b"SET transaction_timeout = 0;\n": 17}
LONGEST_HEAD = 200  # lines; nothing behind them is looked at, so no row of a table can be taken for a setting
LOCK_SECONDS = 20  # enough for a request that is under way; then somebody has not stopped web and worker
CLEARING = """SET client_min_messages = warning;
SET lock_timeout = '{seconds}s';
DROP SCHEMA public CASCADE;
CREATE SCHEMA public;
"""


def put_back(url: str, dump: Path, *, clear: bool = False) -> None:
    """Raises ValueError with the program's own words; the database is then as it was. `clear`: in place of all tables."""
    words, environment = connection_words(url)
    with psycopg.connect(url) as connection:
        major = connection.info.server_version // 10_000
    with tempfile.TemporaryFile() as said:
        psql = subprocess.Popen(
            [database_program("psql"), *words, "--no-psqlrc", "--quiet", "--set=ON_ERROR_STOP=1"],
            env={**os.environ, **environment}, stdin=subprocess.PIPE, stdout=subprocess.DEVNULL, stderr=said,
        )  # fmt: skip
        assert psql.stdin is not None  # noqa: S101  (for the type checker)
        wrong = _run_through(psql.stdin, dump, major, clear=clear)
        with suppress(BrokenPipeError):
            psql.stdin.close()
        if psql.wait() != 0:
            wrong = _said(said) or "psql failed"
    if wrong:
        raise ValueError(f"The backup can't be put back: {wrong}")


def read_through(dump: Path) -> None:
    """Read a dump to its end and keep nothing. Raises ValueError where it is damaged."""
    done = subprocess.run(
        [database_program("pg_restore"), "--file=/dev/null", str(dump)], capture_output=True, text=True
    )
    if done.returncode != 0:
        raise ValueError(f"The backup can't be put back: {done.stderr.strip()[-800:]}")


def _run_through(psql: IO[bytes], dump: Path, major: int, *, clear: bool) -> str:
    """What pg_restore found wrong. Only a script that came to its end is confirmed: psql's end without COMMIT undoes."""
    words = ["--no-owner", "--no-privileges", "--file=-", str(dump)]
    with (
        tempfile.TemporaryFile() as said,
        subprocess.Popen(
            [database_program("pg_restore"), *words], stdout=subprocess.PIPE, stderr=said
        ) as script,
    ):
        assert script.stdout is not None  # noqa: S101  (for the type checker)
        with suppress(BrokenPipeError):  # psql has ended, and says why
            psql.write(b"BEGIN;\n" + (CLEARING.format(seconds=LOCK_SECONDS).encode() if clear else b""))
            psql.writelines(_head(script.stdout, major))
            shutil.copyfileobj(script.stdout, psql, 1 << 20)
            if script.wait() == 0:
                psql.write(b"COMMIT;\n")
                return ""
        script.kill()
        script.wait()
        return _said(said) or "pg_restore failed"


def _said(stream: IO[bytes]) -> str:
    stream.seek(0)
    return stream.read().decode(errors="replace").strip()[-800:]


def _head(script: IO[bytes], major: int) -> Iterator[bytes]:
    """The lines before the first object, without the settings that a server of this version does not know."""
    for _ in range(LONGEST_HEAD):
        line = script.readline()
        if KNOWN_SINCE.get(line, 0) <= major:
            yield line
        if not line or line.startswith((b"-- Name:", b"-- Data for Name:")):
            return
