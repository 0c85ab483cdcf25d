"""Writing a backup, and putting one back on trial.

A backup is a tar file: manifest.json (format, when, how many rows of what), database.dump (pg_dump's custom format),
files/. The rows are counted in the snapshot that is dumped, so a trial can compare exactly.
"""

from __future__ import annotations

import hashlib
import json
import secrets
import tarfile
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import psycopg
from psycopg import sql

from alongside.config.putting_back import put_back, read_through
from alongside.config.storage import dump_database

FORMAT = 1
COUNTED = {"people": "people_person", "audit_entries": "audit_auditentry", "data_keys": "core_datakey"}


@dataclass(frozen=True)
class Trial:
    """What a backup holds, its checksum, and how that is known."""

    sha256: str
    counts: dict[str, int]
    how: str = ""


def write(target: Path, url: str, files: Path, now: datetime) -> Trial:
    """Raises ValueError when the target exists, OSError or LookupError when PostgreSQL's program fails or is missing."""
    if target.exists():
        raise ValueError(f"{target} exists already; choose another name.")
    target.resolve().parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    with tempfile.TemporaryDirectory(dir=target.resolve().parent) as folder:
        dump, manifest, draft = (
            Path(folder) / name for name in ("database.dump", "manifest.json", "draft.tar")
        )
        with psycopg.connect(url) as connection:
            connection.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
            counts = _counts(connection)
            dump_database(url, dump, snapshot=_first(connection, "SELECT pg_export_snapshot()"))
        manifest.write_text(json.dumps({"format": FORMAT, "made_at": now.isoformat(), "rows": counts}))
        with tarfile.open(draft, "w") as archive:
            archive.add(manifest, "manifest.json")
            archive.add(dump, "database.dump")
            if files.exists():
                archive.add(files, "files")
        draft.chmod(0o600)
        draft.rename(target)
    return Trial(checksum(target), counts)


def verify(source: Path, url: str) -> Trial:
    """Restore into a database of its own beside the real one, count, drop it. Raises ValueError for what is wrong.

    A role that may not create databases reads the whole dump instead, which finds damage and counts nothing.
    """
    if not source.exists():
        raise ValueError(f"There is no file {source}.")
    with tempfile.TemporaryDirectory() as folder:
        manifest, dump = _unpacked(source, Path(folder))
        expected = {name: int(count) for name, count in manifest.get("rows", {}).items()}
        with psycopg.connect(url, autocommit=True) as connection:
            if not _may_create(connection):
                read_through(dump)
                return Trial(
                    checksum(source), expected, "read to its end; this role may not create a database"
                )
            with _scratch(connection, url) as scratch:
                put_back(scratch, dump)
                with psycopg.connect(scratch) as restored:
                    found = _counts(restored)
    wrong = {name for name in expected if expected[name] != found.get(name)}
    if wrong:
        said = ", ".join(f"{name}: {found.get(name)} instead of {expected[name]}" for name in sorted(wrong))
        raise ValueError(f"The backup came back with other rows than it was made of ({said}).")
    return Trial(checksum(source), found, "restored and counted")


def checksum(path: Path) -> str:
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def _unpacked(source: Path, folder: Path) -> tuple[dict[str, dict[str, int]], Path]:
    try:
        with tarfile.open(source) as archive:
            archive.extract("manifest.json", folder, filter="data")
            archive.extract("database.dump", folder, filter="data")
        manifest = json.loads((folder / "manifest.json").read_text())
    except (tarfile.TarError, KeyError, OSError, ValueError) as wrong:
        raise ValueError(f"{source} is damaged, or no backup of Alongside.") from wrong
    return manifest, folder / "database.dump"


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
    return {
        name: int(_first(connection, sql.SQL("SELECT count(*) FROM {}").format(sql.Identifier(table))))
        for name, table in COUNTED.items()
    }


def _first(connection: psycopg.Connection, words: str | sql.Composed) -> str:
    row = connection.execute(words).fetchone()
    return str(row[0]) if row else ""
