"""Bring the database up to this version; safe to repeat."""

from __future__ import annotations

import argparse
from typing import Any

import django


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """No arguments."""


def run(asked: argparse.Namespace) -> dict[str, Any]:
    django.setup()
    from django.core.management import call_command  # noqa: PLC0415  (after django.setup)

    from alongside.config.grants import grant_web_role  # noqa: PLC0415

    call_command("migrate", verbosity=0, interactive=False)
    grant_web_role()
    return {"database": "up to date"}
