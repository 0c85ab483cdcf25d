"""Forgetting in time: rows older than their register says go, in steps that can be stopped and taken up again."""

from __future__ import annotations

from collections import Counter

from dateutil.relativedelta import relativedelta
from django.db import models, transaction
from django.utils import timezone

from alongside.audit.services import record
from alongside.core.actor import Actor
from alongside.core.register import Erasure, Register
from alongside.people.relations import lookup
from alongside.records.policies import can_forget_rows
from alongside.records.queries import rows
from alongside.records.queries.standing import held_people
from alongside.records.services.deleting import gone_for_good

STEP = 500


def overdue(model: type[models.Model], register: Register) -> rows.Rows:
    """Rows of a table that are older than their register allows and that no legal hold keeps."""
    if register.months is None or not register.kept_since:
        return model._base_manager.none()
    limit = timezone.now() - relativedelta(months=register.months)
    field = lookup(register.kept_since)
    if _is_range(model, register):
        old = model._base_manager.filter(**{f"{field}__endswith__lt": limit.date()})
    else:
        old = model._base_manager.filter(**{f"{field}__lt": limit})
    held = held_people()
    for path in register.subjects:
        old = old.exclude(**{f"{lookup(path)}__in": held})
    return old


def report() -> Counter[str]:
    """What the next run would forget: {model label: rows}. Changes nothing."""
    return +Counter({model._meta.label: overdue(model, register).count() for model, register in _tables()})


@transaction.atomic
def forget_old_rows(*, actor: Actor) -> int:
    """One step of at most STEP rows per table; how many went. Running it again, or twice at once, forgets the same."""
    can_forget_rows(actor).enforce()
    gone = Counter({model._meta.label: _forget_step(model, register) for model, register in _tables()})
    if total := gone.total():
        record(actor, "records.rows_forgotten", details={"rows": total})
    return gone.total()


def _forget_step(model: type[models.Model], register: Register) -> int:
    """At most STEP rows of one table, past those that younger rows still need, however many these are."""
    gone, last = 0, None
    while gone < STEP:
        found = overdue(model, register).order_by("pk")
        found = found.filter(pk__gt=last) if last is not None else found
        step = list(found.select_for_update(skip_locked=True, of=("self",))[: STEP - gone])
        if not step:
            break
        gone, last = gone + sum(gone_for_good(row) for row in step), step[-1].pk
    return gone


def _tables() -> list[tuple[type[models.Model], Register]]:
    return [
        (model, register)
        for model, register in rows.registered()
        if any(entry.erasure == Erasure.DELETE for entry in register.values())
    ]


def _is_range(model: type[models.Model], register: Register) -> bool:
    return (
        "." not in register.kept_since
        and model._meta.get_field(register.kept_since).get_internal_type() == "DateRangeField"
    )
