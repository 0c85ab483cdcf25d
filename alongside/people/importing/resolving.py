"""Rows to an organisation: one pass for who is who, one for who reports to whom, one for circles."""

import datetime
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice

from alongside.people.importing.cleaning import clean
from alongside.people.importing.columns import ColumnUse, Mapping
from alongside.people.importing.conventions import Defaults
from alongside.people.importing.cycles import cycles_in
from alongside.people.importing.fields import LONGEST, Field
from alongside.people.importing.identities import Identities, Place, Somebody
from alongside.people.importing.organisation import (
    Counts,
    Cycle,
    Holding,
    LineKind,
    Organisation,
    Person,
    ReportingLine,
    Seat,
)
from alongside.people.importing.reasons import Effect, Note, Problem, Reason, problem, shown
from alongside.people.importing.references import Answer, References
from alongside.people.importing.rows import CleanRow
from alongside.people.importing.tables import Table


@dataclass(frozen=True, slots=True)
class Decisions:
    """What the user decided beyond the cells: lines of the file whose manager is dropped to cut a circle."""

    cut_lines: frozenset[int] = frozenset()


def resolve(
    table: Table,
    mapping: Mapping,
    *,
    today: datetime.date,
    decisions: Decisions | None = None,
    defaults: Defaults | None = None,
) -> Organisation:
    """The organisation that a table proposes, with every row that can't be used as it stands.

    `today` places years of two digits. Raises Refusal where the mapping identifies nothing; anything wrong
    with single rows is a problem of the result.
    """
    cleaned = clean(table, mapping, today=today, defaults=defaults)
    identities = Identities(mapping).take(cleaned.rows)
    lines = _Lines(identities)
    cuts = (decisions or Decisions()).cut_lines
    places = {place.key: place for place in identities.places}
    cycles = cycles_in(lines.managers, places, cuts)
    circles, unused = _circle_problems(cycles, lines, places, cuts)
    people = tuple(map(_person, identities.people))
    nameless = _nameless(people, mapping)
    problems = [*cleaned.problems, *identities.problems, *lines.problems, *circles, *nameless]
    found = Organisation(
        people=people,
        seats=tuple(map(_seat, identities.places)),
        holdings=tuple(_holding(place, place.person) for place in identities.places if place.person),
        lines=tuple(_reporting_lines(lines, cycles, places)),
        units=_units(place.row for place in identities.places),
        cycles=tuple(cycles),
        problems=tuple(sorted(problems, key=lambda found: (found.line, found.code))),
        notes=(*table.notes, *cleaned.notes, *unused),
        counts=_counts(table, identities, lines),
    )
    identities.part()
    return found


class _Lines:
    """Lines from every place to its manager. `managers` still contains the circles."""

    def __init__(self, identities: Identities) -> None:
        self.managers: dict[str, str] = {}
        self.dotted: dict[tuple[str, str], None] = {}
        self.used: dict[str, tuple[ColumnUse, str]] = {}
        self.problems: list[Problem] = []
        self.unresolved = 0
        self.self_managed = 0
        self._directory = References(identities)
        for place in identities.places:
            self._resolve(place)
            self._resolve_dotted(place)

    def _resolve(self, place: Place) -> None:
        """The first column that gives one answer counts; those after it may agree or be reported."""
        answers = [
            (use, value, self._directory.find(value, use.refers_to, place))
            for use, value in place.row.managers
        ]
        sure = [(use, value, answer.place) for use, value, answer in answers if answer.place]
        if not answers:
            return
        if not sure:
            self.unresolved += 1
            self._say_unresolved(place, *answers[0])
            return
        use, value, manager = sure[0]
        self.used[place.key] = (use, value)
        self._compare(place, sure)
        if manager is place:
            self.self_managed += 1
            self._say(place, use, value, Reason.MANAGER_SELF, Effect.WITHOUT_MANAGER)
        else:
            self.managers[place.key] = manager.key

    def _compare(self, place: Place, sure: list[tuple[ColumnUse, str, Place]]) -> None:
        used, value, manager = sure[0]
        for use, other, found in sure[1:]:
            if found is not manager and (found.person is None or found.person is not manager.person):
                parameters = {"other": value, "used": used.header}
                self._say(place, use, other, Reason.MANAGERS_DISAGREE, Effect.KEPT, **parameters)

    def _say(
        self, place: Place, use: ColumnUse, value: str, code: Reason, effect: Effect, **parameters: str
    ) -> None:
        self.problems.append(problem(place.row.line, use.header, value, code, effect, **parameters))

    def _say_unresolved(self, place: Place, use: ColumnUse, value: str, answer: Answer) -> None:
        if answer.places:
            lines = _listed(other.row.line for other in answer.places)
            self._say(place, use, value, Reason.MANAGER_AMBIGUOUS, Effect.WITHOUT_MANAGER, lines=lines)
        elif answer.left_out:
            first = str(answer.left_out)
            self._say(place, use, value, Reason.MANAGER_LEFT_OUT, Effect.WITHOUT_MANAGER, first=first)
        else:
            self._say(place, use, value, Reason.MANAGER_ABSENT, Effect.WITHOUT_MANAGER)

    def _resolve_dotted(self, place: Place) -> None:
        for use, value in place.row.dotted:
            whole = self._directory.find(value, use.refers_to, place)
            several = [value] if whole.place else [part.strip() for part in value.split(";")]
            for part in dict.fromkeys(filter(None, several)):
                self._draw_dotted(place, use, part)

    def _draw_dotted(self, place: Place, use: ColumnUse, value: str) -> None:
        answer = self._directory.find(value, use.refers_to, place)
        if answer.place:
            if answer.place is not place:
                self.dotted.setdefault((place.key, answer.place.key))
        elif answer.places:
            lines = _listed(other.row.line for other in answer.places)
            self._say(place, use, value, Reason.DOTTED_AMBIGUOUS, Effect.WITHOUT_VALUE, lines=lines)
        else:
            self._say(place, use, value, Reason.DOTTED_ABSENT, Effect.WITHOUT_VALUE)


