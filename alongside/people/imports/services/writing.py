"""Writes a plan into the database in bulk: what ends before what begins, so that the constraints hold throughout."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from datetime import date
from typing import Any

from django.contrib.postgres.fields import DateRangeField
from django.db.backends.postgresql.psycopg_any import DateRange
from django.db.models import DateField, F, Func, Model, Value

from alongside.people.importing.organisation import Person as FilePerson
from alongside.people.imports.copying import Row, change_rows, copy_rows, fresh_ids
from alongside.people.imports.known import Known, Path, Ref, folded_path, hashed
from alongside.people.imports.persons import name_parts
from alongside.people.imports.plan import Plan
from alongside.people.models import (
    Holding,
    ImportChange,
    ImportedPerson,
    ImportedSeat,
    ImportRun,
    Line,
    Person,
    Seat,
    Site,
    Unit,
)
from alongside.people.models.company import IN_FORCE
from alongside.people.services import search_form

BATCH = 2_000


class Writer:
    """One plan, written once, inside the caller's transaction."""

    def __init__(self, plan: Plan, known: Known) -> None:
        self._plan = plan
        self._people: dict[str, int] = {}
        self._seats: dict[str, int] = {}
        self._units = dict(known.units)
        self._sites = dict(known.sites)
        self._known = known

    def write(self) -> None:
        self._write_sites()
        self._write_units()
        self._write_people()
        self._write_seats()
        self._write_holdings()
        self._write_lines()
        self._write_keys()

    def write_changes(self, run: ImportRun) -> list[int]:
        """The per-row table; returns whom it concerns."""
        copy_rows(ImportChange, change_rows(run, self._plan.changes, self.person, self.seat))
        return sorted({self.person(one.person) for one in self._plan.changes if one.person is not None})

    def person(self, ref: Ref) -> int:
        return ref if isinstance(ref, int) else self._people[ref]

    def seat(self, ref: Ref) -> int:
        return ref if isinstance(ref, int) else self._seats[ref]

    def _write_sites(self) -> None:
        for name, country in self._plan.new_sites.items():
            site = Site.objects.create(name=name, country=country, time_zone=IN_FORCE.zone())
            self._sites[name.casefold()] = site.pk

    def _write_units(self) -> None:
        """Level by level: a unit's lineage holds its own id and those above."""
        lineages = dict(Unit.objects.values_list("pk", "lineage"))
        levels: dict[int, list[Path]] = defaultdict(list)
        for path in self._plan.new_units:
            levels[len(path)].append(path)
        for _, paths in sorted(levels.items()):
            parents = [self._units.get(folded_path(path[:-1])) for path in paths]
            units = [
                Unit(name=path[-1], parent_id=parent) for path, parent in zip(paths, parents, strict=True)
            ]
            Unit.objects.bulk_create(units, batch_size=BATCH)
            for path, parent, unit in zip(paths, parents, units, strict=True):
                unit.lineage = [*(lineages[parent] if parent else []), unit.pk]
                lineages[unit.pk] = unit.lineage
                self._units[folded_path(path)] = unit.pk
            Unit.objects.bulk_update(units, ["lineage"], batch_size=BATCH)

    def _write_people(self) -> None:
        plan = self._plan
        # Two people may swap an address or a number: all let go before anybody takes.
        for column in ("email", "external_id"):
            moving = [pk for pk, changed in plan.people.items() if column in changed]
            Person.objects.filter(pk__in=moving).update(**{column: None})
        _update(Person, {pk: self._person_columns(pk, changed) for pk, changed in plan.people.items()})
        sites = self._sites_of_new()
        ids = fresh_ids(Person, len(plan.new_people))
        self._people = {person.key: pk for person, pk in zip(plan.new_people, ids, strict=True)}
        copy_rows(Person, (self._new_person(person, sites) for person in plan.new_people))

    def _new_person(self, person: FilePerson, sites: dict[str, int]) -> Row:
        """Without the text they are found by: the rebuild at the end writes that, and its index takes its time."""
        given, family = name_parts(person)
        email = None if person.key in self._plan.without_address else person.email or None
        return {
            "id": self._people[person.key], "external_id": person.external_id or None, "name": person.display_name,
            "given_name": given, "family_name": family, "email": email, "locale": person.locale,
            "time_zone": person.time_zone, "site_id": sites.get(person.key), "search_text": "",
        }  # fmt: skip

    def _sites_of_new(self) -> dict[str, int]:
        return {key: self._sites[site.casefold()] for key, site in self._plan.sites_of_new.items() if site}

    def _person_columns(self, pk: int, changed: dict[str, Any]) -> dict[str, Any]:
        columns = dict(changed)
        if "site" in columns:
            columns["site_id"] = self._sites.get(columns.pop("site").casefold())
        if {"name", "email"} & columns.keys():
            known = self._known.people[pk]
            name, email = columns.get("name", known.name), columns.get("email", known.email)
            columns["search_text"] = search_form(name, email)
        return columns

    def _write_seats(self) -> None:
        columns = {}
        for pk, changed in self._plan.seats.items():
            columns[pk] = dict(changed)
            if "unit" in changed:
                columns[pk]["unit_id"] = self._unit(columns[pk].pop("unit"))
        _update(Seat, columns)
        seats = self._plan.new_seats
        self._seats = {seat.key: pk for seat, pk in zip(seats, fresh_ids(Seat, len(seats)), strict=True)}
        copy_rows(
            Seat,
            (
                {
                    "id": self._seats[seat.key], "external_id": seat.external_id or None, "title": seat.title,
                    "role_slug": seat.role_slug, "unit_id": self._unit(seat.unit),
                }
                for seat in seats
            ),
        )  # fmt: skip

    def _unit(self, path: Path) -> int | None:
        return self._units[folded_path(path)] if path else None

    def _write_holdings(self) -> None:
        plan = self._plan
        Holding.objects.filter(pk__in=plan.dropped_holdings).delete()
        _end(Holding, plan.ended_holdings)
        changed = {
            pk: {name: DateRange(*value) if name == "during" else value for name, value in columns.items()}
            for pk, columns in plan.holdings.items()
        }
        demoted = [pk for pk, columns in changed.items() if columns.get("is_primary") is False]
        Holding.objects.filter(pk__in=demoted).update(is_primary=False)
        _update(Holding, changed)
        copy_rows(
            Holding,
            (
                {
                    "person_id": self.person(new.person), "seat_id": self.seat(new.seat), "share": new.share,
                    "during": DateRange(new.start, new.until), "is_primary": new.is_primary,
                }
                for new in plan.new_holdings
            ),
        )  # fmt: skip

    def _write_lines(self) -> None:
        plan = self._plan
        Line.objects.filter(pk__in=plan.dropped_lines).delete()
        _end(Line, plan.ended_lines)
        copy_rows(
            Line,
            (
                {
                    "seat_id": self.seat(new.seat), "manager_seat_id": self.seat(new.manager),
                    "kind": (Line.Kind.DOTTED if new.is_dotted else Line.Kind.LINE).value,
                    "during": DateRange(new.start, None),
                }
                for new in plan.new_lines
            ),
        )  # fmt: skip

    def _write_keys(self) -> None:
        """What the file calls people and places: the next file is matched by it, and absence means leaving."""
        _replace_keys(ImportedPerson, "person_id", self._plan.person_keys, self.person)
        _replace_keys(ImportedSeat, "seat_id", self._plan.seat_keys, self.seat)


