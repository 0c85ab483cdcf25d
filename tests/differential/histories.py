"""Random histories of a company: each event is written into the database and told to the naive reference."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any

import time_machine
from django.db import IntegrityError, transaction
from django.db.backends.postgresql.psycopg_any import DateRange
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, precondition, rule

from alongside.core.errors import Refused
from alongside.identity.services import open_account
from alongside.one_on_ones import services as one_on_ones
from alongside.one_on_ones.models import Series
from alongside.people import closure, services
from alongside.people.calendar import today
from alongside.people.models import (
    Absence,
    Coverage,
    Delegation,
    Holding,
    Line,
    Person,
    Seat,
    Unit,
    UnitAdministration,
)
from alongside.people.tests.makers import TESTS, acts
from tests.differential.comparison import Comparison
from tests.differential.reference import AnswersTo, Company, Covers, Fact, Held, LooksAfter

NOON = datetime(2026, 1, 5, 12, tzinfo=UTC)
MOST_PEOPLE = 9
choice = st.integers(0, 10_000)
soon = st.sampled_from([0, 0, 0, 1, 3])  # most things hold from today on, some from a day to come


class Histories(RuleBasedStateMachine):
    """Every example is one savepoint; the clock stands still until a rule moves it."""

    comparison = Comparison()

    def __init__(self) -> None:
        super().__init__()
        self.now = NOON
        self.clock = time_machine.travel(self.now, tick=False)
        self.clock.start()
        self.savepoint = transaction.atomic()
        self.savepoint.__enter__()
        self.known = Company()
        self.events = 0

    def teardown(self) -> None:
        try:
            self.compare()
            for series in list(self.known.series)[:2]:
                for person in self.known.people[:4]:
                    self.comparison.visit(self.known, person, series)
        finally:
            transaction.set_rollback(True)
            self.savepoint.__exit__(None, None, None)
            self.clock.stop()

    # --- beginning ----------------------------------------------------------------------------------
    @initialize()
    def found(self) -> None:
        root = services.create_unit(actor=TESTS, name="Company")
        units = [root, *(services.create_unit(actor=TESTS, name=name, parent=root) for name in "AB")]
        units.append(services.create_unit(actor=TESTS, name="A1", parent=units[1]))
        self.known.unit_above = {unit.pk: unit.parent_id for unit in units}
        top = self._seat(units[0], None)
        for unit in units[1:]:
            self._seat(unit, top)
        for seat in list(self.known.unit_of_seat)[:3]:
            self._take(self._person(), seat, today())
        self._changed()

    # --- events ----------------------------------------------------------------------------------
    @precondition(lambda self: len(self.known.people) < MOST_PEOPLE)
    @rule(place=choice, above=choice)
    def hire(self, place: int, above: int) -> None:
        unit = Unit.objects.get(pk=_pick(list(self.known.unit_above), place))
        seat = self._seat(unit, _pick(list(self.known.unit_of_seat), above))
        self._take(self._person(), seat, today())
        self._changed()

    @rule(who=choice, where=choice, days=soon)
    def take_another_seat(self, who: int, where: int, days: int) -> None:
        """Two seats, a return after a leave, a move that was prepared, a seat that a person holds twice over."""
        seat = _pick(list(self.known.unit_of_seat), where)
        self._take(_pick(self.known.people, who), seat, today() + timedelta(days=days))
        self._changed()

    @rule(which=choice, days=soon)
    def leave_a_seat(self, which: int, days: int) -> None:
        self._end(self.known.held, Holding, which, days)

    @rule(seat=choice, above=choice, days=soon)
    def answer_to_another_seat(self, seat: int, above: int, days: int) -> None:
        below, over = (_pick(list(self.known.unit_of_seat), number) for number in (seat, above))
        since = today() + timedelta(days=days)
        for fact in [fact for fact in self.known.lines if fact.seat == below]:
            self._end_fact(fact, Line, {"seat_id": below, "during__startswith": fact.start}, since)
        row = Line(seat_id=below, manager_seat_id=over, during=DateRange(since, None))
        self._try(row, lambda: self.known.lines.append(AnswersTo(since, None, below, over)))
        self._changed()

    @rule(who=choice, where=choice, days=soon)
    def cover(self, who: int, where: int, days: int) -> None:
        partner, unit = _pick(self.known.people, who), _pick(list(self.known.unit_above), where)
        since = today() + timedelta(days=days)
        row = Coverage(partner_id=partner, unit_id=unit, during=DateRange(since, None))
        self._try(row, lambda: self.known.covers.append(Covers(since, None, partner, unit)))

    @rule(which=choice, days=soon)
    def cover_no_more(self, which: int, days: int) -> None:
        self._end(self.known.covers, Coverage, which, days)

    @rule(who=choice, where=choice, days=soon)
    def administer_a_unit(self, who: int, where: int, days: int) -> None:
        person, unit = _pick(self.known.people, who), _pick(list(self.known.unit_above), where)
        since = today() + timedelta(days=days)
        row = UnitAdministration(person_id=person, unit_id=unit, during=DateRange(since, None))
        self._try(row, lambda: self.known.looks_after.append(LooksAfter(since, None, person, unit)))

    @rule(which=choice, days=soon)
    def administer_no_more(self, which: int, days: int) -> None:
        self._end(self.known.looks_after, UnitAdministration, which, days)

    @rule(who=choice, whom=choice)
    def delegate_and_be_away(self, who: int, whom: int) -> None:
        """Changes nobody's right to read: words between two people are never delegated."""
        person, other = _pick(self.known.people, who), _pick(self.known.people, whom)
        during = DateRange(today(), today() + timedelta(days=14))
        self._try(Absence(person_id=person, during=during))
        self._try(Delegation(from_person_id=person, to_person_id=other, during=during))

    @rule(days=st.integers(1, 4))
    def days_pass(self, days: int) -> None:
        """What was dated comes into force without anybody doing anything."""
        self.now += timedelta(days=days)
        self.clock.stop()
        self.clock = time_machine.travel(self.now, tick=False)
        self.clock.start()
        self._changed(rebuild=False)

    @rule(who=choice, which=choice)
    def begin_a_series(self, who: int, which: int) -> None:
        closure.ensure_fresh(today())
        employee = _pick(self.known.people, who)
        managers = sorted(self.known.managers(employee, today()))
        if not managers:
            return
        manager, employee = (Person.objects.get(pk=pk) for pk in (_pick(managers, which), employee))
        try:
            series = one_on_ones.start_series(actor=acts(manager), employee=employee)
        except Refused:
            return
        self.known.series[series.pk] = (manager.pk, employee.pk)

    @precondition(lambda self: self.known.series)
    @rule(which=choice, second=st.booleans(), shared=st.booleans())
    def add_an_item(self, which: int, second: bool, shared: bool) -> None:
        series = Series.objects.select_related("data_key").get(pk=_pick(list(self.known.series), which))
        author = self.known.series[series.pk][second]
        visibility = "shared" if shared else "private"
        actor = acts(Person.objects.get(pk=author))
        try:
            item = one_on_ones.add_item(actor=actor, series=series, text="x", visibility=visibility)
        except Refused:
            return
        self.known.items[item.pk] = (series.pk, author, shared)

    @precondition(lambda self: self.known.series)
    @rule(who=choice, which=choice)
    def visit(self, who: int, which: int) -> None:
        """The same question at the web's and the API's door."""
        self.comparison.visit(
            self.known, _pick(self.known.people, who), _pick(list(self.known.series), which)
        )

    # --- ways of writing ----------------------------------------------------------------------------------
    def compare(self) -> None:
        closure.ensure_fresh(today())
        self.comparison.compare(self.known, today())

    def _changed(self, *, rebuild: bool = True) -> None:
        if rebuild:
            closure.rebuild(today())
        self.events += 1
        if self.events % 3 == 0:
            self.compare()

    def _person(self) -> int:
        name = f"Person {len(self.known.people)}"
        person = services.create_person(actor=TESTS, name=name)
        Person.objects.filter(pk=person.pk).update(account=open_account(actor=TESTS, email=None))
        self.known.people.append(person.pk)
        return person.pk

    def _seat(self, unit: Unit, above: int | None) -> int:
        seat = Seat.objects.create(unit=unit, title="Seat")
        self.known.unit_of_seat[seat.pk] = unit.pk
        if above is not None:
            Line.objects.create(seat=seat, manager_seat_id=above, during=DateRange(today(), None))
            self.known.lines.append(AnswersTo(today(), None, seat.pk, above))
        return seat.pk

    def _take(self, person: int, seat: int, since: date) -> None:
        primary = not any(
            fact.primary and fact.end is None for fact in self.known.held if fact.person == person
        )
        row = Holding(person_id=person, seat_id=seat, is_primary=primary, during=DateRange(since, None))
        self._try(row, lambda: self.known.held.append(Held(since, None, person, seat, primary)))

    def _end(self, facts: list[Any], model: Any, which: int, days: int) -> None:
        if not facts:
            return
        fact = _pick(facts, which)
        same = {
            f"{name}_id": value
            for name, value in vars(fact).items()
            if name not in {"start", "end", "primary"}
        }
        self._end_fact(
            fact, model, {**same, "during__startswith": fact.start}, today() + timedelta(days=days)
        )
        self._changed()

    def _end_fact(self, fact: Fact, model: Any, same: dict[str, Any], day: date) -> None:
        """Nothing is cut to no days at all, and nothing that has an end is made longer."""
        if fact.start < day and (fact.end is None or day < fact.end):
            assert model.objects.filter(**same).update(during=DateRange(fact.start, day)) == 1
            fact.end = day

    def _try(self, row: Any, tell: Callable[[], None] = lambda: None) -> None:
        """What the database refuses did not happen."""
        try:
            with transaction.atomic():
                row.save()
        except IntegrityError:
            return
        tell()


def _pick(options: list[Any], number: int) -> Any:
    return options[number % len(options)]
