"""Print the one-time code with which the first administrator signs in, on the page /first-run/."""

from __future__ import annotations

import argparse
from typing import Any

import django
from django.conf import settings

from alongside.config.cli import CommandFailed


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """No arguments."""


def run(asked: argparse.Namespace) -> dict[str, Any]:
    django.setup()
    from alongside.identity import codes  # noqa: PLC0415  (after django.setup)
    from alongside.people.queries import administrators  # noqa: PLC0415

    if administrators():
        raise CommandFailed("There is an administrator already; nobody else can be made one from here.")
    row, words = codes.make_code(codes.Purpose.FIRST_RUN, None)
    return {
        "open": f"{settings.BASE_URL}/first-run/",
        "code": words,
        "valid_until": row.expires_at.isoformat(),
    }
