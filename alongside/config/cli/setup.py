"""Print the one-time code with which the first administrator signs in, on the page /first-run/.

With --recover also when there are administrators and none of them can come in: the head of HR and all
administrators are told, and nobody's password changes.
"""

from __future__ import annotations

import argparse
from typing import Any

import django
from django.conf import settings

from alongside.config.cli import CommandFailed


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--recover",
        action="store_true",
        help="name a new administrator although there is one who can't come in",
    )


def run(asked: argparse.Namespace) -> dict[str, Any]:
    django.setup()
    from alongside.core.actor import Door, system  # noqa: PLC0415  (after django.setup)
    from alongside.people.company.services import make_recovery_code  # noqa: PLC0415
    from alongside.people.queries import administrators  # noqa: PLC0415

    if administrators() and not asked.recover:
        raise CommandFailed(
            "There is an administrator already. If none of them can come in: alongside setup --recover"
        )
    row, words = make_recovery_code(actor=system("setup").through(Door.COMMAND))
    return {
        "open": f"{settings.BASE_URL}/first-run/",
        "code": words,
        "valid_until": row.expires_at.isoformat(),
    }
