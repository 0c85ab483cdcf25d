"""Can the words be opened, and are the keys kept so that nobody else reads or changes them?"""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from pathlib import Path

from django.conf import settings

from alongside.core.keyring import Unreadable
from alongside.operations import queries
from alongside.operations.checks.finding import Finding, problem, warning, well

NAMES = ("ALONGSIDE_SECRET_KEY", "ALONGSIDE_KEY_RING")
OF_OTHERS = stat.S_IRWXG | stat.S_IRWXO
TO_WRITE = stat.S_IWGRP | stat.S_IWOTH


def findings() -> Iterator[Finding]:
    found = [*_files(), *_ring()]
    yield from found or [well("keys", "The key ring opens what is stored, and only you reach it.")]


def _files() -> Iterator[Finding]:
    for path in key_files():
        mode = path.stat().st_mode
        if mode & TO_WRITE:
            yield problem("keys", f"Others may change {path}.", f"Run: chmod 600 {path}")
        elif mode & OF_OTHERS:
            yield warning("keys", f"Others may read {path}.", f"Run: chmod 600 {path}")


def key_files() -> list[Path]:
    """The files that hold secrets here; none when they come by the environment itself."""
    named = [
        Path(os.environ.get(f"{name}_FILE", settings.KEYS / name.lower()))
        for name in NAMES
        if name not in os.environ
    ]
    return [path for path in named if path.exists()]


def _ring() -> Iterator[Finding]:
    here = {name for name, _key in settings.KEY_RING}
    for name in sorted(queries.ring_names_in_use()):
        if name not in here:
            words = f"Words are stored under the key “{name}”, and the ring has no such key."
            yield problem(
                "keys", words, "Put it back into ALONGSIDE_KEY_RING; without it these words stay closed."
            )
            continue
        key = queries.a_data_key(name)
        try:
            if key is not None:
                key.opened()
        except Unreadable:
            words = f"The key “{name}” of the ring is another one than the words were stored under."
            yield problem(
                "keys", words, "Find the right one: the file that `alongside backup --keys` wrote has it."
            )
