"""A file on its way in: taken, read another way, its columns chosen, its rows corrected, put aside."""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from alongside.audit.services import record
from alongside.core.actor import Actor
from alongside.core.errors import Refused
from alongside.core.later import later
from alongside.people.importing.columns import Mapping
from alongside.people.imports.services.looks import Look
from alongside.people.models import ImportChange, ImportFile, ImportProblem, ImportRun, RememberedMapping
from alongside.people.models.imports import CHANGE_MONTHS, FILE_DAYS
from alongside.people.policies import can_change_chart

AT_ONCE = 150_000  # bytes that are read while somebody waits; larger files are read by the worker
LONGEST_FIX = 2_000


@transaction.atomic
def start_import(*, actor: Actor, file_name: str, data: bytes) -> ImportRun:
    """Take a file. It is encrypted with a key of its own and deleted after FILE_DAYS."""
    can_change_chart(actor).enforce()
    run = ImportRun.objects.create(made_by_id=actor.person_id, file_name=file_name[:200], file_size=len(data))
    ImportFile.fresh(run, data)
    record(actor, "people.import_started", subject=run, details={"bytes": len(data)})
    _look_soon(run)
    return run


@transaction.atomic
def choose_reading(
    *, actor: Actor, run: ImportRun, encoding: str, delimiter: str, sheet: str, date_order: str
) -> ImportRun:
    """Read the file another way."""
    run = _open(actor, run)
    run.encoding, run.delimiter, run.sheet, run.date_order = encoding, delimiter, sheet, date_order
    run.columns = None
    record(actor, "people.import_reading_chosen", subject=run)
    _look_soon(run)
    return run


@transaction.atomic
def choose_columns(*, actor: Actor, run: ImportRun, mapping: Mapping) -> ImportRun:
    """Say what the columns mean; remembered for the next file with the same columns."""
    run = _open(actor, run)
    run.columns = json.loads(mapping.to_json())
    _remember(actor, mapping)
    record(actor, "people.import_columns_chosen", subject=run)
    _look_soon(run)
    return run


@transaction.atomic
def correct_rows(
    *, actor: Actor, run: ImportRun, fixes: Iterable[dict[str, Any]], cut_lines: Iterable[int] | None = None
) -> ImportRun:
    """Add corrections: {"line", "column", "value"}, or {"line"} to leave a row out. `cut_lines` replace the old."""
    run = _open(actor, run)
    stored = json.loads(run.file.fixes)
    fresh = {
        _address(fix): {**fix, "value": fix["value"][:LONGEST_FIX]} if "value" in fix else fix
        for fix in fixes
    }
    kept = [fix for fix in stored if _address(fix) not in fresh]
    _keep_fixes(run, [*kept, *fresh.values()])
    if cut_lines is not None:
        run.cut_lines = sorted(set(cut_lines))
    record(
        actor,
        "people.import_corrected",
        subject=run,
        details={"lines": sorted({one["line"] for one in fresh.values()})},
    )
    _look_soon(run)
    return run


@transaction.atomic
def take_back_fix(*, actor: Actor, run: ImportRun, line: int, column: str | None) -> ImportRun:
    """One cell, or with `column` None a row that was left out, is again as the file has it."""
    run = _open(actor, run)
    _keep_fixes(run, [fix for fix in json.loads(run.file.fixes) if _address(fix) != (line, column)])
    record(actor, "people.import_corrected", subject=run, details={"lines": [line]})
    _look_soon(run)
    return run


@transaction.atomic
def discard_import(*, actor: Actor, run: ImportRun) -> None:
    """Put a file aside: it, what was copied out of it and what it would have changed are deleted."""
    run = _open(actor, run)
    run.state = ImportRun.State.DISCARDED
    run.reading, run.figures, run.counts, run.digest = {}, {}, {}, ""
    run.save()
    ImportChange.objects.filter(run=run).delete()
    _forget_file(run)
    record(actor, "people.import_discarded", subject=run)


@transaction.atomic
def forget_imports(*, actor: Actor) -> int:
    """Delete files after FILE_DAYS, and what imports changed after CHANGE_MONTHS; returns how many runs it touched."""
    can_change_chart(actor).enforce()
    now = timezone.now()
    aged = list(ImportRun.objects.filter(file__isnull=False, made_at__lt=now - timedelta(days=FILE_DAYS)))
    for run in aged:
        _forget_file(run)
        if run.state != ImportRun.State.APPLIED:
            ImportChange.objects.filter(run=run).delete()
            run.state = ImportRun.State.DISCARDED
        run.reading = {}
        run.save()
    ended = ImportRun.objects.filter(made_at__lt=now - timedelta(days=CHANGE_MONTHS * 30.5))
    ImportChange.objects.filter(run__in=ended).delete()
    count = len(aged) + ended.delete()[0]
    if count:
        record(actor, "people.imports_forgotten", details={"runs": count})
    return count


def _remember(actor: Actor, mapping: Mapping) -> None:
    RememberedMapping.objects.update_or_create(
        fingerprint=mapping.fingerprint,
        defaults={"mapping": json.loads(mapping.to_json()), "chosen_by_id": actor.person_id},
    )


def _open(actor: Actor, run: ImportRun) -> ImportRun:
    """The run, locked, if it can still be changed. Raises Refused."""
    can_change_chart(actor).enforce()
    run = ImportRun.objects.select_for_update().get(pk=run.pk)
    if not run.is_open:
        raise Refused(
            _("This file is being read or loaded, or that is done. Open it once more to see where it is.")
        )
    return run


def _look_soon(run: ImportRun) -> None:
    """At once, or by the worker if it may take more than a second."""
    run.failure = ""
    if run.file_size <= AT_ONCE:
        Look(run).take()
        return
    run.state, run.step = ImportRun.State.READING, 1
    run.save()
    later("alongside.people.imports.tasks.look_at_run", run_id=run.pk)


def _keep_fixes(run: ImportRun, fixes: list[dict[str, Any]]) -> None:
    run.file.fixes = json.dumps(fixes)
    run.file.save(update_fields=["fixes"])


def _address(fix: dict[str, Any]) -> tuple[int, str | None]:
    return fix["line"], fix.get("column")


def _forget_file(run: ImportRun) -> None:
    """The data key goes too: copies of the database in backups can't be opened any more."""
    ImportProblem.objects.filter(run=run).delete()
    file = ImportFile.objects.filter(run=run).select_related("data_key").first()
    if file is not None:
        key = file.data_key
        file.delete()
        key.delete()
