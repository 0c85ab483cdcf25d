"""Make a personal API token: `alongside token create EMAIL`. The secret is shown once."""

from __future__ import annotations

import argparse
from typing import Any

import django

from alongside.config.cli import CommandFailed


def add_arguments(parser: argparse.ArgumentParser) -> None:
    actions = parser.add_subparsers(dest="action", required=True)
    create = actions.add_parser("create", help="make a token for one person")
    create.add_argument("email")
    create.add_argument("--name", default="command line")
    create.add_argument("--json", action="store_true")


def run(asked: argparse.Namespace) -> dict[str, Any]:
    django.setup()
    from alongside.core.actor import system  # noqa: PLC0415  (after django.setup)
    from alongside.identity.models import Account, open_accounts  # noqa: PLC0415
    from alongside.identity.services import create_token  # noqa: PLC0415

    account = Account.objects.filter(open_accounts(), email=asked.email.lower()).first()
    if account is None:
        raise CommandFailed(f"Nobody with the address {asked.email} can sign in here.")
    token, secret = create_token(actor=system("command line"), account=account, name=asked.name)
    return {"token": secret, "expires_at": token.expires_at.isoformat()}
