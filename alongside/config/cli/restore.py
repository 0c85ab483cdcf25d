"""Put a backup back: `alongside restore FILE`. Refuses a database that holds people, unless told --replace.

Whoever was erased after the backup was made is erased again. Who that is stands in lists outside the backup: the one of
this installation (ALONGSIDE_ERASURES, or the data folder), erasures.json beside the backup, the database that is
replaced, and what --erasures names. One of them must be newer than the backup, or you say --no-erasures.
"""

from __future__ import annotations

import argparse
import os
import shutil
import tempfile
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import django
from django.db import connection

from alongside.config.backup_files import DUMP, FILES, PROOF, Manifest, unpack
from alongside.config.cli import CommandFailed
from alongside.config.putting_back import put_back
from alongside.config.storage import dump_database


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", type=Path, nargs="?", help="a file that `alongside backup` wrote")
    parser.add_argument(
        "--erasures", type=Path, action="append", default=[], metavar="LIST",
        help="an erasures.json from elsewhere: a host with a worker, or beside a newer backup; more than one may be named",
    )  # fmt: skip
    parser.add_argument(
        "--no-erasures", action="store_true",
        help="go on although no list is newer than the backup: nobody was erased since, or it can't be found out",
    )  # fmt: skip
    parser.add_argument(
        "--only-erasures", action="store_true", help="put nothing back; erase again whom the lists name"
    )
    parser.add_argument("--replace", action="store_true", help="throw away what the database holds now")
    parser.add_argument(
        "--without-keys", action="store_true",
        help="go on although the key ring here does not open this backup: the words in it stay closed",
    )  # fmt: skip


def run(asked: argparse.Namespace) -> dict[str, Any]:
    django.setup()
    from django.conf import settings  # noqa: PLC0415  (after django.setup)

    from alongside.config import forgetting_again  # noqa: PLC0415  (after django.setup)

    if asked.only_erasures:
        return forgetting_again.without_backup(asked.erasures)
    if asked.file is None:
        raise CommandFailed("Say which: alongside restore FILE.")
    if (holds_people := _holds_people()) and not asked.replace:
        raise CommandFailed("This database holds people. Restore into an empty one, or say --replace.")
    with tempfile.TemporaryDirectory(dir=settings.DATA) as unpacked:
        folder = Path(unpacked)
        manifest = _unpacked(asked.file, folder)
        if not asked.without_keys:
            _try_key(manifest)
        known = forgetting_again.known(
            asked.erasures, manifest.installation, beside=asked.file.resolve().parent, replaced=holds_people
        )
        if not asked.no_erasures:
            forgetting_again.demand_newer(manifest, known)
        safety = _safety_copy(settings) if holds_people else None
        _put_back(settings.DATABASE_URL, folder / DUMP, safety)
        return {"restored": str(asked.file)} | forgetting_again.after_putting_back(
            known, lambda: _bring_up(folder / FILES, Path(settings.DATA) / FILES)
        )


def _holds_people() -> bool:
    from django.db import ProgrammingError  # noqa: PLC0415  (after django.setup)

    from alongside.people.models import Person  # noqa: PLC0415

    try:
        return bool(Person.objects.exists())
    except ProgrammingError:  # no tables yet: an empty database
        return False


def _unpacked(source: Path, folder: Path) -> Manifest:
    try:
        return unpack(source, folder)
    except ValueError as wrong:
        raise CommandFailed(f"Nothing was restored. {wrong}") from wrong


def _try_key(manifest: Manifest) -> None:
    """Whether the ring here opens what the backup holds; asked before anything is changed."""
    from alongside.core import keyring  # noqa: PLC0415  (after django.setup)

    if not manifest.proof:
        return
    try:
        keyring.unwrap(manifest.ring_key, bytes.fromhex(manifest.proof), PROOF)
    except keyring.Unreadable as wrong:
        raise CommandFailed(
            f"Nothing was restored. The key ring here does not open this backup: it was made under the key "
            f"“{manifest.ring_key}”, and here is none of that name, or another one. Put the ring that `alongside backup "
            f"--keys` wrote into ALONGSIDE_KEY_RING; where it is lost, --without-keys brings back all but the words."
        ) from wrong


def _safety_copy(settings: Any) -> Path:
    """What the database holds now, in case the backup turns out to be unusable."""
    folder = Path(settings.DATA) / "backups"
    folder.mkdir(mode=0o700, exist_ok=True)
    copy = folder / f"before-restore-{datetime.now(tz=UTC):%Y%m%d-%H%M%S}.dump"
    try:
        dump_database(settings.DATABASE_URL, copy)
    except (OSError, LookupError) as problem:
        raise CommandFailed(f"Nothing was restored. {problem}") from problem
    return copy


def _put_back(url: str, dump: Path, safety: Path | None) -> None:
    """An older backup lacks tables of this version, so everything goes before it comes back, in one transaction."""
    connection.close()
    try:
        put_back(url, dump, clear=True)
    except (OSError, LookupError, ValueError) as problem:
        kept = f" A copy of what it holds is in {safety}." if safety else ""
        raise CommandFailed(f"Nothing was restored, the database is as it was.{kept} {problem}") from problem


def _bring_up(files: Path, target: Path) -> None:
    """The tables of this version, the rights of the web role, and the files in their place."""
    from django.core.management import call_command  # noqa: PLC0415  (after django.setup)

    from alongside.config.grants import grant_web_role  # noqa: PLC0415

    call_command("migrate", verbosity=0, interactive=False)
    grant_web_role()
    if files.exists():
        shutil.move(files, _empty_place(target))


def _empty_place(target: Path) -> Path:
    if target.exists():
        target.rename(target.with_name(f"files-before-{os.getpid()}"))
    return target
