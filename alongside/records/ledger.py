"""The list of erasures outside the database, numbers only: a restore erases again whom a backup is too old to know.

It says of which installation it is (numbers of another one mean other people) and until when it is complete.
"""

from __future__ import annotations

import json
import os
import tempfile
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from django.conf import settings

NAME = "erasures.json"
FORMAT = 2


@dataclass(frozen=True)
class Ledger:
    """Who was erased. `installation` is empty and `until` None in lists of version 0.1, which did not say so."""

    person_ids: frozenset[int] = frozenset()
    installation: str = ""
    until: datetime | None = None  # every erasure that was there by then is on it

    def is_of(self, installation: str) -> bool:
        return not (self.installation and installation) or self.installation == installation


class OtherInstallation(ValueError):
    """The list at this place belongs to another installation; it is left alone."""


def place() -> Path:
    """Where the list of this installation lies: ALONGSIDE_ERASURES, or in the data folder."""
    return Path(settings.ERASURES or Path(settings.DATA) / NAME)


def write(known: Ledger, path: Path | None = None) -> None:
    """Replace the list in one step, so that a crash leaves the old one or the new one; numbers never leave it.

    Raises OtherInstallation, and ValueError for a file that is no such list.
    """
    path = path or place()
    there = read(path)
    if not there.is_of(known.installation):
        raise OtherInstallation(f"The list of erasures in {path} is of another installation of Alongside.")
    said = {
        "format": FORMAT,
        "installation": known.installation,
        "complete_until": known.until.isoformat() if known.until else None,
        "person_ids": sorted(there.person_ids | known.person_ids),
    }
    with tempfile.NamedTemporaryFile("w", dir=path.parent, prefix=f".{NAME}-", delete=False) as draft:
        json.dump(said, draft)
        draft.flush()
        os.fsync(draft.fileno())
    Path(draft.name).replace(path)


def read(path: Path | None = None) -> Ledger:
    """The list; empty where there is none yet. Raises ValueError for a file that is no such list."""
    path = path or place()
    if not path.exists():
        return Ledger()
    try:
        said = json.loads(path.read_text())
        until = said.get("complete_until")
        return Ledger(
            frozenset(int(one) for one in said["person_ids"]),
            str(said.get("installation", "")),
            datetime.fromisoformat(until).astimezone(UTC) if until else None,
        )
    except (ValueError, KeyError, TypeError, AttributeError) as wrong:
        raise ValueError(f"The list of erasures in {path} can't be read.") from wrong
