"""Leaving on a day or at once, taking that back, coming back, and taking over a place that was left."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from alongside.audit.services import record
from alongside.core.actor import Actor, system
from alongside.core.errors import Invalid, Refused
from alongside.identity.services import close_account_later, reopen_account
from alongside.people import closure
from alongside.people.calendar import company_zone, today
from alongside.people.leaving import queries
from alongside.people.leaving.services.ending import let_go
from alongside.people.models import Departure, Holding, Person, Seat
from alongside.people.policies import can_change_chart, can_end_employment
from alongside.people.services import take_seat

LONGEST_AGO = timedelta(days=92)  # what is entered late: the places end on that day, the access now


@transaction.atomic
def end_employment(
    *,
    actor: Actor,
    person: Person,
    last_day: date | None,
    source: Departure.Source = Departure.Source.PERSON,
) -> Departure:
    """Somebody leaves at the end of `last_day`, by the company's midnight; None: now, at once.

    With a day to come nothing changes before it, and it can be taken back. A day that is over ends the access now.
    Replaces what was planned before. Raises Invalid for a day that makes no sense, Refused for who has left.
    """
    person = Person.objects.select_for_update(of=("self",)).get(pk=person.pk)
    can_end_employment(actor, person).enforce()
    if person.left_on is not None:
        raise Refused(_("They have left already."))
    if last_day is not None and not today() - LONGEST_AGO <= last_day <= today() + queries.FURTHEST:
        raise Invalid("last_day", _("That day is too far away. Is the year right?"))
    _take_back_open(person)
    ends_on = today() if last_day is None else last_day + timedelta(days=1)
    departure = Departure.objects.create(
        person=person, ends_on=ends_on, ends_at=_instant(ends_on), source=source, made_by_id=actor.person_id
    )
    record(actor, "people.departure_planned", subject=departure, concerns=[person.pk])
    if ends_on <= today():
        return carry_out(actor=actor, departure=departure)
    if person.account is not None:
        closing = system(actor.reason or "somebody leaves").through(actor.door)  # who may, was asked above
        close_account_later(actor=closing, account=person.account, at=departure.ends_at)
    return departure


@transaction.atomic
def withdraw_departure(*, actor: Actor, departure: Departure) -> None:
    """They stay. Only before the day: afterwards one comes back instead."""
    can_end_employment(actor, departure.person).enforce()
    open_now = Departure.objects.filter(pk=departure.pk, withdrawn_at=None, done_at=None)
    if not open_now.filter(ends_at__gt=timezone.now()).exists():
        raise Refused(_("That day has come. If they are back, say so on their page."))
    _take_back_open(departure.person)
    record(actor, "people.departure_withdrawn", subject=departure, concerns=[departure.person_id])


@transaction.atomic
def carry_out(*, actor: Actor, departure: Departure) -> Departure:
    """The day has come: places, duties and standing in end, the account is closed. Twice is once."""
    # The person first, as whoever enters another day does: in two orders they would wait for each other for ever.
    Person.objects.select_for_update(of=("self",), no_key=True).get(pk=departure.person_id)
    departure = (
        Departure.objects.select_for_update(of=("self",)).select_related("person").get(pk=departure.pk)
    )
    can_end_employment(actor, departure.person).enforce()
    if not departure.is_open or departure.ends_on > today():
        return departure
    if departure.source == Departure.Source.FILE and _holds_on(departure):
        departure.withdrawn_at = timezone.now()  # somebody gave them a place for longer than the file said
        departure.save(update_fields=["withdrawn_at"])
        return departure
    let_go(actor, [departure.person_id], departure.ends_on)
    departure.done_at = timezone.now()
    departure.save(update_fields=["done_at"])
    record(actor, "people.person_left", subject=departure, concerns=[departure.person_id])
    closure.rebuild(today())
    return departure


@transaction.atomic
def leave_by_file(*, actor: Actor, person_ids: list[int], day: date) -> None:
    """An organisation file no longer names these people: they have left, in a few statements for any number."""
    can_change_chart(actor).enforce()
    leaving = Person.objects.filter(pk__in=person_ids, left_on=None).exclude(pk=actor.person_id or 0)
    ids = list(leaving.order_by("pk").values_list("pk", flat=True))
    if not ids:
        return
    now = timezone.now()
    Departure.objects.filter(person__in=ids, withdrawn_at=None, done_at=None).update(withdrawn_at=now)
    Departure.objects.bulk_create(
        (
            Departure(
                person_id=pk, ends_on=day, ends_at=now, done_at=now, source=Departure.Source.FILE,
                made_by_id=actor.person_id,
            )
            for pk in ids
        ),
        batch_size=1_000,
    )  # fmt: skip
    let_go(actor, ids, day)
    record(actor, "people.person_left", concerns=ids, details={"people": len(ids)})


@transaction.atomic
def plan_by_file(*, actor: Actor) -> None:
    """Whose places all end on a day to come leaves on that day; who got a place for longer stays after all."""
    can_change_chart(actor).enforce()
    ends = queries.ends_of_places()
    planned = Departure.objects.filter(source=Departure.Source.FILE, withdrawn_at=None, done_at=None)
    for departure in planned.select_related("person__account"):
        if ends.get(departure.person_id) != departure.ends_on:
            withdraw_departure(actor=actor, departure=departure)
    for person in queries.people_to_plan(ends):
        if can_end_employment(actor, person):
            last_day = ends[person.pk] - timedelta(days=1)
            end_employment(actor=actor, person=person, last_day=last_day, source=Departure.Source.FILE)
    record(actor, "people.departures_planned_by_file", details={"people": len(ends)})


@transaction.atomic
def come_back(*, actor: Actor, person: Person) -> Person:
    """Somebody is back: in the directory, with an open account and no old password. Their place comes by itself."""
    can_end_employment(actor, person).enforce()
    person = Person.objects.select_for_update(of=("self",)).get(pk=person.pk)
    if person.left_on is None:
        return person
    person.left_on = None
    person.save(update_fields=["left_on"])
    if person.account is not None:
        reopen_account(actor=actor, account=person.account)
    record(actor, "people.person_back", subject=person, concerns=[person.pk])
    closure.rebuild(today())
    return person


@transaction.atomic
def take_over(*, actor: Actor, seat: Seat, person: Person) -> Holding:
    """Somebody looks after the people of a place that was left: they hold it beside their own."""
    can_change_chart(actor).enforce()
    Seat.objects.select_for_update().get(pk=seat.pk)
    if Holding.objects.filter(seat=seat, during__contains=today()).exists():
        raise Refused(_("Somebody has taken over meanwhile."))
    if person.left_on is not None or person.erased_at is not None:
        raise Invalid("person", _("Choose somebody who works here."))
    is_first = not Holding.objects.filter(person=person, during__contains=today()).exists()
    holding = take_seat(actor=actor, person=person, seat=seat, since=today(), primary=is_first)
    record(actor, "people.seat_taken_over", subject=seat, concerns=[person.pk])
    return holding


def _take_back_open(person: Person) -> None:
    """What was planned is planned no longer; the account stays open."""
    open_ones = Departure.objects.filter(person=person, withdrawn_at=None, done_at=None)
    if open_ones.update(withdrawn_at=timezone.now()) and person.account is not None:
        close_account_later(actor=system("departure withdrawn"), account=person.account, at=None)


def _instant(day: date) -> datetime:
    """The company's midnight at which this day begins; now, where it has begun."""
    return (
        max(datetime.combine(day, time.min, company_zone()), timezone.now())
        if day > today()
        else timezone.now()
    )


def _holds_on(departure: Departure) -> bool:
    return Holding.objects.filter(person=departure.person_id, during__contains=departure.ends_on).exists()
