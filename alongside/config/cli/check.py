"""Say what is wrong with this installation and what to do about it. Exit status 1 if anything is.

Asks about settings, database, migrations, rights, keys, clock, disk, worker, jobs, audit log, mail, address, sign-in
providers, backups, the list of erasures, and what retention forgets next.
"""

from __future__ import annotations

import argparse
from typing import Any

import django

from alongside.config.cli import CommandFailed


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("only", nargs="*", metavar="QUESTION", help="ask only these, e.g. database worker")
    parser.add_argument("--strict", action="store_true", help="warnings count as problems")


def run(asked: argparse.Namespace) -> dict[str, Any]:
    django.setup()
    from alongside.operations.checks import CHECKS, run_checks  # noqa: PLC0415  (after django.setup)
    from alongside.operations.checks.finding import Grade  # noqa: PLC0415

    unknown = sorted(set(asked.only) - set(CHECKS))
    if unknown:
        raise CommandFailed(f"There is no question {unknown[0]}; there are {', '.join(CHECKS)}.")
    found = run_checks(asked.only)
    bad = {Grade.PROBLEM, Grade.WARNING} if asked.strict else {Grade.PROBLEM}
    problems = sum(one.grade in bad for one in found)
    said = [{"check": f.check, "grade": f.grade.value, "words": f.words, "advice": f.advice} for f in found]
    result: dict[str, Any] = {"findings": said, "problems": problems} if asked.json else _in_words(said)
    if problems:
        raise CommandFailed(
            f"{problems} of {len(said)} answers need you." if not asked.json else "problems", result
        )
    return result if asked.json else {**result, "problems": 0}


def _in_words(said: list[dict[str, str]]) -> dict[str, Any]:
    """One entry a question and grade; several answers of one question stand below each other."""
    lines: dict[str, Any] = {}
    for one in said:
        name = f"{one['grade']:8}{one['check']}"
        words = f"{one['words']} {one['advice']}".strip()
        lines[name] = f"{lines[name]}\n{name}: {words}" if name in lines else words
    return lines
