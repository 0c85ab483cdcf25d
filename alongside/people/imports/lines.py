"""The places themselves, whom they answer to, and which of them close."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

from alongside.people.importing.fields import Field
from alongside.people.importing.organisation import LineKind, Seat
from alongside.people.importing.reasons import Reason
from alongside.people.imports.known import KnownLine, KnownSeat, Ref, folded_path, hashed
from alongside.people.imports.plan import NewHolding, NewLine
from alongside.people.imports.scene import Scene

# A manager who could not be found takes nobody's manager away; one who is named wrongly on purpose does.
UNSURE = frozenset({Reason.MANAGER_ABSENT, Reason.MANAGER_AMBIGUOUS, Reason.MANAGER_LEFT_OUT, Reason.CYCLE})


def compare_seats(scene: Scene) -> None:
    """New places, and what changes for those that are here."""
    units: dict[tuple[str, ...], tuple[str, ...]] = {}
    for key, seat in scene.seats.items():
        ref = scene.seat(key)
        for depth in range(1, len(seat.unit) + 1):
            units.setdefault(folded_path(seat.unit[:depth]), seat.unit[:depth])
        if not isinstance(ref, int):
            scene.plan.new_seats.append(seat)
            scene.plan.seat_keys[ref] = key
            continue
        if ref in scene.frozen_seats:
            continue
        known = scene.known.seats[ref]
        changed = _changed(scene, seat, known)
        if changed:
            scene.plan.seats[ref] = changed
        if known.key != hashed(key):
            scene.plan.seat_keys[ref] = key
    scene.plan.new_units = sorted(
        (path for folded, path in units.items() if folded not in scene.known.units),
        key=lambda path: (len(path), path),
    )


def _changed(scene: Scene, seat: Seat, known: KnownSeat) -> dict[str, Any]:
    changed: dict[str, Any] = {}
    if scene.says(Field.TITLE, seat.unread) and seat.title != known.title:
        changed["title"] = seat.title
    if scene.says(Field.ROLE, seat.unread) and seat.role_slug != known.role_slug:
        changed["role_slug"] = seat.role_slug
    if scene.says(Field.UNIT, seat.unread) and folded_path(seat.unit) != folded_path(known.unit):
        changed["unit"] = seat.unit
    if seat.external_id and seat.external_id != known.external_id:
        changed["external_id"] = seat.external_id
    if known.is_closed:
        changed["closed_on"] = None
    return changed


class Lines:
    """Lines before and after. `above` is seat -> manager's seat in the line, once it is written."""

    def __init__(self, scene: Scene, after: list[NewHolding]) -> None:
        self._scene = scene
        self._today = scene.known.today
        self._starts = {one.seat: one.start for one in after}
        self._held = {one.seat for one in after}
        self.before: dict[int, list[KnownLine]] = defaultdict(list)  # the current one, then later ones
        for line in sorted(scene.known.lines, key=lambda one: one.start):
            if not line.is_dotted:
                self.before[line.seat].append(line)
        self.above: dict[Ref, Ref] = {seat: lines[0].manager for seat, lines in self.before.items()}

    def draw(self) -> dict[Ref, Ref]:
        unsure = self._unsure()
        wanted = {
            self._scene.seat(line.seat_key): self._scene.seat(line.manager_key)
            for line in self._scene.organisation.lines
            if line.kind is LineKind.LINE and line.seat_key in self._scene.seats
        }
        if Field.MANAGER in self._scene.said:
            for key in self._scene.seats:
                ref = self._scene.seat(key)
                if ref not in self._scene.frozen_seats and not (ref in unsure and ref not in wanted):
                    self._redraw(ref, wanted.get(ref))
            self._break_circles(unsure)
        if Field.DOTTED_MANAGER in self._scene.said:
            self._draw_dotted()
        self._close()
        return self.above

    def _unsure(self) -> set[Ref]:
        lines = {found.line for found in self._scene.organisation.problems if found.code in UNSURE}
        return {
            self._scene.seat(key)
            for key, seat in self._scene.seats.items()
            if seat.line in lines or Field.MANAGER in seat.unread
        }

    def _redraw(self, seat: Ref, manager: Ref | None) -> None:
        known = self.before.get(seat, []) if isinstance(seat, int) else []
        if known and known[0].manager == manager:
            return
        for line in known:
            self._end(line)
        self.above.pop(seat, None)
        if manager is not None:
            start = self._starts.get(seat, self._today) if isinstance(seat, str) else self._today
            self._scene.plan.new_lines.append(NewLine(seat, manager, False, min(start, self._today)))
            self.above[seat] = manager

    def _end(self, known: KnownLine) -> None:
        if known.start < self._today:
            self._scene.plan.ended_lines[known.id] = self._today
        else:
            self._scene.plan.dropped_lines.append(known.id)

    def _break_circles(self, unsure: set[Ref]) -> None:
        """A line that was kept because the file is unsure must not close a circle with those it is sure of."""
        for seat in unsure:
            seen, here = {seat}, self.above.get(seat)
            while here is not None and here not in seen:
                seen.add(here)
                here = self.above.get(here)
            if here == seat:
                self._redraw(seat, None)

    def _draw_dotted(self) -> None:
        scene = self._scene
        wanted = {
            (scene.seat(line.seat_key), scene.seat(line.manager_key)): line
            for line in scene.organisation.lines
            if line.kind is LineKind.DOTTED and line.seat_key in scene.seats
        }
        named = {
            scene.seat(key)
            for key, seat in scene.seats.items()
            if scene.says(Field.DOTTED_MANAGER, seat.unread)
        }
        named -= scene.frozen_seats
        here = {(one.seat, one.manager): one for one in scene.known.lines if one.is_dotted}
        for pair, known in here.items():
            if pair not in wanted and known.seat in named:
                self._end(known)
        for seat, manager in wanted.keys() - here.keys():
            scene.plan.new_lines.append(NewLine(seat, manager, True, self._today))

    def _close(self) -> None:
        """Places that a file brought, that are absent and that nobody holds, unless somebody reports to them."""
        scene = self._scene
        present = {scene.seat(key) for key in scene.seats}
        staying = present | self._held | scene.spared.seats | scene.frozen_seats
        closing: set[Ref] = {
            one.id
            for one in scene.known.seats.values()
            if one.key and not one.is_closed and one.id not in staying
        }
        while True:
            needed = {manager for seat, manager in self.above.items() if seat not in closing} & closing
            if not needed:
                break
            closing -= needed
        for seat in sorted(closing, key=str):
            if isinstance(seat, int):
                scene.plan.seats.setdefault(seat, {})["closed_on"] = self._today
                self._redraw(seat, None)
        for known in scene.known.lines:
            if known.is_dotted and known.seat in closing:
                self._end(known)
