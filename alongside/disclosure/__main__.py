"""Command line: `plan INPUT.json` prints the release; `audit INPUT.json RELEASED.json` prints leaks.

`plan-anonymous` and `audit-anonymous` do the same where no answer is linked to a person.
"""

import argparse
import json
import sys
from pathlib import Path
from typing import Any

from alongside.disclosure.anonymous_box import audit_anonymous_document, plan_anonymous_document
from alongside.disclosure.blackbox import audit_document, plan_document, workers_for
from alongside.disclosure.rules import Refusal


def main(arguments: list[str] | None = None) -> int:
    """Exit code 0 when all is well, 1 when the audit finds leaks, 2 when the input is refused."""
    chosen = _arguments().parse_args(arguments)
    try:
        document = _load(chosen.input)
        if "released" in chosen:
            audit = audit_document if chosen.command == "audit" else audit_anonymous_document
            leaks = audit(document, _load(chosen.released))
            _print(leaks)
            return 1 if leaks else 0
        if chosen.command == "plan-anonymous":
            _print(plan_anonymous_document(document))
            return 0
        earlier = [_load(path) for path in chosen.earlier]
        _print(plan_document(document, earlier=earlier, workers=workers_for(document)))
    except Refusal as refusal:
        sys.stderr.write(f"refused: {refusal}\n")
        return 2
    return 0


def _arguments() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m alongside.disclosure", description=__doc__)
    commands = parser.add_subparsers(dest="command", required=True)
    plan = commands.add_parser("plan", help="print the release plan of a survey")
    plan.add_argument("input", type=Path)
    plan.add_argument("--earlier", type=Path, action="append", default=[], help="input of an earlier wave")
    unlinked = commands.add_parser("plan-anonymous", help="as plan, from blocks of answers linked to nobody")
    unlinked.add_argument("input", type=Path)
    for command, words in (
        ("audit", "print what a release lets one derive"),
        ("audit-anonymous", "as audit, whoever it was that skipped"),
    ):
        audit = commands.add_parser(command, help=words)
        audit.add_argument("input", type=Path)
        audit.add_argument("released", type=Path)
    return parser


def _load(path: Path) -> Any:
    try:
        return json.loads(path.read_text(encoding="utf-8"), object_pairs_hook=_once)
    except OSError as error:
        raise Refusal(f"cannot read {path}: {error.strerror}") from error
    except RecursionError as error:
        raise Refusal(f"{path} is nested too deeply") from error
    except ValueError as error:
        if isinstance(error, Refusal):
            raise
        raise Refusal(f"{path} is not JSON: {error}") from error


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """An object whose keys are all different; a person twice among the answers is refused here."""
    found: dict[str, Any] = {}
    for key, value in pairs:
        if key in found:
            raise Refusal(f"{key!r} appears twice in one object")
        found[key] = value
    return found


def _print(document: object) -> None:
    text = json.dumps(document, ensure_ascii=False, indent=1) + "\n"
    sys.stdout.write(text.encode("utf-8", "backslashreplace").decode("utf-8"))


if __name__ == "__main__":
    sys.exit(main())
