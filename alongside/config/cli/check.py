"""Say what is wrong with this installation, in words. Exit status 1 if anything is."""

from __future__ import annotations

import argparse
from typing import Any

import django

from alongside.config.cli import CommandFailed


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """No arguments."""


def run(asked: argparse.Namespace) -> dict[str, Any]:
    django.setup()
    from django.core.checks import run_checks  # noqa: PLC0415  (after django.setup)

    from alongside.audit.queries import broken_seals  # noqa: PLC0415
    from alongside.identity.federation.trying import problems_of_providers  # noqa: PLC0415

    problems = [str(problem) for problem in run_checks()]
    problems += [f"The audit log was changed between {s.first_id} and {s.last_id}." for s in broken_seals()]
    problems += [f"Sign-in by {name}: {words}" for name, words in problems_of_providers()]
    if problems:
        raise CommandFailed("\n".join(problems))
    return {"checked": "settings, audit log, sign-in providers", "problems": 0}