def _counts(table: Table, identities: Identities, lines: _Lines) -> Counts:
    return Counts(
        rows=len(table.rows),
        unresolved_managers=lines.unresolved,
        self_managed=lines.self_managed,
        duplicates=identities.duplicates,
        left_out=len(identities.left_out),
    )


def _listed(lines: Iterable[int]) -> str:
    """Line numbers for a sentence; a name that half the file shares doesn't need them all."""
    numbers = list(islice(lines, 11))
    return ", ".join(map(str, numbers[:10])) + (" …" if len(numbers) > 10 else "")


def _circle_problems(
    cycles: Iterable[Cycle], lines: _Lines, places: dict[str, Place], cuts: frozenset[int]
) -> tuple[list[Problem], list[Note]]:
    """One problem for every row of an open circle, one for every row where a circle was cut."""
    problems: list[Problem] = []
    used: set[int] = set()
    for cycle in cycles:
        used.update(cycle.cut)
        members = " → ".join(_called(places[key]) for key in (*cycle.members, cycle.members[0]))
        for key, line in zip(cycle.members, cycle.lines, strict=True):
            if not cycle.is_open and line not in cycle.cut:
                continue
            use, value = lines.used[key]
            code = Reason.CYCLE if cycle.is_open else Reason.CYCLE_CUT
            parameters = {"members": members, "proposal": str(cycle.proposed_line)}
            effect = Effect.WITHOUT_MANAGER
            problems.append(problem(line, use.header, value, code, effect, **parameters))
    return problems, [Note(Reason.CUT_NOT_NEEDED, {"line": str(line)}) for line in sorted(cuts - used)]


def _called(place: Place) -> str:
    row = place.row
    return row.name or row.title or row.role or row.seat_id or row.person_id or str(row.line)


def _person(somebody: Somebody) -> Person:
    """What the first row says; where it is silent, what the person's other rows say."""
    rows = [place.row for place in somebody.places]
    first = somebody.first
    name = next((row.name for row in rows if row.name), "")
    return Person(
        key=somebody.key,
        line=first.line,
        external_id=next((row.person_id for row in rows if row.person_id), ""),
        display_name=name or _stand_in(first)[: LONGEST[Field.NAME]],
        given_name=next((row.given_name for row in rows if row.given_name), ""),
        family_name=next((row.family_name for row in rows if row.family_name), ""),
        email=next((row.email for row in rows if row.email), ""),
        locale=next((row.locale for row in rows if row.locale), ""),
        time_zone=next((row.time_zone for row in rows if row.time_zone), ""),
        stand_in=not name,
        unread=first.unread if len(rows) == 1 else first.unread.union(*(row.unread for row in rows)),
    )


def _nameless(people: Iterable[Person], mapping: Mapping) -> Iterator[Problem]:
    """People without a name in a file that names people; where none is named, the title and number stand in."""
    columns = [*mapping.of(Field.NAME), *mapping.of(Field.FAMILY_NAME), *mapping.of(Field.GIVEN_NAME)]
    if not columns:
        return
    for person in people:
        if person.stand_in:
            called = shown(person.display_name)
            yield problem(
                person.line, columns[0].header, "", Reason.NAME_MISSING, Effect.WITHOUT_VALUE, called=called
            )


def _stand_in(row: CleanRow) -> str:
    """What to call somebody whose name the file doesn't hold: the address, or the title with the number."""
    if row.email:
        return row.email
    number = row.person_id or row.seat_id
    if row.title and number:
        return f"{row.title} ({number})"
    return row.title or row.role or number


def _seat(place: Place) -> Seat:
    row = place.row
    return Seat(
        key=place.key,
        line=row.line,
        external_id=row.seat_id,
        title=row.title,
        role_slug=row.role,
        unit=row.unit,
        site=row.site,
        country=row.country,
        country_code=row.country_code,
        vacant=place.person is None,
        unread=row.unread,
    )


def _holding(place: Place, somebody: Somebody) -> Holding:
    row = place.row
    until = row.last_day + datetime.timedelta(days=1) if row.last_day else None
    return Holding(somebody.key, place.key, row.line, row.start, until, row.share, place is somebody.primary)


def _reporting_lines(
    lines: _Lines, cycles: Iterable[Cycle], places: dict[str, Place]
) -> Iterable[ReportingLine]:
    dropped: set[str] = set()
    for cycle in cycles:
        pairs = zip(cycle.members, cycle.lines, strict=True)
        dropped.update(key for key, line in pairs if cycle.is_open or line in cycle.cut)
    for seat, manager in lines.managers.items():
        if seat not in dropped:
            yield ReportingLine(seat, manager, LineKind.LINE, places[seat].row.line)
    for seat, manager in lines.dotted:
        yield ReportingLine(seat, manager, LineKind.DOTTED, places[seat].row.line)


def _units(rows: Iterable[CleanRow]) -> tuple[tuple[str, ...], ...]:
    """Every unit path and all above it, parents first."""
    counted = Counter(row.unit for row in rows)
    paths = {path[:depth] for path in counted for depth in range(1, len(path) + 1)}
    return tuple(sorted(paths, key=lambda path: (len(path), path)))