def _replace_keys(
    model: type[ImportedPerson] | type[ImportedSeat],
    column: str,
    keys: dict[Ref, str],
    resolve: Callable[[Ref], int],
) -> None:
    """Whoever had one of these keys, or another key, has it no longer."""
    stored = [hashed(key) for key in keys.values()]
    model.objects.filter(**{f"{column}__in": [ref for ref in keys if isinstance(ref, int)]}).delete()
    model.objects.filter(key__in=stored).delete()
    copy_rows(model, ({column: resolve(ref), "key": key} for ref, key in zip(keys, stored, strict=True)))


def _end(model: type[Holding] | type[Line], ends: dict[int, date]) -> None:
    """Every row keeps its beginning; rows with the same end go together."""
    days: dict[date, list[int]] = defaultdict(list)
    for pk, day in ends.items():
        days[day].append(pk)
    for day, keys in days.items():
        during = Func(
            F("during__startswith"),
            Value(day, DateField()),
            function="daterange",
            output_field=DateRangeField(),
        )
        model.objects.filter(pk__in=keys).update(during=during)


def _update(model: type[Model], changed: dict[int, dict[str, Any]]) -> None:
    """Rows that change the same columns go together."""
    groups: dict[tuple[str, ...], list[Model]] = defaultdict(list)
    for pk, columns in changed.items():
        groups[tuple(sorted(columns))].append(model(pk=pk, **columns))
    for names, rows in groups.items():
        model._default_manager.bulk_update(
            rows, [name.removesuffix("_id") if name in _KEYS else name for name in names], batch_size=500
        )


_KEYS = frozenset({"typed_by_id", "site_id", "unit_id"})
