"""Take in one mail from standard input, for a mail server that delivers by a pipe: answers to invitations."""

from __future__ import annotations

import argparse
import sys
from typing import Any

import django

TRY_LATER = 75  # EX_TEMPFAIL: the mail server keeps the mail and tries once more


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--to", action="append", required=True, help="the address it was delivered to")


def run(asked: argparse.Namespace) -> dict[str, Any]:
    """Says what became of it, and never makes the mail server bounce: a forged sender would get the bounce."""
    django.setup()
    from django.db import Error  # noqa: PLC0415  (settings come first)

    from alongside.notifications import incoming  # noqa: PLC0415  (settings come first)

    raw = sys.stdin.buffer.read(incoming.MOST_BYTES + 1)
    try:
        return {"outcome": incoming.receive(raw, recipients=asked.to).value}
    except Error as problem:
        sys.stderr.write(f"not taken in now: {type(problem).__name__}\n")
        raise SystemExit(TRY_LATER) from problem
