"""Fill an empty database with the demo company."""

from __future__ import annotations

import argparse
from typing import Any

import django


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """No arguments."""


def run(asked: argparse.Namespace) -> dict[str, Any]:
    django.setup()
    from alongside.config.demo import seed  # noqa: PLC0415  (after django.setup)

    return seed()
