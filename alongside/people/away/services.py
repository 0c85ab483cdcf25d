"""Days away, and who stands in meanwhile. No reason is asked for and none is stored."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta

from django.db import transaction
from django.db.backends.postgresql.psycopg_any import DateRange
from django.db.models import Q
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from alongside.audit.services import record
from alongside.core.actor import Actor
from alongside.core.errors import Invalid
from alongside.people.calendar import today
from alongside.people.models import Absence, Delegation, Person
from alongside.people.policies import can_change_absence, can_delegate_for, can_end_delegation

LONGEST_ABSENCE = 366  # days; longer leave is entered in parts, so that a slip of the year is noticed
LONGEST_DELEGATION = 180  # days
FURTHEST = timedelta(days=2 * 366)


@transaction.atomic
def add_absence(*, actor: Actor, person: Person, first_day: date, last_day: date) -> Absence:
    """Enter days away, both ends included. Raises Invalid for days that make no sense or are entered already."""
    can_change_absence(actor, person).enforce()
    _sensible(first_day, last_day, longest=LONGEST_ABSENCE)
    during = DateRange(first_day, last_day + timedelta(days=1))
    _one_at_a_time(person)
    if Absence.objects.filter(person=person, during__overlap=during).exists():
        raise Invalid("first_day", _("Some of these days are entered already."))
    absence = Absence.objects.create(person=person, during=during)
    record(actor, "people.absence_added", subject=absence, concerns=[person.pk])
    return absence


@transaction.atomic
def choose_working_days(*, actor: Actor, person: Person, working_days: Iterable[int]) -> Person:
    """The ISO weekdays somebody works; empty for those of their site. Raises Invalid for what is no weekday."""
    can_change_absence(actor, person).enforce()
    chosen = sorted(set(working_days))
    if not set(chosen) <= set(range(1, 8)):
        raise Invalid("working_days", _("Choose days of the week."))
    person.working_days = chosen
    person.save(update_fields=["working_days"])
    record(actor, "people.working_days_chosen", subject=person, concerns=[person.pk])
    return person


@transaction.atomic
def remove_absence(*, actor: Actor, absence: Absence) -> None:
    """Days that were entered are no longer days away."""
    can_change_absence(actor, absence.person).enforce()
    record(actor, "people.absence_removed", subject=absence, concerns=[absence.person_id])
    absence.delete()


@transaction.atomic
def delegate(*, actor: Actor, person: Person, to: Person, first_day: date, last_day: date) -> Delegation:
    """Name who stands in for somebody until a named day, at most 180 days.

    Raises Invalid where it would hand on what was handed over: whoever stands in is there themselves.
    """
    can_delegate_for(actor, person).enforce()
    _sensible(first_day, last_day, longest=LONGEST_DELEGATION)
    if last_day < today():
        raise Invalid("last_day", _("Choose a last day that is not over."))
    if to.pk == person.pk or to.erased_at is not None or to.account_id is None:
        raise Invalid("to", _("Choose a colleague who works with Alongside."))
    during = DateRange(first_day, last_day + timedelta(days=1))
    _one_at_a_time(person, to)
    _no_chain(person, to, during)
    delegation = Delegation.objects.create(from_person=person, to_person=to, during=during)
    record(actor, "people.delegation_made", subject=delegation, concerns=[person.pk, to.pk])
    return delegation


@transaction.atomic
def end_delegation(*, actor: Actor, delegation: Delegation) -> Delegation:
    """It ends today; what has not begun leaves an empty range, which holds on no day."""
    can_end_delegation(actor, delegation).enforce()
    begun = min(delegation.during.lower, today())
    delegation.during = DateRange(begun, min(today(), delegation.during.upper))
    delegation.save(update_fields=["during"])
    concerns = [delegation.from_person_id, delegation.to_person_id]
    record(actor, "people.delegation_ended", subject=delegation, concerns=concerns)
    return delegation


def _sensible(first_day: date, last_day: date, *, longest: int) -> None:
    if last_day < first_day:
        raise Invalid("last_day", _("The last day is before the first."))
    if (last_day - first_day).days >= longest:
        raise Invalid("last_day", format_lazy(_("That is longer than {days} days."), days=longest))
    if abs(last_day - today()) > FURTHEST:
        raise Invalid("last_day", _("That day is more than two years away. Is the year right?"))


def _one_at_a_time(*people: Person) -> None:
    """Two presses for the same people take turns, so that the second finds what the first wrote."""
    ids = [person.pk for person in people]
    list(Person.objects.select_for_update().filter(pk__in=ids).order_by("pk").values_list("pk"))


def _no_chain(person: Person, to: Person, during: DateRange) -> None:
    meanwhile = Delegation.objects.filter(during__overlap=during)
    if meanwhile.filter(from_person=person).exists():
        raise Invalid("first_day", _("Somebody stands in on some of these days already. End that first."))
    if meanwhile.filter(from_person=to).exists():
        raise Invalid("to", _("They are represented by somebody themselves on some of these days."))
    if meanwhile.filter(Q(to_person=person)).exists():
        raise Invalid(
            "first_day",
            _(
                "On some of these days you stand in for somebody. What was handed over is handed on to nobody."
            ),
        )
