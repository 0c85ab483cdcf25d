"""Write everything but the keys into one file: `alongside backup FILE`. Keys are kept apart: --keys KEYFILE.

The file holds a dump of the database and the uploaded files. Without the keys nobody can read the words
in it, you included: keep KEYFILE somewhere else, and as safe as the backup.
"""

from __future__ import annotations

import argparse
import json
import os
import tarfile
import tempfile
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from alongside.config.cli import CommandFailed
from alongside.config.storage import dump_database

FORMAT = 1


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", type=Path, help="where to write the backup, e.g. alongside.tar")
    parser.add_argument(
        "--keys", type=Path, help="also write the key ring into this file, readable by you only"
    )


def run(asked: argparse.Namespace) -> dict[str, Any]:
    from alongside.config import settings  # noqa: PLC0415  (starts the private database)

    if asked.file.exists():
        raise CommandFailed(f"{asked.file} exists already; choose another name.")
    with tempfile.TemporaryDirectory(dir=asked.file.resolve().parent) as folder:
        dump = Path(folder) / "database.dump"
        try:
            dump_database(settings.DATABASE_URL, dump)
        except OSError as problem:
            raise CommandFailed(str(problem)) from problem
        manifest = Path(folder) / "manifest.json"
        manifest.write_text(json.dumps({"format": FORMAT, "made_at": datetime.now(tz=UTC).isoformat()}))
        draft = Path(folder) / "draft.tar"
        with tarfile.open(draft, "w") as archive:
            archive.add(manifest, "manifest.json")
            archive.add(dump, "database.dump")
            files = Path(settings.DATA) / "files"
            if files.exists():
                archive.add(files, "files")
        draft.chmod(0o600)
        draft.rename(asked.file)
    if asked.keys:
        _write_keys(settings, asked.keys)
    return {
        "backup": str(asked.file),
        "bytes": asked.file.stat().st_size,
        "keys": str(asked.keys or "not written"),
    }


def _write_keys(settings: Any, target: Path) -> None:
    handle = os.open(target, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "w") as stream:
        stream.write(
            "ALONGSIDE_KEY_RING=" + " ".join(f"{name}:{key}" for name, key in settings.KEY_RING) + "\n"
        )
        stream.write(f"ALONGSIDE_SECRET_KEY={settings.SECRET_KEY}\n")
