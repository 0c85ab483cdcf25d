"""What an import does, told person by person: what differs, before and after, in words of the directory."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from alongside.people.importing.organisation import Person, Seat
from alongside.people.imports.known import KnownPerson, KnownSeat, Path, Ref
from alongside.people.imports.lines import Lines
from alongside.people.imports.placing import by_person, by_seat
from alongside.people.imports.plan import Change, Kind, NewHolding
from alongside.people.imports.scene import Scene

DEEPEST = 60  # as in closure: a longer chain is a loop in the data
MOVING = frozenset({"place", "unit", "manager"})


@dataclass
class Chart:
    """One state of the company, before or after."""

    holdings: list[NewHolding]
    above: Mapping[Ref, Ref]
    seats: dict[Ref, tuple[str, str, str]]  # title, unit, number
    names: dict[Ref, str]
    holders: dict[Ref, Ref] = field(init=False)
    places: dict[Ref, list[NewHolding]] = field(init=False)

    def __post_init__(self) -> None:
        self.holders, self.places = by_seat(self.holdings), by_person(self.holdings)

    def manager(self, seat: Ref, person: Ref | None) -> str:
        """The name of the holder of the nearest held place above; their own places are passed."""
        above = self.above.get(seat)
        for _ in range(DEEPEST):
            if above is None:
                return ""
            holder = self.holders.get(above)
            if holder is not None and holder != person:
                return self.names[holder]
            above = self.above.get(above)
        return ""

    def place(self, seat: Ref, person: Ref | None) -> dict[str, str]:
        title, unit, number = self.seats[seat]
        return {"title": title, "unit": unit, "place": number, "manager": self.manager(seat, person)}

    def of_person(self, person: Ref) -> dict[str, str]:
        places = self.places.get(person)
        if not places:
            return {}
        main = places[0]
        said = self.place(main.seat, person)
        said["share"] = f"{main.share.normalize():f}" if main.share != 1 else ""
        said["starts"] = ""
        said["ends"] = main.until.isoformat() if main.until else ""
        said["more places"] = "; ".join(self.seats[one.seat][0] for one in places[1:])
        return said


def tell(scene: Scene, after: list[NewHolding], lines: Lines) -> None:
    """Fill in the changes of the plan, and how many leave."""
    was = _before(scene, lines)
    will = _after(scene, after, lines, was)
    _tell_groups(scene)
    _tell_people(scene, was, will)
    _tell_seats(scene, was, will)
    scene.plan.here = len(was.places)


def _before(scene: Scene, lines: Lines) -> Chart:
    known = scene.known
    holdings = [
        NewHolding(one.person, one.seat, one.start, one.until, one.share, one.is_primary)
        for one in known.holdings
    ]
    above: dict[Ref, Ref] = {seat: found[0].manager for seat, found in lines.before.items()}
    return Chart(holdings, above, {one.id: _said(one) for one in known.seats.values()}, _names(known.people))


def _after(scene: Scene, after: list[NewHolding], lines: Lines, was: Chart) -> Chart:
    """What stays as it was is not held twice."""
    plan, known = scene.plan, scene.known
    seats = was.seats | {found: _said(known.seats[found], changed) for found, changed in plan.seats.items()}
    seats |= {seat.key: (seat.title, _path(seat.unit), seat.external_id) for seat in plan.new_seats}
    names = was.names | {one.key: one.display_name for one in plan.new_people}
    names |= {found: changed["name"] for found, changed in plan.people.items() if "name" in changed}
    return Chart(after, lines.above, seats, names)


def _said(seat: KnownSeat, changed: Mapping[str, Any] | None = None) -> tuple[str, str, str]:
    now = changed or {}
    return (
        now.get("title", seat.title),
        _path(now.get("unit", seat.unit)),
        now.get("external_id", seat.external_id),
    )


@lru_cache(maxsize=10_000)
def _path(unit: Path) -> str:
    return " › ".join(unit)


def _names(people: Mapping[int, KnownPerson]) -> dict[Ref, str]:
    return {one.id: one.name for one in people.values()}


def _tell_people(scene: Scene, was: Chart, will: Chart) -> None:
    rows = {scene.person(key): person for key, person in scene.people.items()}
    over = {scene.person(one.person_key): one.line for one in scene.over}
    for person in dict.fromkeys((*rows, *scene.known.people)):
        here, stays = person in was.places, person in will.places
        before, after = _own(scene, person, rows.get(person)), _own(scene, person, rows.get(person), now=True)
        before |= was.of_person(person)
        after |= will.of_person(person)
        row = rows.get(person)
        line = row.line if row else over.get(person)
        if stays and not here:
            start = will.places[person][0].start
            after["starts"] = start.isoformat() if start != scene.known.today else ""
            _add(scene, Kind.JOINED, will.names[person], line, person, {}, _filled(after))
        elif here and not stays:
            scene.plan.leaving += 1
            _add(scene, Kind.LEFT, was.names[person], line, person, _filled(before), {})
        else:
            earlier, later = _differing(before, after)
            if later:
                kind = Kind.MOVED if MOVING.intersection(later) else Kind.CHANGED
                _add(scene, kind, will.names[person], line, person, earlier, later)


def _own(scene: Scene, person: Ref, row: Person | None, *, now: bool = False) -> dict[str, str]:
    """What somebody is called, before or after."""
    if not isinstance(person, int):
        if row is None or not now:
            return {}
        address = "" if row.key in scene.plan.without_address else row.email
        return {"name": row.display_name, "number": row.external_id, "email": address}
    known = scene.known.people[person]
    changed = scene.plan.people.get(person, {}) if now else {}
    typed = known.typed_by is not None and "typed_by_id" not in changed
    return {
        "name": changed.get("name", known.name),
        "number": changed.get("external_id", known.external_id),
        "email": changed.get("email", known.email),
        "site": changed.get("site", known.site),
        "language": changed.get("locale", known.locale),
        "time zone": changed.get("time_zone", known.time_zone),
        "typed in by a manager": "yes" if typed else "",
    }


def _tell_seats(scene: Scene, was: Chart, will: Chart) -> None:
    """Vacant places; what happens to a held one is told with the person."""
    new: dict[Ref, Seat] = {seat.key: seat for seat in scene.plan.new_seats}
    lines = {scene.seat(key): seat.line for key, seat in scene.seats.items()}
    for seat in dict.fromkeys((*new, *scene.known.seats)):
        if seat in was.holders or seat in will.holders:
            continue
        label = will.seats[seat][0] or will.seats[seat][2]
        if seat in new:
            after = _filled(will.place(seat, None))
            _add(scene, Kind.SEAT_OPENED, label, lines[seat], None, {}, after, seat)
        elif scene.plan.seats.get(_id(seat), {}).get("closed_on"):
            _add(scene, Kind.SEAT_CLOSED, label, None, None, _filled(was.place(seat, None)), {}, seat)
        else:
            before, after = _differing(was.place(seat, None), will.place(seat, None))
            if "closed_on" in scene.plan.seats.get(_id(seat), {}):
                opened = _filled(will.place(seat, None))
                _add(scene, Kind.SEAT_OPENED, label, lines.get(seat), None, {}, opened, seat)
            elif after:
                _add(scene, Kind.SEAT_CHANGED, label, lines.get(seat), None, before, after, seat)


def _tell_groups(scene: Scene) -> None:
    for path in scene.plan.new_units:
        _add(scene, Kind.UNIT_MADE, _path(path), None, None, {}, {})
    for name in scene.plan.new_sites:
        _add(scene, Kind.SITE_MADE, name, None, None, {}, {})


def _add(
    scene: Scene,
    kind: Kind,
    label: str,
    line: int | None,
    person: Ref | None,
    before: dict[str, str],
    after: dict[str, str],
    seat: Ref | None = None,
) -> None:
    scene.plan.changes.append(Change(kind, label, line, person, seat, before, after))


def _differing(before: Mapping[str, str], after: Mapping[str, str]) -> tuple[dict[str, str], dict[str, str]]:
    names = [name for name in after if before.get(name, "") != after[name]]
    return {name: before.get(name, "") for name in names}, {name: after[name] for name in names}


def _filled(said: Mapping[str, str]) -> dict[str, str]:
    return {name: value for name, value in said.items() if value}


def _id(seat: Ref) -> int:
    return seat if isinstance(seat, int) else 0
