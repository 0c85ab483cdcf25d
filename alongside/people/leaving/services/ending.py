"""What ends when people leave, in a fixed number of statements for any number of them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from django.contrib.postgres.fields import DateRangeField
from django.db.models import DateField, F, Func, Q, QuerySet, Value
from django.db.models.functions import Least

from alongside.core.actor import Actor, system
from alongside.core.leaving import tell_that_left
from alongside.identity.models import Account
from alongside.identity.services import close_account
from alongside.people.models import (
    Absence,
    Coverage,
    Delegation,
    Holding,
    Person,
    RoleGrant,
    UnitAdministration,
)


def let_go(actor: Actor, person_ids: Sequence[int], day: date) -> None:
    """Places, duties, coverage, standing in and days away end before `day`; accounts close; features end theirs.

    The caller's service has decided and records. What people wrote is not touched: it stays with its readers, and
    what only they could read stays sealed.
    """
    ids = list(person_ids)
    _cut(Holding.objects.filter(person__in=ids), day)
    _cut(RoleGrant.objects.filter(person__in=ids), day)
    _cut(Coverage.objects.filter(partner__in=ids), day)
    _cut(UnitAdministration.objects.filter(person__in=ids), day)
    _cut(Delegation.objects.filter(Q(from_person__in=ids) | Q(to_person__in=ids)), day)
    _cut(Absence.objects.filter(person__in=ids), day)
    Person.objects.filter(pk__in=ids).update(left_on=day)
    closing = system(actor.reason or "somebody left").through(actor.door)
    for account in Account.objects.filter(person__in=ids, is_active=True).order_by("pk"):
        close_account(actor=closing, account=account)
    tell_that_left(actor, ids, day)


def _cut(
    rows: QuerySet[Holding]
    | QuerySet[RoleGrant]
    | QuerySet[Coverage]
    | QuerySet[Delegation]
    | QuerySet[UnitAdministration]
    | QuerySet[Absence],
    day: date,
) -> None:
    """What reaches beyond the day ends before it; what would begin later leaves an empty range, which holds never."""
    reaching = rows.filter(Q(during__endswith__gt=day) | Q(during__endswith=None), during__isempty=False)
    last = Value(day, DateField())
    begun = Least(F("during__startswith"), last, output_field=DateField())
    reaching.update(during=Func(begun, last, function="daterange", output_field=DateRangeField()))
