"""The tar file of a backup: manifest.json, database.dump, files/. The manifest has a checksum of every other member."""

from __future__ import annotations

import hashlib
import json
import tarfile
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from datetime import datetime
from io import BytesIO
from pathlib import Path
from typing import IO

FORMAT = 2  # 1: version 0.1, which counted three tables and wrote no checksums
MANIFEST, DUMP, FILES = "manifest.json", "database.dump", "files"
PROOF = "backup-proof"  # what the sealed proof of the key is bound to


@dataclass(frozen=True)
class Manifest:
    """What a backup says of itself. In those of version 0.1 all but the first three are empty."""

    format: int
    made_at: str  # ISO 8601, with its zone
    rows: dict[str, int]  # by table
    installation: str = ""
    ring_key: str = ""  # the key that wrapped `proof`, and wraps what is written
    proof: str = ""  # hex; opens only with that key
    sha256: dict[str, str] = field(default_factory=dict)  # by member

    @property
    def moment(self) -> datetime:
        return datetime.fromisoformat(self.made_at)


def pack(target: Path, dump: Path, files: Path, manifest: Manifest) -> int:
    """Write the tar file, and tell how many members the manifest names.

    Checksums are those of the bytes that were written, also where a file changes meanwhile.
    """
    with tarfile.open(target, "w") as archive:
        sums = dict(_add(archive, dump, files))
        said = json.dumps(asdict(manifest) | {"sha256": sums}).encode()
        info = tarfile.TarInfo(MANIFEST)
        info.size, info.mode, info.mtime = len(said), 0o600, int(manifest.moment.timestamp())
        archive.addfile(info, BytesIO(said))
    return len(sums)


def unpack(source: Path, folder: Path) -> Manifest:
    """Unpack into an empty folder. Raises ValueError for a missing, damaged, foreign or newer file."""
    if not source.exists():
        raise ValueError(f"There is no file {source}.")
    try:
        with tarfile.open(source) as archive:
            archive.extractall(folder, filter="data")
        said = json.loads((folder / MANIFEST).read_text())
        number = int(said["format"])
    except (tarfile.TarError, KeyError, TypeError, OSError, ValueError) as wrong:
        raise ValueError(f"{source} is damaged, or no backup of Alongside.") from wrong
    if number > FORMAT:
        raise ValueError(
            "This backup was written by a newer version of Alongside. Install that version first."
        )
    manifest = Manifest(**{name: said[name] for name in Manifest.__dataclass_fields__ if name in said})
    if manifest.format == FORMAT:
        _compare(source, folder, manifest)
    return manifest


def _add(archive: tarfile.TarFile, dump: Path, files: Path) -> Iterator[tuple[str, str]]:
    found = sorted(path for path in files.rglob("*") if path.is_file()) if files.exists() else []
    names = [(dump, DUMP), *((path, f"{FILES}/{path.relative_to(files)}") for path in found)]
    for path, name in names:
        try:
            stream = path.open("rb")
        except FileNotFoundError:  # removed since it was listed
            continue
        with stream:
            told = _Summed(stream)
            archive.addfile(archive.gettarinfo(arcname=name, fileobj=stream), told)
            yield name, told.sum.hexdigest()


class _Summed:
    """A stream that knows the checksum of what was read from it."""

    def __init__(self, stream: IO[bytes]) -> None:
        self.stream, self.sum = stream, hashlib.sha256()

    def read(self, size: int = -1) -> bytes:
        block = self.stream.read(size)
        self.sum.update(block)
        return block


def _compare(source: Path, folder: Path, manifest: Manifest) -> None:
    there = {
        str(path.relative_to(folder)): checksum(path)
        for path in folder.rglob("*")
        if path.is_file() and path != folder / MANIFEST
    }
    names = there.keys() | manifest.sha256.keys()
    if wrong := sorted(name for name in names if there.get(name) != manifest.sha256.get(name)):
        more = f" and {len(wrong) - 1} more" if len(wrong) > 1 else ""
        raise ValueError(f"{source} is damaged: {wrong[0]}{more} is not what was written.")


def checksum(path: Path) -> str:
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()
