"""Put a backup back: `alongside restore FILE`. Refuses a database that holds people, unless told --replace."""

from __future__ import annotations

import argparse
import json
import os
import tarfile
import tempfile
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import django
from django.db import connection

from alongside.config.cli import CommandFailed
from alongside.config.putting_back import put_back
from alongside.config.storage import dump_database

FORMAT = 1


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", type=Path, help="a file that `alongside backup` wrote")
    parser.add_argument(
        "--erasures",
        type=Path,
        help="a copy of erasures.json: who is on it is erased again (the data folder's own is always read)",
    )
    parser.add_argument("--replace", action="store_true", help="throw away what the database holds now")


def run(asked: argparse.Namespace) -> dict[str, Any]:
    django.setup()
    from django.conf import settings  # noqa: PLC0415  (after django.setup)
    from django.core.management import call_command  # noqa: PLC0415

    from alongside.config.grants import grant_web_role  # noqa: PLC0415
    from alongside.core.actor import system  # noqa: PLC0415
    from alongside.people.models import Person  # noqa: PLC0415
    from alongside.records.services import replay_erasures  # noqa: PLC0415

    if not asked.file.exists():
        raise CommandFailed(f"There is no file {asked.file}.")
    holds_people = _holds_people(Person)
    erased = _erased(asked.erasures, holds_people)
    if holds_people and not asked.replace:
        raise CommandFailed("This database holds people. Restore into an empty one, or say --replace.")
    with tempfile.TemporaryDirectory() as folder, tarfile.open(asked.file) as archive:
        archive.extractall(folder, filter="data")
        _check(Path(folder))
        safety = _safety_copy(settings) if holds_people else None
        _put_back(settings.DATABASE_URL, Path(folder) / "database.dump", safety)
        files = Path(folder) / "files"
        if files.exists():
            files.rename(_empty_place(Path(settings.DATA) / "files"))
    call_command("migrate", verbosity=0, interactive=False)
    grant_web_role()
    again = replay_erasures(actor=system("restore"), person_ids=erased)
    return {"restored": str(asked.file), "people": Person.objects.count(), "erased_again": again}


def _holds_people(person: Any) -> bool:
    from django.db import ProgrammingError  # noqa: PLC0415  (after django.setup)

    try:
        return bool(person.objects.exists())
    except ProgrammingError:  # no tables yet: an empty database
        return False


def _erased(named: Path | None, holds_people: bool) -> list[int]:
    """Whom the backup may be too old to know as erased: by this database, by the data folder, by a file named."""
    from django.db import ProgrammingError  # noqa: PLC0415  (after django.setup)

    from alongside.records import ledger  # noqa: PLC0415
    from alongside.records.queries import requests as queries  # noqa: PLC0415

    try:
        listed = ledger.read() + (ledger.read(named) if named else [])
        return sorted({*listed, *(queries.erased_people() if holds_people else [])})
    except (ValueError, KeyError) as wrong:
        raise CommandFailed("The list of erasures can't be read. Nothing was restored.") from wrong
    except ProgrammingError:  # an older version without this table
        return sorted(set(listed))


def _check(folder: Path) -> None:
    try:
        manifest = json.loads((folder / "manifest.json").read_text())
    except (OSError, ValueError) as wrong:
        raise CommandFailed("This file is not a backup of Alongside.") from wrong
    if manifest.get("format") != FORMAT:
        raise CommandFailed(
            "This backup was written by a newer version of Alongside. Install that version first."
        )


def _safety_copy(settings: Any) -> Path:
    """What the database holds now, in case the backup turns out to be unusable."""
    folder = Path(settings.DATA) / "backups"
    folder.mkdir(mode=0o700, exist_ok=True)
    copy = folder / f"before-restore-{datetime.now(tz=UTC):%Y%m%d-%H%M%S}.dump"
    dump_database(settings.DATABASE_URL, copy)
    return copy


def _put_back(url: str, dump: Path, safety: Path | None) -> None:
    """An older backup lacks tables of this version, so everything goes before it comes back, in one transaction."""
    connection.close()
    try:
        put_back(url, dump, clear=True)
    except ValueError as problem:
        kept = f" A copy of what it holds is in {safety}." if safety else ""
        raise CommandFailed(f"Nothing was restored, the database is as it was.{kept} {problem}") from problem


def _empty_place(target: Path) -> Path:
    if target.exists():
        target.rename(target.with_name(f"files-before-{os.getpid()}"))
    return target
