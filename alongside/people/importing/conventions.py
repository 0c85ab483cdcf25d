"""How a file writes things, decided before any cell is read: date order, percents, names, codes."""

import datetime
import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from alongside.people.importing.columns import ColumnUse, Mapping
from alongside.people.importing.dates import (
    MONTH_FIRST_COUNTRIES,
    Order,
    ReadDate,
    is_either_way,
    order_of,
    pivot,
    read_date,
)
from alongside.people.importing.fields import TARGETS, Field
from alongside.people.importing.headers import normal_header
from alongside.people.importing.places import country_code, is_code_column, locale_code
from alongside.people.importing.reasons import Note, Reason, shown
from alongside.people.importing.shares import is_percent, read_share
from alongside.people.importing.tables import Table
from alongside.people.importing.texts import is_blank_mark, one_line
from alongside.people.importing.vacancies import flag

_SHOWN_ORDER = {Order.DAY_FIRST: "31/12", Order.MONTH_FIRST: "12/31"}
_PATH_HEADER = re.compile(r"\b(path|pfad|hierarch\w*)\b")
_DECIDED = frozenset(
    {Field.COUNTRY, Field.LOCALE, Field.START, Field.END, Field.SHARE, Field.NAME, Field.UNIT, Field.VACANT}
)
_LONGEST = 500  # characters of a cell that can still be one of these short values


@dataclass(frozen=True, slots=True)
class Defaults:
    """What the company knows and the file may not say: its country (ISO code) and, by choice, the order of
    dates.
    """

    country: str = ""
    date_order: Order | None = None


@dataclass(frozen=True, slots=True)
class Conventions:
    """The decisions for one table. Orders of dates are by column."""

    orders: dict[int, Order]
    percent: bool
    family_first: bool
    country_codes: bool
    slashed_paths: bool
    plain_flags: bool

    def order(self, index: int) -> Order:
        return self.orders.get(index, Order.DAY_FIRST)

    @staticmethod
    def trusted(uses: Iterable[ColumnUse]) -> tuple[ColumnUse, ...]:
        """Manager columns, numbers before names; a column that points anywhere comes last."""
        rank = {field: place for place, field in enumerate(TARGETS)}
        return tuple(sorted(uses, key=lambda use: rank.get(use.refers_to, 99) if use.refers_to else 99))


def conventions_of(
    table: Table, mapping: Mapping, today: datetime.date, defaults: Defaults
) -> tuple[Conventions, list[Note]]:
    """The conventions of a table, and a note for each that somebody might want to know."""
    counts = {use.index: _counted(table, use.index) for use in mapping.columns if use.field in _DECIDED}
    notes: list[Note] = []
    codes, country = _country(mapping, counts, notes, defaults)
    orders = _orders(mapping, counts, notes, country, defaults, today)
    shares = _values(mapping, counts, Field.SHARE)
    percent = is_percent(shares)
    if percent:
        _say_percent(mapping, shares, notes)
    names = _values(mapping, counts, Field.NAME)
    flags = _values(mapping, counts, Field.VACANT)
    return Conventions(
        orders=orders,
        percent=percent,
        family_first=bool(names) and 2 * sum("," in name for name in names) > len(names),
        country_codes=codes,
        slashed_paths=any(_PATH_HEADER.search(normal_header(use.header)) for use in mapping.of(Field.UNIT))
        and not any(">" in value for value in _values(mapping, counts, Field.UNIT)),
        plain_flags=bool(flags) and 2 * sum(flag(value) is not None for value in flags) > len(flags),
    ), notes


def _counted(table: Table, index: int) -> Counter[str]:
    """Distinct values of a column with how often they stand there, in the order of the file."""
    cells = Counter(row.cells[index] for row in table.rows if len(row.cells[index]) <= _LONGEST)
    counted: Counter[str] = Counter()
    for cell, count in cells.items():
        if not is_blank_mark(cell):
            counted[one_line(cell)] += count
    return counted


def _values(mapping: Mapping, counts: dict[int, Counter[str]], field: Field) -> list[str]:
    return [value for use in mapping.of(field) for value in counts[use.index]]


