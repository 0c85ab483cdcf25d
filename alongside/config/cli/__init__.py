"""`alongside`: the command line. `alongside --help` lists the commands; each takes --json."""

from __future__ import annotations

import argparse
import json
import os
import sys
from collections.abc import Sequence
from importlib import import_module
from keyword import iskeyword
from typing import Any

from django.core.exceptions import ImproperlyConfigured
from django.db import OperationalError

from alongside.config import cluster_users

COMMANDS = (
    "setup", "run", "web", "worker", "metrics", "migrate", "demo", "import", "token", "factor", "receive", "check", "backup",
    "restore",
)  # fmt: skip
# These change tables, so they connect as the owner of them.
AS_OWNER = {"run", "migrate", "backup", "restore"}


class CommandFailed(Exception):
    """The command could not do what was asked; the message says why, in plain words. `found` is said all the same."""

    def __init__(self, message: str, found: dict[str, Any] | None = None) -> None:
        super().__init__(message)
        self.found = found or {}


def main(words: Sequence[str] | None = None) -> int:
    """Run one command; exit status 0 when done, 1 when it could not, 2 for wrong words."""
    try:
        return _run(words)
    finally:
        if words is None:  # from a shell: the process ends with the command
            cluster_users.leave()


def _run(words: Sequence[str] | None) -> int:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "alongside.config.settings")
    asked = _parser().parse_args(words)
    if asked.command in AS_OWNER:
        os.environ["ALONGSIDE_AS_OWNER"] = "1"
    try:
        result: dict[str, Any] = asked.run(asked)
    except CommandFailed as problem:
        if problem.found:
            _say(problem.found, asked.json, sys.stdout)
        return _fail(str(problem), asked.json)
    except ImproperlyConfigured as problem:
        return _fail(f"{problem} See docs/operations.md, Settings.", asked.json)
    except OperationalError as problem:
        return _fail(f"The database is away or refuses: {str(problem).strip()}", asked.json)
    _say(result, asked.json, sys.stdout)
    return 0


def _fail(words: str, as_json: bool) -> int:
    _say({"error": words}, as_json, sys.stderr)
    return 1


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="alongside", description="The workplace that HR and managers share."
    )
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    for name in COMMANDS:
        module = import_module(f"alongside.config.cli.{name}{'_' if iskeyword(name) else ''}")
        about = (module.__doc__ or "").strip().splitlines()[0]
        command = commands.add_parser(name, help=about, description=module.__doc__)
        command.add_argument("--json", action="store_true", help="print the result as JSON")
        module.add_arguments(command)
        command.set_defaults(run=module.run)
    return parser


def _say(result: dict[str, Any], as_json: bool, stream: Any) -> None:
    if as_json:
        stream.write(json.dumps(result, ensure_ascii=False, indent=2, default=str) + "\n")
        return
    for name, value in result.items():
        stream.write(f"{name.replace('_', ' ')}: {value}\n")
