"""Write everything but the keys into one file: `alongside backup FILE`. Keys are kept apart: --keys KEYFILE.

The file holds a dump of the database and the uploaded files. Without the keys nobody can read the words
in it, you included: keep KEYFILE somewhere else, and as safe as the backup.

Beside it, in erasures.json of the same folder, stands who was erased: a restore reads it. Copy it along.

`alongside backup FILE --verify` puts a backup back on trial, into a database of its own that is dropped afterwards.
`alongside backup --note` only notes that another tool has just made one, so that `alongside check` knows.
"""

from __future__ import annotations

import argparse
import os
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import django

from alongside.config import backups
from alongside.config.backup_files import FORMAT, PROOF, Manifest
from alongside.config.cli import CommandFailed

if TYPE_CHECKING:
    from alongside.records.ledger import Ledger


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "file",
        type=Path,
        nargs="?",
        help="where to write the backup, e.g. alongside.tar; with --verify: which",
    )
    parser.add_argument(
        "--keys", type=Path, help="also write the key ring into this file, readable by you only"
    )
    parser.add_argument("--verify", action="store_true", help="put this backup back on trial")
    parser.add_argument(
        "--note", action="store_true", help="only note that another tool made a backup just now"
    )


def run(asked: argparse.Namespace) -> dict[str, Any]:
    django.setup()
    from django.conf import settings  # noqa: PLC0415  (after django.setup)

    from alongside.core.actor import system  # noqa: PLC0415
    from alongside.operations import services  # noqa: PLC0415
    from alongside.records import ledger  # noqa: PLC0415
    from alongside.records.queries import requests as queries  # noqa: PLC0415

    actor, now = system("backup"), datetime.now(tz=UTC)
    if asked.note:
        services.note_backup(actor=actor, made_at=now)
        return {"noted": now.isoformat()}
    if asked.file is None:
        raise CommandFailed("Say where: alongside backup FILE.")
    try:
        if asked.verify:
            found = backups.verify(asked.file, settings.DATABASE_URL, settings.DATA)
            known = services.note_verification(actor=actor, sha256=found.sha256)
            return {"verified": str(asked.file), **found.said(), "how": found.how, "noted": known}
        erasures = queries.erasures_now()
        made = backups.write(asked.file, settings.DATABASE_URL, settings.DATA / "files", _manifest(erasures))
    except (OSError, LookupError, ValueError) as problem:
        raise CommandFailed(str(problem)) from problem
    if asked.keys:
        _write_keys(settings, asked.keys)
    services.note_backup(actor=actor, made_at=now, size=asked.file.stat().st_size, sha256=made.sha256)
    said = {
        "backup": str(asked.file), "bytes": asked.file.stat().st_size, "sha256": made.sha256, **made.said(),
        "keys": str(asked.keys or "not written"),
    }  # fmt: skip
    beside = asked.file.resolve().parent / ledger.NAME
    try:
        ledger.write(erasures, beside)
    except (OSError, ValueError) as problem:
        raise CommandFailed(
            f"The backup was made, but not the list of erasures beside it: {problem}", said
        ) from problem
    return said | {"erasures": str(beside)}


def _manifest(erasures: Ledger) -> Manifest:
    """Made when the list of erasures was read, so that this list is never taken for a newer one."""
    from alongside.core import keyring  # noqa: PLC0415  (after django.setup)

    ring_key, proof = keyring.wrap(b"a backup of Alongside", PROOF)
    made_at = erasures.until.isoformat() if erasures.until else ""
    return Manifest(FORMAT, made_at, {}, erasures.installation, ring_key, proof.hex())


def _write_keys(settings: Any, target: Path) -> None:
    handle = os.open(target, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "w") as stream:
        stream.write(
            "ALONGSIDE_KEY_RING=" + " ".join(f"{name}:{key}" for name, key in settings.KEY_RING) + "\n"
        )
        stream.write(f"ALONGSIDE_SECRET_KEY={settings.SECRET_KEY}\n")
