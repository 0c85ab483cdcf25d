"""A restore must not bring back whom somebody erased: which lists are known, are they new enough, erasing again."""

from __future__ import annotations

import traceback
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from django.db import DatabaseError, connection

from alongside.config.backup_files import Manifest
from alongside.config.cli import CommandFailed
from alongside.core.actor import system
from alongside.core.errors import Refused
from alongside.operations.checks import run_checks
from alongside.operations.checks.finding import Grade
from alongside.people.models import Person
from alongside.records import ledger
from alongside.records.ledger import Ledger
from alongside.records.queries import requests as queries
from alongside.records.services import erase_again

SPARE = 1_000  # numbers skipped after a restore, so that nobody new gets one that stands on a list for somebody else
CLOSED = "Keep web and worker stopped until then: people who were erased would be seen."


@dataclass(frozen=True)
class Known:
    """All lists that were found; those of other installations count for nothing."""

    lists: tuple[Ledger, ...]

    def until(self, installation: str) -> datetime | None:
        """Until when the newest list is complete; None where none says so, or nobody knows whose they are."""
        times = [one.until for one in self.lists if installation and one.installation == installation]
        return max((time for time in times if time), default=None)

    def person_ids(self, installation: str) -> frozenset[int]:
        return frozenset().union(*(one.person_ids for one in self.lists if one.is_of(installation)))


def known(named: Iterable[Path], installation: str, *, beside: Path | None = None, replaced: bool) -> Known:
    """What this installation's place, the backup's folder, the files named and the replaced database know of.

    Changes nothing. Raises CommandFailed for a list that is named and not there, unreadable or another installation's.
    """
    try:
        lists = [ledger.read(), *([ledger.read(beside / ledger.NAME)] if beside else [])]
        for path in named:
            if not path.exists():
                raise CommandFailed(f"Nothing was restored. There is no file {path}.")
            lists.append(ledger.read(path))
            if not lists[-1].is_of(installation):
                raise CommandFailed(f"Nothing was restored. The list {path} is of another installation.")
    except (OSError, ValueError) as wrong:
        raise CommandFailed(f"Nothing was restored. {wrong}") from wrong
    return Known((*lists, *([_in_the_database()] if replaced else [])))


def demand_newer(manifest: Manifest, found: Known) -> None:
    """Refuse where nobody can know who was erased since the backup."""
    until = found.until(manifest.installation)
    if until is not None and until > manifest.moment:
        return
    newest = (
        f"the newest is complete until {_said(until)}" if until else "there is none that says of when it is"
    )
    raise CommandFailed(
        f"Nothing was restored. This backup was made at {_said(manifest.moment)}. Whoever was erased after that would be "
        f"back, and no list of erasures here is newer: {newest}. Name one with --erasures LIST: erasures.json from "
        "ALONGSIDE_ERASURES, from the data folder of a host with a worker, or from beside a newer backup. Where nobody "
        "was erased since, or no list is left, say --no-erasures."
    )


def after_putting_back(found: Known, bring_up: Callable[[], None]) -> dict[str, Any]:
    """What follows once the old rows are in the database. Each step that fails is told in words, with what to do."""
    try:
        installation = queries.installation()
        person_ids, until = found.person_ids(installation), found.until(installation)
        _keep(Ledger(person_ids, installation, until))
        bring_up()
    except Exception as problem:
        raise CommandFailed(
            f"The backup is in the database, but the next step failed: {_told(problem)} Nobody was erased again yet. Mend "
            f"that, and run the same command with --replace. {CLOSED}"
        ) from problem
    return erase_all_again(person_ids, until)


def without_backup(named: Iterable[Path]) -> dict[str, Any]:
    """Only erase again, in the database as it is: after a restore that could not, or by another tool."""
    installation = queries.installation()
    found = known(named, installation, replaced=False)
    return erase_all_again(found.person_ids(installation), found.until(installation))


def erase_all_again(person_ids: frozenset[int], until: datetime | None) -> dict[str, Any]:
    """Each of these people in a transaction of their own. Raises CommandFailed, with all it did, where one failed."""
    _skip_numbers(person_ids)
    again, could_not = [], {}
    for person_id in sorted(person_ids):
        try:
            if erase_again(actor=system("restore"), person_id=person_id):
                again.append(person_id)
        except Exception as problem:  # the others still have to go
            could_not[person_id] = _told(problem)
            connection.close_if_unusable_or_obsolete()
    said: dict[str, Any] = {
        "erasures_known_until": _said(until) if until else "not known",
        "erased_again": len(again),
        "numbers_erased_again": again,
        "could_not_be_erased": could_not,
    }
    if could_not:
        raise CommandFailed(
            f"{len(could_not)} of those who were erased are back, and could not be erased again. Mend what stands behind "
            f"their numbers, and run `alongside restore --only-erasures`. {CLOSED}",
            said,
        )
    return {"people": Person.objects.filter(erased_at=None).count()} | said | {"keys": _keys()}


def _in_the_database() -> Ledger:
    try:
        return queries.erasures_now()
    except DatabaseError:  # an older version without this table, or damaged
        return Ledger()


def _keep(everything: Ledger) -> None:
    """What is known now is written down before it is needed: a restore that dies half way can be taken up again."""
    place = ledger.place()
    if not ledger.read(place).is_of(everything.installation):  # of an installation that stood here before
        place.rename(place.with_name(f"before-{place.name}"))
    ledger.write(everything, place)


def _skip_numbers(person_ids: frozenset[int]) -> None:
    """People who came after the backup have left their numbers on lists and in other backups: give them to nobody."""
    sequence = "pg_get_serial_sequence('people_person', 'id')"
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT setval({sequence}, GREATEST(nextval({sequence}), %s) + %s)",
            [max(person_ids, default=0), SPARE],
        )


def _keys() -> str:
    bad = [one for one in run_checks(["keys"]) if one.grade is Grade.PROBLEM]
    return " ".join(f"{one.words} {one.advice}" for one in bad) or "open what was restored"


def _told(problem: Exception) -> str:
    """Why, in words of ours; of anything else the kind and the place, because its text may hold what people wrote."""
    if isinstance(problem, Refused):
        return str(problem.reason)
    place = traceback.extract_tb(problem.__traceback__)[-1]
    return f"{type(problem).__name__} in {Path(place.filename).name}, line {place.lineno}."


def _said(moment: datetime) -> str:
    return f"{moment:%Y-%m-%d %H:%M:%S} UTC"
