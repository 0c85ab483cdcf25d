"""The product's answers to "who may see this" against a naive reference, over random histories of a company.

ALONGSIDE_HISTORIES=5000 pytest tests/test_differential.py -s   for a long run with fresh histories each time
"""

from __future__ import annotations

import os
from datetime import timedelta

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis.stateful import run_state_machine_as_test

from alongside.core.audience import Audience
from alongside.people.calendar import today
from alongside.people.models import Person
from alongside.people.relations import LineAbove
from tests.differential.comparison import PAIRS, Comparison
from tests.differential.histories import Histories
from tests.differential.reference import AnswersTo, Company, Covers, Held

ASKED = os.environ.get("ALONGSIDE_HISTORIES")
HISTORIES = int(ASKED or 16)
EVENTS = 40 if ASKED else 25
FEWEST_DECISIONS = 20_000


@pytest.mark.long
def test_the_product_and_the_reference_agree_on_random_histories(db, record_property):
    Histories.comparison = Comparison()
    budget = settings(
        max_examples=HISTORIES,
        stateful_step_count=EVENTS,
        derandomize=not ASKED,
        database=None,
        deadline=None,
        suppress_health_check=list(HealthCheck),
        phases=[Phase.generate, Phase.shrink] if ASKED else [Phase.generate],
    )
    run_state_machine_as_test(Histories, settings=budget)
    told = f"{Histories.comparison.decisions:,} decisions over {HISTORIES} histories, {Histories.comparison.visits} visits"
    record_property("figures", f"differential test: {told}, 0 differences")
    assert Histories.comparison.decisions >= FEWEST_DECISIONS


def known_from(cast) -> Company:
    """The small company, as the reference would have been told of it."""
    since = today() - timedelta(days=400)
    people = {name: getattr(cast, name) for name in ("dora", "max", "eve", "omar", "hana")}
    seats = {name: person.holdings.get().seat for name, person in people.items()}
    known = Company(people=[person.pk for person in people.values()])
    known.unit_above = {unit.pk: unit.parent_id for unit in (cast.company, cast.works, cast.sales, cast.hr)}
    known.unit_of_seat = {seat.pk: seat.unit_id for seat in seats.values()}
    known.held = [Held(since, None, people[name].pk, seat.pk, True) for name, seat in seats.items()]
    above = {"max": "dora", "eve": "max", "omar": "dora", "hana": "dora"}
    known.lines = [AnswersTo(since, None, seats[one].pk, seats[two].pk) for one, two in above.items()]
    known.covers = [Covers(since, None, cast.hana.pk, cast.works.pk)]
    return known


def test_both_agree_on_the_cast(cast):
    comparison = Comparison()
    comparison.compare(known_from(cast), today())
    assert comparison.decisions >= 500


@pytest.mark.parametrize(
    "broken",
    [Audience((LineAbove("", 2),)), Audience((LineAbove("", None),), (LineAbove("", 1),)), Audience(())],
)
def test_an_audience_that_is_wrong_is_noticed(cast, broken):
    right = PAIRS[1][2]  # the manager alone
    with pytest.raises(AssertionError, match="the product says"):
        Comparison(pairs=[(broken, Person, right)]).compare(known_from(cast), today())


def test_a_reference_that_was_told_otherwise_is_noticed(cast):
    known = known_from(cast)
    known.covers = []
    with pytest.raises(AssertionError, match="the product says"):
        Comparison().compare(known, today())


def test_an_open_door_is_noticed(cast):
    known = known_from(cast)
    known.series[1] = (cast.max.pk, cast.eve.pk)  # a record that the product does not have
    with pytest.raises(AssertionError, match=r"GET /1-1s/1/"):
        Comparison().visit(known, cast.eve.pk, 1)
