"""Puts the same questions to the product and to the naive reference, and counts them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date

from django.db.models import Model, QuerySet
from django.test import Client
from django.urls import reverse

from alongside.core.actor import Actor
from alongside.core.audience import Audience
from alongside.one_on_ones import audiences, queries
from alongside.one_on_ones.models import AgendaItem, Series
from alongside.people import closure
from alongside.people.models import Person
from alongside.people.queries import people_covered_by, roles_of
from alongside.people.queries.mandates import UNIT_ADMINISTRATOR, people_administered_by
from alongside.people.relations import HrPartnerOf, LineAbove, UnitAdministratorOf, participants
from alongside.people.tests.makers import acts
from tests.differential.reference import Company

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
type Readers = Callable[[Company, date, int], set[int]]


def _within(levels: int) -> Readers:
    return lambda known, day, person: {
        one for one, steps in known.above(person, day).items() if steps <= levels
    }


def _of_employee(readers: Readers) -> Readers:
    return lambda known, day, series: readers(known, day, known.series[series][1])


def _above(known: Company, day: date, person: int) -> set[int]:
    return set(known.above(person, day))


def _partners(known: Company, day: date, person: int) -> set[int]:
    return known.hr_partners(person, day)


def _above_or_partner(known: Company, day: date, person: int) -> set[int]:
    return _above(known, day, person) | _partners(known, day, person)


# Audience of the product, the model it speaks about, and what the reference says of one record.
PAIRS: list[tuple[Audience, type[Model], Readers]] = [
    (Audience((LineAbove(""),)), Person, _above),
    (Audience((LineAbove("", 1),)), Person, _within(1)),
    (Audience((LineAbove("", 2),)), Person, _within(2)),
    (Audience((HrPartnerOf(""),)), Person, _partners),
    (Audience((UnitAdministratorOf(""),)), Person, lambda k, d, p: k.unit_administrators(p, d)),
    (Audience((LineAbove("", 1), HrPartnerOf(""))), Person, lambda k, d, p: _within(1)(k, d, p) | _partners(k, d, p)),
    (Audience((LineAbove(""),), (HrPartnerOf(""),)), Person, lambda k, d, p: _above(k, d, p) - _partners(k, d, p)),
    (audiences.SERIES, Series, lambda known, day, series: known.readers_of_series(series)),
    (Audience((LineAbove("employee"), HrPartnerOf("employee"))), Series, _of_employee(_above_or_partner)),
    (
        Audience((LineAbove("employee"),), (participants("manager"),)),
        Series,
        lambda known, day, series: _of_employee(_above)(known, day, series) - {known.series[series][0]},
    ),
    (audiences.ITEM, AgendaItem, lambda known, day, item: known.readers_of_item(item)),
]  # fmt: skip


@dataclass
class Comparison:
    """`decisions` counts every single yes or no that was compared."""

    decisions: int = 0
    visits: int = 0
    pairs: list[tuple[Audience, type[Model], Readers]] = field(default_factory=lambda: PAIRS)

    def compare(self, known: Company, day: date) -> None:
        """Every person, every record, every audience, as rows, as one decision and as a list of people."""
        actors = {person.pk: acts(person) for person in Person.objects.filter(pk__in=known.people)}
        for audience, model, readers in self.pairs:
            things = list(_things(model, known))
            expected = {thing.pk: readers(known, day, thing.pk) & set(actors) for thing in things}
            for thing in things:
                said = audience.people(thing) & set(actors)
                self._same(
                    said, expected[thing.pk], f"{audience.allow}.people({thing.pk}) on {day}", len(actors)
                )
            for person, actor in actors.items():
                mine = {pk for pk, people in expected.items() if person in people}
                rows = set(_things(model, known).filter(audience.q(actor)).values_list("pk", flat=True))
                self._same(rows, mine, f"rows of {audience.allow} for {person} on {day}", len(things))
                held = {thing.pk for thing in things if audience.holds(actor, thing)}
                self._same(held, mine, f"{audience.allow}.holds({person}) on {day}", len(things))
        self._lists(known, day, actors)

    def visit(self, known: Company, person: int, series: int) -> None:
        """Web and API answer 200 to readers and 404 to everybody else."""
        browser = Client()
        browser.force_login(Person.objects.get(pk=person).account, backend=BACKEND)
        expected = 200 if person in known.readers_of_series(series) else 404
        for address in (
            reverse("one_on_ones:series_detail", args=[series]),
            f"/api/v1/one-on-ones/{series}/items",
        ):
            answer = browser.get(address)
            self._same({answer.status_code}, {expected}, f"GET {address} as {person}", 1)
        self.visits += 2
        if expected == 200:
            mine = {
                item
                for item in known.items
                if known.items[item][0] == series and person in known.readers_of_item(item)
            }
            self._same(
                {item["id"] for item in answer.json()["items"]},
                mine,
                f"items of {series} as {person}",
                len(known.items),
            )

    def _lists(self, known: Company, day: date, actors: dict[int, Actor]) -> None:
        """The doors that pages use, and the history's answer for today."""
        for person, actor in actors.items():
            seen = set(queries.series_visible_to(actor).values_list("pk", flat=True))
            self._same(
                seen,
                {pk for pk, two in known.series.items() if person in two},
                f"series of {person}",
                len(known.series),
            )
            seen = set(queries.items_visible_to(actor).values_list("pk", flat=True))
            mine = {pk for pk in known.items if person in known.readers_of_item(pk)}
            self._same(seen, mine, f"items of {person}", len(known.items))
            covered = set(people_covered_by(actor).values_list("pk", flat=True)) & set(actors)
            mine = {one for one in actors if person in known.hr_partners(one, day)}
            self._same(covered, mine, f"people covered by {person} on {day}", len(actors))
            above = closure.above_on(person, day)
            assert above == known.above(person, day), (
                f"above_on({person}, {day}): {above}, not {known.above(person, day)}"
            )
            self.decisions += len(actors)
            looks_after = any(fact.person == person and fact.on(day) for fact in known.looks_after)
            assert roles_of(person) == (frozenset({UNIT_ADMINISTRATOR}) if looks_after else frozenset())
            reached = set(people_administered_by(actor).values_list("pk", flat=True)) & set(actors)
            mine = {one for one in actors if person in known.unit_administrators(one, day)}
            self._same(reached, mine, f"people administered by {person} on {day}", len(actors))

    def _same(self, said: set[int], expected: set[int], what: str, decisions: int) -> None:
        assert said == expected, f"{what}: the product says {sorted(said)}, the reference {sorted(expected)}"
        self.decisions += decisions


def _things(model: type[Model], known: Company) -> QuerySet[Model]:
    ids = {Person: known.people, Series: list(known.series), AgendaItem: list(known.items)}[model]  # type: ignore[index]
    found = model._default_manager.filter(pk__in=ids)
    return found.select_related("series") if model is AgendaItem else found
