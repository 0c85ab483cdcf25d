"""Fill an empty database with the demo company; does nothing in a database that has people."""

from __future__ import annotations

import argparse
from typing import Any

import django


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--past", action="store_true", help="add the older past of its 1:1s, as the worker does"
    )


def run(asked: argparse.Namespace) -> dict[str, Any]:
    django.setup()
    from alongside.config.demo.past import add_past  # noqa: PLC0415  (after django.setup)
    from alongside.config.demo.people import seed  # noqa: PLC0415

    return add_past() if asked.past else seed()
