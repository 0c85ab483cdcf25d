"""How far a slow step is, told by the process that does it and shown by `alongside run` in a line each."""

from __future__ import annotations

import os
import sys

ASKED, MARK = "ALONGSIDE_PROGRESS", "progress: "


def is_asked() -> bool:
    return ASKED in os.environ


def tell(done: int, total: int, words: str, *, every: int = 1) -> None:
    """Say "40 of 250 people", each `every` times and at the end; nothing where nobody asked."""
    if is_asked() and (done % every == 0 or done == total):
        sys.stderr.write(f"{MARK}{done} of {total} {words}\n")
        sys.stderr.flush()


def told(line: str) -> str:
    """The words in such a line; empty for any other line."""
    return line.removeprefix(MARK).rstrip() if line.startswith(MARK) else ""
