"""Loading a file: everything it changes in one transaction, or nothing."""

from __future__ import annotations

import json
import logging
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from alongside.audit.services import record
from alongside.core.actor import Actor
from alongside.core.errors import Refused
from alongside.core.later import later
from alongside.people import closure
from alongside.people.calendar import today
from alongside.people.importing.figures import figures
from alongside.people.imports import queries
from alongside.people.imports.files import plan_of, reading_of
from alongside.people.imports.plan import Kind, Plan
from alongside.people.imports.reading import Reading
from alongside.people.imports.services.drafts import AT_ONCE
from alongside.people.imports.services.looks import Look
from alongside.people.imports.services.writing import Writer
from alongside.people.leaving.queries import people_back
from alongside.people.leaving.services import come_back, leave_by_file, plan_by_file
from alongside.people.models import ImportChange, ImportFile, ImportRun
from alongside.people.policies import can_change_chart

MANY_LEAVE = _("More than 5 % of the people here would leave. Say once more that this is right.")
CHANGED_MEANWHILE, NOT_WRITTEN = "changed_meanwhile", "not_written"
log = logging.getLogger(__name__)


@transaction.atomic
def apply_import(*, actor: Actor, run: ImportRun, digest: str, many_may_leave: bool) -> ImportRun:
    """Load what was shown: `digest` names the changes that somebody looked at. Mails nobody.

    Raises Refused when other changes would be made now, or when more than 5 % leave and nobody said that is right.
    """
    can_change_chart(actor).enforce()
    run = ImportRun.objects.select_for_update().get(pk=run.pk)
    if not run.is_open or not run.digest:
        raise Refused(_("This file can't be loaded now. Open it once more to see where it is."))
    if digest != run.digest:
        raise Refused(_("The changes are no longer those that you saw. Look at them once more."))
    if _many_leave(run.counts) and not many_may_leave:
        raise Refused(MANY_LEAVE)
    run.state, run.step, run.failure = ImportRun.State.APPLYING, 1, ""
    run.save()
    record(actor, "people.import_confirmed", subject=run, details={"leaving": run.counts["leaving"]})
    if run.file_size <= AT_ONCE:
        return load_confirmed(actor=actor, run=run)
    later("alongside.people.imports.tasks.load_run", run_id=run.pk, person_id=actor.me)
    return run


@transaction.atomic
def load_confirmed(*, actor: Actor, run: ImportRun) -> ImportRun:
    """Write what was confirmed. Whatever fails, the company stays as it was and the run says so."""
    can_change_chart(actor).enforce()
    run = ImportRun.objects.select_for_update().get(pk=run.pk)
    if run.state != ImportRun.State.APPLYING:
        return run
    try:
        with transaction.atomic():
            _load(actor, run)
    except Exception as problem:  # whatever it is, it must not leave a half or a run that waits for ever
        log.warning("import %s was not written: %s", run.pk, type(problem).__name__)
        run = ImportRun.objects.get(pk=run.pk)
        run.state, run.failure = ImportRun.State.DRAFT, NOT_WRITTEN
        run.save()
    return run


@transaction.atomic
def load_reading(
    *, actor: Actor, reading: Reading, file_name: str, data: bytes, many_may_leave: bool
) -> tuple[Plan, ImportRun | None]:
    """Compare and load in one go, for the command line. No run where nothing changes. Raises Refused, Refusal."""
    can_change_chart(actor).enforce()
    closure.hold()
    known = queries.what_is_known()
    plan = plan_of(reading, known)
    if plan.writes_nothing:
        return plan, None
    if plan.many_leave and not many_may_leave:
        raise Refused(MANY_LEAVE)
    run = ImportRun.objects.create(
        made_by_id=actor.person_id, file_name=file_name[:200], file_size=len(data), counts=plan.counts,
        figures=_counted(reading, plan), cut_lines=sorted(reading.choices.cut_lines),
        columns=json.loads(reading.mapping.to_json()), digest=plan.digest,
    )  # fmt: skip
    ImportFile.fresh(run, data)
    _write(actor, run, plan, known)
    return plan, run


def _load(actor: Actor, run: ImportRun) -> None:
    closure.hold()
    known = queries.what_is_known()
    plan = plan_of(reading_of(run), known)
    if plan.digest != run.digest:
        Look(run).take()
        run.failure = CHANGED_MEANWHILE
        run.save()
        return
    _write(actor, run, plan, known)


def _write(actor: Actor, run: ImportRun, plan: Plan, known: Any) -> None:
    writer = Writer(plan, known)
    gone = [
        writer.person(one.person) for one in plan.changes if one.kind is Kind.LEFT and one.person is not None
    ]
    with closure.one_rebuild(today()):
        writer.write()
        leave_by_file(actor=actor, person_ids=gone, day=today())
        for person in people_back():
            come_back(actor=actor, person=person)
        plan_by_file(actor=actor)
    ImportChange.objects.filter(run=run).delete()
    concerned = writer.write_changes(run)
    run.state, run.applied_at, run.step = ImportRun.State.APPLIED, timezone.now(), 0
    run.save()
    record(actor, "people.import_applied", subject=run, concerns=concerned, details=plan.counts)


def _counted(reading: Reading, plan: Plan) -> dict[str, Any]:
    organisation = reading.organisation
    found = {name: value for name, value in figures(organisation).items() if name != "problems"}
    return {**found, "problems": len(organisation.problems) + len(plan.problems)}


def _many_leave(counts: dict[str, int]) -> bool:
    return counts.get("leaving", 0) * 20 > counts.get("here", 0)
