"""Writing a backup, and putting one back on trial.

The rows of every table are counted in the snapshot that is dumped, so a trial can compare exactly.
"""

from __future__ import annotations

import secrets
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import psycopg
from psycopg import sql

from alongside.config.backup_files import DUMP, Manifest, checksum, pack, unpack
from alongside.config.putting_back import put_back, read_through
from alongside.config.storage import dump_database

TOLD = {"people": "people_person", "audit_entries": "audit_auditentry", "data_keys": "core_datakey"}


@dataclass(frozen=True)
class Trial:
    """What a backup holds, its checksum, and how that is known."""

    sha256: str
    rows: dict[str, int]  # by table
    files: int
    how: str = ""

    def said(self) -> dict[str, int]:
        """The numbers one would look at first."""
        told = {name: self.rows.get(table, self.rows.get(name, 0)) for name, table in TOLD.items()}
        return told | {"tables": len(self.rows), "rows": sum(self.rows.values()), "files": self.files}


def write(target: Path, url: str, files: Path, manifest: Manifest) -> Trial:
    """Raises ValueError when the target exists, OSError or LookupError when PostgreSQL's program fails or is missing."""
    if target.exists():
        raise ValueError(f"{target} exists already; choose another name.")
    target.resolve().parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    with tempfile.TemporaryDirectory(dir=target.resolve().parent) as folder:
        dump, draft = Path(folder) / DUMP, Path(folder) / "draft.tar"
        with psycopg.connect(url) as connection:
            connection.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
            rows = _counts(connection)
            dump_database(url, dump, snapshot=_first(connection, "SELECT pg_export_snapshot()"))
        number = pack(draft, dump, files, replace(manifest, rows=rows)) - 1
        draft.chmod(0o600)
        draft.rename(target)
    return Trial(checksum(target), rows, number)


def verify(source: Path, url: str, space: Path) -> Trial:
    """Restore into a database of its own beside the real one, count, drop it. Raises ValueError for what is wrong.

    A role that may not create databases reads the whole dump instead, which finds damage and counts nothing.
    `space`: a folder with room for what the backup holds.
    """
    with tempfile.TemporaryDirectory(dir=space) as folder:
        manifest = unpack(source, Path(folder))
        number = max(len(manifest.sha256) - 1, 0)
        with psycopg.connect(url, autocommit=True) as connection:
            if not _may_create(connection):
                read_through(Path(folder) / DUMP)
                how = "read to its end; this role may not create a database"
                return Trial(checksum(source), manifest.rows, number, how)
            with _scratch(connection, url) as scratch:
                put_back(scratch, Path(folder) / DUMP)
                with psycopg.connect(scratch) as restored:
                    found = _counts(restored)
    _compare(manifest, found)
    return Trial(checksum(source), found, number, "restored and counted")


def _compare(manifest: Manifest, found: dict[str, int]) -> None:
    """Every table: what came back against what was written down (three of them in version 0.1)."""
    expected = {TOLD.get(name, name): count for name, count in manifest.rows.items()}
    names = expected.keys() | (found.keys() if manifest.sha256 else set())
    if wrong := sorted(name for name in names if expected.get(name) != found.get(name)):
        said = ", ".join(
            f"{name}: {found.get(name, 'none')} instead of {expected.get(name, 'none')}" for name in wrong
        )
        raise ValueError(f"The backup came back with other rows than it was made of ({said}).")


@contextmanager
def _scratch(connection: psycopg.Connection, url: str) -> Iterator[str]:
    """The address of an empty database that is gone afterwards."""
    name = f"alongside_trial_{secrets.token_hex(4)}"
    connection.execute(sql.SQL("CREATE DATABASE {} TEMPLATE template0").format(sql.Identifier(name)))
    try:
        yield urlunsplit(urlsplit(url)._replace(path=f"/{name}"))
    finally:
        connection.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name)))


def _may_create(connection: psycopg.Connection) -> bool:
    words = "SELECT rolcreatedb OR rolsuper FROM pg_roles WHERE rolname = current_user"
    return _first(connection, words) == "True"


def _counts(connection: psycopg.Connection) -> dict[str, int]:
    """Rows of every table the dump holds."""
    tables = connection.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'").fetchall()
    count = sql.SQL("SELECT count(*) FROM {}")
    return {
        name: int(_first(connection, count.format(sql.Identifier("public", name))))
        for (name,) in sorted(tables)
    }


def _first(connection: psycopg.Connection, words: str | sql.Composed) -> str:
    row = connection.execute(words).fetchone()
    return str(row[0]) if row else ""
