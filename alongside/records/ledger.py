"""The list of erasures in the data folder: numbers only. A restore replays what the backup is too old to know."""

from __future__ import annotations

import json
import os
import tempfile
from collections.abc import Iterable
from pathlib import Path

from django.conf import settings

NAME = "erasures.json"


def write(person_ids: Iterable[int]) -> None:
    """Replace the list in one step, so that a crash leaves the old one or the new one; numbers never leave it."""
    path = Path(settings.DATA) / NAME
    known = sorted(set(read(path)) | set(person_ids))
    with tempfile.NamedTemporaryFile("w", dir=path.parent, delete=False) as draft:
        json.dump({"format": 1, "person_ids": known}, draft)
        draft.flush()
        os.fsync(draft.fileno())
    Path(draft.name).replace(path)


def read(path: Path | None = None) -> list[int]:
    """The numbers on the list; empty where there is none yet. Raises ValueError for a file that is no such list."""
    path = path or Path(settings.DATA) / NAME
    if not path.exists():
        return []
    return [int(one) for one in json.loads(path.read_text())["person_ids"]]
