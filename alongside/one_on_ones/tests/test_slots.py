"""Expected and held meetings, counted by hand on a calendar of autumn 2026 and spring 2027 and written down here."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from alongside.one_on_ones.rhythm import Cadence
from alongside.one_on_ones.slots import (
    Outcome,
    Pattern,
    Period,
    Presence,
    Talk,
    Tally,
    What,
    can_be_contested,
    periods_of,
    slots_of,
    tally,
)

FULL = frozenset({1, 2, 3, 4, 5})
ALWAYS = Presence(FULL)
# Four weeks: Monday 7 September to Sunday 4 October 2026.
MON_1, MON_2, MON_3, MON_4, AFTER = (date(2026, 9, 7) + timedelta(weeks=n) for n in range(5))
WINDOW = (MON_1, AFTER)
WEEKLY = Pattern(Cadence.WEEKLY, first_on=MON_1 + timedelta(days=1))


def day(monday: date, weekday: int) -> date:
    """`weekday` is 1 for Monday."""
    return monday + timedelta(days=weekday - 1)


def met(monday: date, weekday: int = 2) -> Talk:
    return Talk(on=day(monday, weekday), what=What.HELD, slot_on=day(monday, 2))


@dataclass(frozen=True)
class Row:
    """One line of the table: what happened, and what a person counted with pen and paper."""

    says: str
    expected: int
    held: int
    talks: tuple[Talk, ...] = ()
    manager: Presence = ALWAYS
    employee: Presence = ALWAYS
    pauses: tuple[tuple[date, date | None], ...] = ()
    pattern: Pattern = WEEKLY


ALL_FOUR = tuple(met(monday) for monday in (MON_1, MON_2, MON_3, MON_4))
TABLE = [
    Row("all four took place", 4, 4, ALL_FOUR),
    Row("nobody said anything", 4, 0),
    # leave
    Row("employee away 3 of 5 days of week 2: 60 %, not expected", 3, 3, (met(MON_1), met(MON_3), met(MON_4)),
        employee=Presence(FULL, away=((day(MON_2, 1), day(MON_2, 4)),))),
    Row("employee away 2 of 5 days of week 2: expected", 4, 3, (met(MON_1), met(MON_3), met(MON_4)),
        employee=Presence(FULL, away=((day(MON_2, 1), day(MON_2, 3)),))),
    Row("manager away two weeks", 2, 2, (met(MON_1), met(MON_4)),
        manager=Presence(FULL, away=((MON_2, MON_4),))),
    Row("away from Thursday of week 1 to Tuesday of week 2: two of five days each, both expected", 4, 4, ALL_FOUR,
        employee=Presence(FULL, away=((day(MON_1, 4), day(MON_2, 3)),))),
    Row("met in a week of leave: counts for neither side", 3, 3, ALL_FOUR,
        employee=Presence(FULL, away=((MON_2, MON_3),))),
    Row("away without an end from week 3", 2, 1, (met(MON_1),), employee=Presence(FULL, away=((MON_3, None),))),
    # part time
    Row("works Mon and Tue, away both in week 1: 2 of 2", 3, 3, ALL_FOUR[1:],
        employee=Presence(frozenset({1, 2}), away=((MON_1, day(MON_1, 3)),))),
    Row("works Mon and Tue, away Wed to Fri: no working day lost", 4, 4, ALL_FOUR,
        employee=Presence(frozenset({1, 2}), away=((day(MON_1, 3), MON_2),))),
    Row("works three days, away for two of them: 67 %", 3, 3, ALL_FOUR[1:],
        employee=Presence(frozenset({1, 2, 3}), away=((MON_1, day(MON_1, 3)),))),
    Row("works two days, away for one: 50 %, expected", 4, 3, ALL_FOUR[1:],
        employee=Presence(frozenset({1, 2}), away=((MON_1, day(MON_1, 2)),))),
    # holidays of a site
    Row("a week of nothing but holidays", 3, 3, ALL_FOUR[1:],
        employee=Presence(FULL, holidays=frozenset(day(MON_1, n) for n in range(1, 6)))),
    Row("two holidays and two of the other three days away: 67 %", 3, 3, ALL_FOUR[1:],
        employee=Presence(FULL, frozenset({day(MON_1, 1), day(MON_1, 2)}), ((day(MON_1, 3), day(MON_1, 5)),))),
    Row("two holidays and one of the other three days away: 33 %", 4, 3, ALL_FOUR[1:],
        manager=Presence(FULL, frozenset({day(MON_1, 1), day(MON_1, 2)}), ((day(MON_1, 3), day(MON_1, 4)),))),
    # pauses
    Row("a pause of two weeks", 2, 2, (met(MON_1), met(MON_4)), pauses=((MON_2, MON_4),)),
    Row("paused Mon and Tue, away Wed: 60 % together", 3, 3, ALL_FOUR[1:],
        employee=Presence(FULL, away=((day(MON_1, 3), day(MON_1, 4)),)), pauses=((MON_1, day(MON_1, 3)),)),
    Row("paused without an end from week 2", 1, 1, (met(MON_1),), pauses=((MON_2, None),)),
    # moves
    Row("moved from Tuesday to Friday of its week: held", 4, 4, (met(MON_1, 5), *ALL_FOUR[1:])),
    Row("moved by the manager into week 2, where they met too: week 1 is not held", 4, 3,
        (Talk(day(MON_2, 1), What.HELD, day(MON_1, 2)), *ALL_FOUR[1:])),
    Row("moved by the employee into week 2, where they met too: week 1 does not count", 3, 3,
        (Talk(day(MON_2, 1), What.HELD, day(MON_1, 2), frozenset({day(MON_1, 2)})), *ALL_FOUR[1:])),
    Row("moved by the employee inside its week: held", 4, 4,
        (Talk(day(MON_1, 4), What.HELD, day(MON_1, 2), frozenset({day(MON_1, 2)})), *ALL_FOUR[1:])),
    Row("a meeting in between, without a slot: held", 4, 1, (Talk(day(MON_1, 3), What.HELD),)),
    Row("met twice in one week: once", 4, 1, (met(MON_1), met(MON_1, 4))),
    # called off
    Row("called off by the employee: never against the manager", 3, 3,
        (Talk(day(MON_1, 2), What.OFF_BY_EMPLOYEE, day(MON_1, 2)), *ALL_FOUR[1:])),
    Row("called off by the employee, met on Friday anyway", 4, 4,
        (Talk(day(MON_1, 2), What.OFF_BY_EMPLOYEE, day(MON_1, 2)), met(MON_1, 5), *ALL_FOUR[1:])),
    Row("called off by the manager: not held", 4, 3,
        (Talk(day(MON_1, 2), What.OFF, day(MON_1, 2)), *ALL_FOUR[1:])),
    # contested
    Row("one says they met, the other says no", 4, 3,
        (Talk(day(MON_1, 2), What.CONTESTED, day(MON_1, 2)), *ALL_FOUR[1:])),
    Row("contested, and met two days later", 4, 4,
        (Talk(day(MON_1, 2), What.CONTESTED, day(MON_1, 2)), met(MON_1, 4), *ALL_FOUR[1:])),
    Row("still planned when the window closed", 4, 3, (Talk(day(MON_1, 2), What.OPEN), *ALL_FOUR[1:])),
    # other rhythms
    Row("every two weeks: two periods", 2, 2, (met(MON_2), met(MON_3)),
        pattern=Pattern(Cadence.FORTNIGHTLY, first_on=day(MON_1, 2))),
    Row("every two weeks, away one of the two weeks: 50 %, expected", 2, 1, (met(MON_3),),
        employee=Presence(FULL, away=((MON_1, MON_2),)), pattern=Pattern(Cadence.FORTNIGHTLY, first_on=day(MON_1, 2))),
    Row("every two weeks, six of ten days away: not expected", 1, 1, (met(MON_3),),
        employee=Presence(FULL, away=((MON_1, day(MON_2, 2)),)),
        pattern=Pattern(Cadence.FORTNIGHTLY, first_on=day(MON_1, 2))),
    Row("a rule of one's own, Mondays: from Monday to Monday", 4, 2, (met(MON_1), met(MON_3, 5)),
        pattern=Pattern(None, first_on=MON_1, recurrence="FREQ=WEEKLY;BYDAY=MO")),
    Row("begun in week 3", 2, 2, (met(MON_3), met(MON_4)), pattern=Pattern(Cadence.WEEKLY, first_on=day(MON_3, 3))),
    Row("given up on Wednesday of week 3", 2, 2, ALL_FOUR[:2],
        pattern=Pattern(Cadence.WEEKLY, first_on=day(MON_1, 2), until=day(MON_3, 3))),
]  # fmt: skip


@pytest.mark.parametrize("row", TABLE, ids=[row.says for row in TABLE])
def test_the_table_counted_by_hand(row: Row):
    slots = slots_of([row.pattern], row.talks, (row.manager, row.employee), row.pauses, WINDOW)
    assert tally(slots) == Tally(row.expected, row.held)


def test_a_month_is_a_period_from_its_first_to_its_last_day():
    monthly = Pattern(Cadence.MONTHLY, first_on=date(2026, 10, 13))
    found = periods_of(monthly, (date(2026, 10, 1), date(2027, 1, 20)))
    assert found == [
        Period(date(2026, 10, 1), date(2026, 11, 1)),
        Period(date(2026, 11, 1), date(2026, 12, 1)),
        Period(date(2026, 12, 1), date(2027, 1, 1)),
    ]


def test_a_week_that_is_not_over_is_not_counted():
    for days in range(7):
        slots = slots_of([WEEKLY], [], (ALWAYS, ALWAYS), [], (MON_1, MON_1 + timedelta(days=days)))
        assert slots == []
    assert len(slots_of([WEEKLY], [], (ALWAYS, ALWAYS), [], (MON_1, MON_2))) == 1


def test_a_rhythm_that_changed_is_counted_by_the_one_in_force():
    first = Pattern(Cadence.WEEKLY, first_on=day(MON_1, 2), until=MON_3)
    then = Pattern(Cadence.FORTNIGHTLY, first_on=day(MON_3, 4))
    slots = slots_of([then, first], ALL_FOUR[:2], (ALWAYS, ALWAYS), [], WINDOW)
    assert [(slot.period.starts, slot.outcome) for slot in slots] == [
        (MON_1, Outcome.HELD), (MON_2, Outcome.HELD), (MON_3, Outcome.NOT_HELD),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("closed", "last_day"),
    [
        (date(2026, 9, 7), date(2026, 9, 14)),  # closed on Monday: Tue, Wed, Thu, Fri, Mon
        (date(2026, 9, 11), date(2026, 9, 18)),  # closed on Friday: the whole next week
        (date(2026, 9, 13), date(2026, 9, 18)),  # closed on Sunday: Monday to Friday
    ],
)
def test_five_working_days_to_say_that_it_was_not_so(closed: date, last_day: date):
    assert can_be_contested(closed, last_day, ALWAYS.works_on)
    later = last_day + timedelta(days=1 if last_day.isoweekday() < 5 else 3)
    assert not can_be_contested(closed, later, ALWAYS.works_on)


def test_a_holiday_gives_one_day_more_to_contest():
    holiday = Presence(FULL, holidays=frozenset({date(2026, 9, 9)}))
    assert can_be_contested(date(2026, 9, 7), date(2026, 9, 15), holiday.works_on)
    assert not can_be_contested(date(2026, 9, 7), date(2026, 9, 15), ALWAYS.works_on)


spans = st.tuples(st.integers(0, 30), st.integers(1, 30)).map(
    lambda pair: (MON_1 + timedelta(days=pair[0]), MON_1 + timedelta(days=pair[0] + pair[1]))
)
talk = st.builds(
    Talk,
    on=st.integers(0, 27).map(lambda n: MON_1 + timedelta(days=n)),
    what=st.sampled_from(What),
    slot_on=st.none() | st.integers(0, 27).map(lambda n: MON_1 + timedelta(days=n)),
)


@settings(max_examples=80, deadline=None)
@given(st.lists(talk, max_size=8), st.lists(spans, max_size=3), st.lists(spans, max_size=2))
def test_held_is_never_more_than_expected_and_leave_never_adds_what_is_expected(talks, away, pauses):
    free = tally(slots_of([WEEKLY], talks, (ALWAYS, ALWAYS), [], WINDOW))
    less = tally(slots_of([WEEKLY], talks, (ALWAYS, Presence(FULL, away=tuple(away))), pauses, WINDOW))
    assert 0 <= less.held <= less.expected <= free.expected <= 4
    assert less.held <= free.held


@settings(max_examples=60, deadline=None)
@given(st.lists(talk, max_size=6), st.integers(0, 27))
def test_an_employee_who_calls_off_never_lowers_the_share_that_took_place(talks, place):
    off = Talk(MON_1 + timedelta(days=place), What.OFF_BY_EMPLOYEE)
    before = tally(slots_of([WEEKLY], talks, (ALWAYS, ALWAYS), [], WINDOW))
    after = tally(slots_of([WEEKLY], [*talks, off], (ALWAYS, ALWAYS), [], WINDOW))
    assert after.held == before.held
    assert after.expected <= before.expected
