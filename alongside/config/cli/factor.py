"""Take away a lost second factor: `alongside factor forget NAME`, after HR has recognised the person.

NAME is the e-mail address or personnel number they sign in with. App, recovery codes and passkeys count no more, all
sessions end, no device is trusted; the person is told by mail. docs/operations.md says how somebody is recognised.
"""

from __future__ import annotations

import argparse
from typing import Any

import django

from alongside.config.cli import CommandFailed


def add_arguments(parser: argparse.ArgumentParser) -> None:
    actions = parser.add_subparsers(dest="action", required=True)
    forget = actions.add_parser("forget", help="for somebody who lost app and recovery codes")
    forget.add_argument("name", help="e-mail address or personnel number")
    forget.add_argument("--json", action="store_true")


def run(asked: argparse.Namespace) -> dict[str, Any]:
    django.setup()
    from alongside.core.actor import Door, system  # noqa: PLC0415  (after django.setup)
    from alongside.identity.second_factor import forget_lost_factors, has_second_factor  # noqa: PLC0415
    from alongside.identity.sign_in import account_named  # noqa: PLC0415

    account = account_named(asked.name)
    if account is None:
        raise CommandFailed(f"Nobody signs in here as {asked.name}.")
    if not has_second_factor(account):
        raise CommandFailed(f"{asked.name} has no second factor that could be lost.")
    forget_lost_factors(actor=system("lost factor").through(Door.COMMAND), account=account)
    return {"forgotten": asked.name, "next": "They sign in as they are used to and set up a new one."}
