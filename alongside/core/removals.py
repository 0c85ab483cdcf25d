"""Removing with thirty days to think again: a Removal row hides a record at once, a task deletes it for good later."""

from __future__ import annotations

import logging
from datetime import timedelta
from typing import Any, cast

from django.db import transaction
from django.db.models import CharField, Exists, Model, OuterRef, ProtectedError, QuerySet
from django.db.models.functions import Cast
from django.utils import timezone

from alongside.core.actor import Actor
from alongside.core.holding import is_any_held
from alongside.core.models import Removal
from alongside.core.register import people_of
from alongside.core.things import kind_named, kind_of

UNDO_DAYS = 30
log = logging.getLogger(__name__)


def not_removed[M: Model](rows: QuerySet[M]) -> QuerySet[M]:
    """Leave out what somebody removed. Part of every `visible_to` whose records can be removed."""
    return rows.filter(~Exists(_removals(rows)))


def removed_by[M: Model](actor: Actor, rows: QuerySet[M]) -> QuerySet[M]:
    """What the actor removed and may still take back."""
    return rows.filter(Exists(_own(actor, _removals(rows))))


def with_removals[M: Model](actor: Actor, rows: QuerySet[M]) -> QuerySet[M]:
    """All of them, with `is_removed`, and `may_come_back` for what the actor may take back."""
    removed = _removals(rows)
    marks = {"is_removed": Exists(removed), "may_come_back": Exists(_own(actor, removed))}
    return cast("QuerySet[M]", rows.annotate(**marks))


def _removals(rows: QuerySet[Any]) -> QuerySet[Removal]:
    return Removal.objects.filter(kind=rows.model._meta.label_lower, key=Cast(OuterRef("pk"), CharField()))


def _own(actor: Actor, removed: QuerySet[Removal]) -> QuerySet[Removal]:
    since = timezone.now() - timedelta(days=UNDO_DAYS)
    return removed.filter(removed_by_id=actor.person_id or 0, removed_at__gt=since)


def remove(*, actor: Actor, thing: Model) -> Removal:
    """Hide a record from everybody. The caller's policy has decided; removing twice is removing once."""
    return Removal.objects.get_or_create(
        kind=kind_of(thing), key=str(thing.pk), defaults={"removed_by_id": actor.me}
    )[0]


def restore(thing: Model) -> bool:
    """Take a removal back; says whether there was one."""
    return bool(Removal.objects.filter(kind=kind_of(thing), key=str(thing.pk)).delete()[0])


def purge() -> int:
    """Really delete what was removed more than UNDO_DAYS ago; returns how many records are gone."""
    gone = 0
    old = Removal.objects.filter(removed_at__lt=timezone.now() - timedelta(days=UNDO_DAYS))
    for removal in old.order_by("pk")[:1000]:
        gone += _purge_one(removal)
    return gone


def _purge_one(removal: Removal) -> int:
    kind = kind_named(removal.kind)
    if kind is None:
        return 0
    try:
        with transaction.atomic():
            rows = kind.model._base_manager.filter(pk=removal.key)
            if any(is_any_held(people_of(row)) for row in rows):
                return 0
            count = rows.count()
            rows.delete()
            removal.delete()
    except ProtectedError:  # something that stays points at it; hidden it remains
        log.warning("removed %s %s is still referred to", removal.kind, removal.key)
        return 0
    return count