def _country(
    mapping: Mapping, counts: dict[int, Counter[str]], notes: list[Note], defaults: Defaults
) -> tuple[bool, str]:
    """Whether countries are bare codes, and the country that most rows are in."""
    codes = is_code_column(_values(mapping, counts, Field.COUNTRY))
    most: Counter[str] = Counter()
    for use in mapping.of(Field.COUNTRY):
        unknown = []
        for value, count in counts[use.index].items():
            code = country_code(value, codes=codes)
            most[code] += count
            if not code:
                unknown.append(value)
        if unknown:
            listed = {"column": use.header, "values": shown(", ".join(sorted(unknown)))}
            notes.append(Note(Reason.COUNTRIES_UNKNOWN, listed))
    for use in mapping.of(Field.LOCALE):
        for value, count in counts[use.index].items():
            most[(locale_code(value) or "").partition("-")[2][-2:]] += count
    most.pop("", None)
    best = max(most.items(), key=lambda item: (item[1], item[0]), default=("", 0))[0]
    return codes, best or defaults.country.upper()


def _orders(
    mapping: Mapping,
    counts: dict[int, Counter[str]],
    notes: list[Note],
    country: str,
    defaults: Defaults,
    today: datetime.date,
) -> dict[int, Order]:
    """One order per date column: the user's choice, its own values, the other date columns, the country,
    habit.
    """
    uses = [*mapping.of(Field.START), *mapping.of(Field.END)]
    found = {use.index: order_of(counts[use.index]) for use in uses}
    settled = {order for order, _, _ in found.values()} & {Order.DAY_FIRST, Order.MONTH_FIRST}
    neighbour = settled.pop() if len(settled) == 1 else None
    by_country = Order.MONTH_FIRST if country in MONTH_FIRST_COUNTRIES else Order.DAY_FIRST
    orders: dict[int, Order] = {}
    for use in uses:
        order, day_first, month_first = found[use.index]
        decided = defaults.date_order or (order if order is not Order.UNDECIDED else neighbour or by_country)
        orders[use.index] = decided
        parameters = {"column": use.header, "order": _SHOWN_ORDER.get(decided, ""), "country": country}
        if order is Order.BOTH and defaults.date_order is None:
            notes.append(Note(Reason.DATES_MIXED, {**parameters, "first": day_first, "second": month_first}))
        elif defaults.date_order is None and any(map(is_either_way, counts[use.index])):
            evidence = day_first or month_first
            if not evidence and neighbour:
                evidence = next(
                    first or second for kind, first, second in found.values() if kind is neighbour
                )
            _say_order(notes, parameters, order, evidence, country)
        _say_years_and_serials(use, counts[use.index], decided, today, notes)
    return orders


def _say_order(
    notes: list[Note], parameters: dict[str, str], order: Order, evidence: str, country: str
) -> None:
    if evidence:
        notes.append(Note(Reason.DATES_BY_VALUES, {**parameters, "value": evidence}))
    elif order is Order.UNDECIDED:
        notes.append(Note(Reason.DATES_BY_COUNTRY if country else Reason.DATES_BY_HABIT, parameters))


def _say_years_and_serials(
    use: ColumnUse, values: Iterable[str], order: Order, today: datetime.date, notes: list[Note]
) -> None:
    two_digits = serial = False
    for value in values:
        read = _readable(value, order, today)
        if read and read.two_digits and not two_digits:
            two_digits = True
            notes.append(Note(Reason.YEARS_PIVOT, {"column": use.header, "last": f"{pivot(today):02}"}))
        if read and read.serial and read.day and not serial:
            serial = True
            shown_as = {"column": use.header, "value": value, "date": read.day.isoformat()}
            notes.append(Note(Reason.DATES_SERIAL, shown_as))


def _readable(value: str, order: Order, today: datetime.date) -> ReadDate | None:
    try:
        return read_date(value, order, today)
    except ValueError:
        return None


def _say_percent(mapping: Mapping, shares: list[str], notes: list[Note]) -> None:
    for value in shares:
        try:
            share = read_share(value, percent=True)
        except ValueError:
            continue
        header = mapping.of(Field.SHARE)[0].header
        notes.append(Note(Reason.SHARES_PERCENT, {"column": header, "value": value, "share": f"{share:f}"}))
        return
