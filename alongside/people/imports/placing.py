"""Who sits where from today on. What was true stays true: places end and begin, they are not rewritten."""

from __future__ import annotations

from collections import defaultdict
from datetime import date
from decimal import Decimal

from alongside.people.importing.fields import Field
from alongside.people.importing.organisation import Holding
from alongside.people.imports.known import KnownHolding, Ref
from alongside.people.imports.plan import NewHolding
from alongside.people.imports.scene import Scene

WHOLE = Decimal(1)
LEAST = Decimal("0.001")  # shares are stored with three places


class Placing:
    """Holdings before and after. `after` is everything that is current or begins later, once it is written."""

    def __init__(self, scene: Scene) -> None:
        self._scene = scene
        self._today = scene.known.today
        self.after: list[NewHolding] = []

    def place(self) -> list[NewHolding]:
        scene = self._scene
        here: set[tuple[Ref, Ref]] = {(one.person, one.seat) for one in scene.known.holdings}
        wanted = {(scene.person(one.person_key), scene.seat(one.seat_key)): one for one in scene.active}
        over = {(scene.person(one.person_key), scene.seat(one.seat_key)): one.until for one in scene.over}
        taken = {seat for _, seat in wanted}
        people = {scene.person(key) for key in scene.people}
        in_file = people | {person for person, _ in over}
        for held in scene.known.holdings:
            pair: tuple[Ref, Ref] = (held.person, held.seat)
            if pair in wanted:
                self._compare(held, wanted[pair])
            elif pair in over:
                self._end(held, over[pair])
            elif held.seat in taken or self._is_gone(held, in_file):
                self._end(held)
            else:
                self._keep(held, demoted=held.is_primary and held.person in people)
        for pair, holding in wanted.items():
            if pair not in here:
                self._begin(pair, holding)
        return self.after

    def _is_gone(self, held: KnownHolding, in_file: set[Ref]) -> bool:
        """Absent people leave if a file brought them; people in the file leave places that files know about."""
        scene = self._scene
        if held.person in scene.frozen_people or held.person in scene.spared.people:
            return False
        if held.person in in_file:
            return bool(scene.known.seats[held.seat].key)
        return bool(scene.known.people[held.person].key)

    def _compare(self, held: KnownHolding, holding: Holding) -> None:
        scene = self._scene
        seat = scene.seats[holding.seat_key]
        until = holding.until if scene.says(Field.END, seat.unread) else held.until
        share = held.share
        if scene.says(Field.SHARE, seat.unread) and holding.share is not None:
            share = max(holding.share.quantize(LEAST), LEAST)
        start = held.start
        if held.start > self._today and holding.start and scene.says(Field.START, seat.unread):
            start = max(holding.start, self._today)
        if (share, holding.primary) != (held.share, held.is_primary) and held.start < self._today:
            self._end(held)
            self._add(NewHolding(held.person, held.seat, self._today, until, share, holding.primary))
            return
        changed = {
            "during": (start, until) if (start, until) != (held.start, held.until) else None,
            "share": share if share != held.share else None,
            "is_primary": holding.primary if holding.primary != held.is_primary else None,
        }
        changed = {name: value for name, value in changed.items() if value is not None}
        if changed:
            scene.plan.holdings[held.id] = changed
        self.after.append(NewHolding(held.person, held.seat, start, until, share, holding.primary))

    def _end(self, held: KnownHolding, until: date | None = None) -> None:
        """From today on, or on the past day that the file names; what would begin later never begins."""
        day = min(until or self._today, self._today)
        if held.until is not None and held.until <= day:
            return
        if held.start < day:
            self._scene.plan.ended_holdings[held.id] = day
        elif held.start < self._today:
            self._scene.plan.ended_holdings[held.id] = self._today
        else:
            self._scene.plan.dropped_holdings.append(held.id)

    def _keep(self, held: KnownHolding, *, demoted: bool) -> None:
        """A place that no file knows stays; beside one that the file gives it is no longer the main one."""
        kept = NewHolding(held.person, held.seat, held.start, held.until, held.share, held.is_primary)
        if demoted:
            kept.is_primary = False
            if held.start < self._today:
                self._end(held)
                kept.start = self._today
                self._scene.plan.new_holdings.append(kept)
            else:
                self._scene.plan.holdings[held.id] = {"is_primary": False}
        self.after.append(kept)

    def _begin(self, pair: tuple[Ref, Ref], holding: Holding) -> None:
        """The first place of somebody begins when the file says; every later one today, or when it will."""
        scene, (person, seat) = self._scene, pair
        has_history = isinstance(seat, int) or person in scene.known.have_held
        start = holding.start or self._today
        if has_history:
            start = max(start, self._today)
        share = max((holding.share or WHOLE).quantize(LEAST), LEAST)
        self._add(NewHolding(person, seat, start, holding.until, share, holding.primary))

    def _add(self, new: NewHolding) -> None:
        self._scene.plan.new_holdings.append(new)
        self.after.append(new)


def by_seat(holdings: list[NewHolding]) -> dict[Ref, Ref]:
    """Seat -> who holds it, or will."""
    found: dict[Ref, Ref] = {}
    for holding in sorted(holdings, key=lambda one: one.start):
        found.setdefault(holding.seat, holding.person)
    return found


def by_person(holdings: list[NewHolding]) -> dict[Ref, list[NewHolding]]:
    """Person -> their places, the main one first."""
    found: dict[Ref, list[NewHolding]] = defaultdict(list)
    for holding in holdings:
        found[holding.person].append(holding)
    for places in found.values():
        places.sort(key=lambda one: (not one.is_primary, one.start))
    return found
