"""Bring the database up to this version; safe to repeat."""

from __future__ import annotations

import argparse
from io import StringIO
from typing import Any

import django

from alongside.config.progress import is_asked, tell


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """No arguments."""


def run(asked: argparse.Namespace) -> dict[str, Any]:
    django.setup()
    from django.core.management import call_command  # noqa: PLC0415  (after django.setup)

    from alongside.config.grants import grant_web_role  # noqa: PLC0415

    call_command(
        "migrate",
        verbosity=1,
        interactive=False,
        no_color=True,
        stdout=_Counted(_waiting() if is_asked() else 0),
    )
    grant_web_role()
    return {"database": "up to date"}


def _waiting() -> int:
    """How many changes of the tables this version brings."""
    from django.db import connection  # noqa: PLC0415  (after django.setup)
    from django.db.migrations.executor import MigrationExecutor  # noqa: PLC0415

    executor = MigrationExecutor(connection)
    return len(executor.migration_plan(executor.loader.graph.leaf_nodes()))


class _Counted(StringIO):
    """Where Django writes a line for each change: counted, not kept."""

    def __init__(self, total: int) -> None:
        super().__init__()
        self.total, self.done = total, 0

    def write(self, words: str) -> int:
        if words.startswith("  Applying "):
            self.done += 1
            tell(self.done, self.total, "changes to the tables", every=10)
        return len(words)
