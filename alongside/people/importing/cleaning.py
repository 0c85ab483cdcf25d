"""Cells to values: every row of a table with what its mapped columns mean, and a problem for what they
can't.
"""

import datetime
import re
from collections.abc import Callable, Sequence
from decimal import Decimal

from alongside.people.importing.addresses import normal_email
from alongside.people.importing.columns import ColumnUse, Mapping
from alongside.people.importing.conventions import Conventions, Defaults, conventions_of
from alongside.people.importing.dates import EitherWayError, read_date
from alongside.people.importing.fields import IDENTIFYING, LONGEST, LONGEST_UNIT, REFERENCES, Field
from alongside.people.importing.places import country_code, locale_code, time_zone
from alongside.people.importing.reasons import Effect, Note, Problem, Reason, problem
from alongside.people.importing.rows import Cleaned, CleanRow
from alongside.people.importing.shapes import misshapen, missing
from alongside.people.importing.shares import OutOfRangeError, read_share
from alongside.people.importing.tables import Row, Table
from alongside.people.importing.texts import (
    has_bidi_controls,
    is_blank_mark,
    looks_like_formula,
    one_line,
    turned_round,
)
from alongside.people.importing.vacancies import flag, has_letters, is_vacancy_name

LARGEST_CELL = 10_000  # characters
_PLAIN_CELLS = 20_000  # cells known to be clean as they stand, so that repeated ones are looked at once
_WHOLE_NUMBER = re.compile(r"(\d+)\.0+")
_ROUNDED = re.compile(r"\d(?:[.,]\d+)?E\+\d+", re.IGNORECASE)
_NO_MANAGER = frozenset(
    {"none", "null", "nan", "nil", "keine", "keiner", "kein", "na", "no manager", "nobody"}
)
_PATH = re.compile(r"\s*(?:>|»|→|\\|::)\s*")
_SLASHED = re.compile(r"\s*/\s*")


def clean(
    table: Table, mapping: Mapping, *, today: datetime.date, defaults: Defaults | None = None
) -> Cleaned:
    """Read every mapped cell. Raises Refusal where the mapping identifies nothing."""
    mapping.check()
    conventions, notes = conventions_of(table, mapping, today, defaults or Defaults())
    cleaner = _Cleaner(table, mapping, conventions, today)
    rows = tuple(cleaner.row(row) for row in table.rows)
    if cleaner.hidden:
        header = mapping.of(Field.HIDDEN)[0].header
        notes.append(Note(Reason.HIDDEN_AS_VACANT, {"column": header, "count": str(cleaner.hidden)}))
    return Cleaned(rows, tuple(cleaner.problems), tuple(notes))


class _Cleaner:
    """Reads rows of one table one after another and collects their problems."""

    def __init__(
        self, table: Table, mapping: Mapping, conventions: Conventions, today: datetime.date
    ) -> None:
        self.problems: list[Problem] = []
        self.hidden = 0
        self._plain: set[str] = set()
        self._header = table.header
        self._mapping = mapping
        self._conventions = conventions
        self._today = today
        self._single = {
            use.field: use for use in mapping.columns if use.field and use.field not in REFERENCES
        }
        self._single.pop(Field.UNIT, None)
        self._units = mapping.of(Field.UNIT)
        self._managers = conventions.trusted(mapping.of(Field.MANAGER))
        self._dotted = conventions.trusted(mapping.of(Field.DOTTED_MANAGER))
        self._has_names = mapping.has(Field.NAME, Field.GIVEN_NAME, Field.FAMILY_NAME)
        self._row = Row(0, ())
        self._unread: set[Field] = set()
        self._usable = True

    def row(self, row: Row) -> CleanRow:
        self._row, self._unread, self._usable = row, set(), True
        self._check_shape(row)
        clean = CleanRow(row.line)
        self._read_identity(clean)
        self._read_place(clean)
        self._read_holding(clean)
        self._read_references(clean)
        self._decide_vacancy(clean)
        self._check_meaning(clean)
        if self._unread:  # an empty set of its own for each row would be a tenth of what the rows weigh
            clean.unread = frozenset(self._unread)
        clean.usable = self._usable
        return clean

    def _say(
        self, use: ColumnUse | None, value: str, code: Reason, effect: Effect, **parameters: str
    ) -> None:
        column = use.header if use else ""
        self.problems.append(problem(self._row.line, column, value, code, effect, **parameters))
        self._usable = self._usable and effect is not Effect.LEFT_OUT
        if use and use.field and effect is not Effect.KEPT:
            self._unread.add(use.field)

    def _check_shape(self, row: Row) -> None:
        found = misshapen(row, self._mapping)
        if found:
            self.problems.append(found)
            self._usable = found.effect is not Effect.LEFT_OUT
            self._unread |= missing(row, self._mapping)
        for index, cell in enumerate(row.cells):
            if len(cell) > LARGEST_CELL and index < len(self._header):
                self._say_too_large(self._mapping.columns[index], cell)

    def _say_too_large(self, use: ColumnUse, cell: str, limit: int = LARGEST_CELL) -> None:
        effect = Effect.WITHOUT_VALUE if use.field else Effect.KEPT
        if use.field in IDENTIFYING and use.field is not Field.TITLE:
            effect = Effect.LEFT_OUT
        elif use.field is Field.MANAGER:
            effect = Effect.WITHOUT_MANAGER
        self._say(use, cell, Reason.CELL_TOO_LARGE, effect, length=str(len(cell)), limit=str(limit))

    def _text(self, use: ColumnUse | None) -> str:
        """The cell as one clean line; signs for "nothing" are nothing. Says what was odd about it."""
        if use is None:
            return ""
        cell = self._row.cells[use.index]
        if cell in self._plain:
            return cell
        if not cell or len(cell) > LARGEST_CELL:
            return ""
        text = one_line(cell)
        if has_bidi_controls(cell):
            self._say(use, text, Reason.DIRECTION_MARKS, Effect.KEPT)
        if not text or is_blank_mark(text):
            return ""
        if looks_like_formula(text):
            self._say(use, text, Reason.FORMULA_AS_TEXT, Effect.KEPT)
        elif text == cell and len(self._plain) < _PLAIN_CELLS:
            self._plain.add(cell)
        return text

    def _of(self, field: Field) -> str:
        use = self._single.get(field)
        text = self._text(use)
        if use and len(text) > LONGEST.get(field, LARGEST_CELL):
            self._say_too_large(use, text, LONGEST[field])
            return ""
        return text

    def _identifier(self, field: Field) -> str:
        """A number as it is written, leading zeros and all; ".0" is what a spreadsheet left behind."""
        text = self._of(field)
        if not text or (not text[-1].isdigit() and is_vacancy_name(text)):
            return ""
        if _ROUNDED.fullmatch(text):
            self._say(self._single[field], text, Reason.ID_ROUNDED, Effect.KEPT)
        whole = _WHOLE_NUMBER.fullmatch(text)
        return whole[1] if whole else text

    def _read_identity(self, clean: CleanRow) -> None:
        clean.person_id = self._identifier(Field.PERSON_ID)
        clean.seat_id = self._identifier(Field.SEAT_ID)
        clean.given_name = self._of(Field.GIVEN_NAME)
        clean.family_name = self._of(Field.FAMILY_NAME)
        name = self._of(Field.NAME)
        if self._conventions.family_first:
            name = turned_round(name)
        clean.name = name or f"{clean.given_name} {clean.family_name}".strip()
        clean.email = self._email()

    def _email(self) -> str:
        use = self._single.get(Field.EMAIL)
        text = self._text(use)
        if not text or ("@" not in text and is_vacancy_name(text)):
            return ""
        email = normal_email(text)
        if email is None:
            self._say(use, text, Reason.EMAIL_INVALID, Effect.WITHOUT_VALUE)
        return email or ""

    def _read_place(self, clean: CleanRow) -> None:
        clean.title = self._of(Field.TITLE)
        clean.role = self._of(Field.ROLE)
        clean.site = self._of(Field.SITE)
        clean.country = self._of(Field.COUNTRY)
        if clean.country:
            clean.country_code = country_code(clean.country, codes=self._conventions.country_codes)
        clean.unit = self._unit_path()
        clean.time_zone = self._known(Field.TIME_ZONE, time_zone, Reason.TIME_ZONE_UNKNOWN)
        clean.locale = self._known(Field.LOCALE, locale_code, Reason.LOCALE_UNKNOWN)

    def _known(self, field: Field, read: "_Reader", reason: Reason) -> str:
        text = self._of(field)
        value = read(text) if text else ""
        if value is None:
            self._say(self._single[field], text, reason, Effect.WITHOUT_VALUE)
        return value or ""

    def _unit_path(self) -> tuple[str, ...]:
        """Names from the top down: one column per level, or a path in one cell, or both."""
        path: list[str] = []
        for use in self._units:
            text = self._text(use)
            splitter = _SLASHED if self._conventions.slashed_paths else _PATH
            for name in filter(None, splitter.split(text)):
                if len(name) > LONGEST_UNIT:
                    self._say_too_large(use, name, LONGEST_UNIT)
                    return ()
                if not path or path[-1] != name:
                    path.append(name)
        return tuple(path)

    def _read_holding(self, clean: CleanRow) -> None:
        clean.start = self._date(Field.START)
        clean.last_day = self._date(Field.END)
        clean.share = self._share()
        if clean.start and clean.last_day and clean.last_day < clean.start:
            use = self._single[Field.END]
            start = clean.start.isoformat()
            self._say(use, self._text(use), Reason.END_BEFORE_START, Effect.WITHOUT_VALUE, start=start)
            clean.last_day = None

    def _date(self, field: Field) -> datetime.date | None:
        use = self._single.get(field)
        text = self._text(use)
        if use is None or not text or text.casefold() in _NO_MANAGER:
            return None
        try:
            return read_date(text, self._conventions.order(use.index), self._today).day
        except EitherWayError:
            self._say(use, text, Reason.DATE_EITHER_WAY, Effect.WITHOUT_VALUE)
        except ValueError:
            self._say(use, text, Reason.DATE_UNREADABLE, Effect.WITHOUT_VALUE)
        return None

    def _share(self) -> Decimal | None:
        use = self._single.get(Field.SHARE)
        text = self._text(use)
        if not text:
            return None
        try:
            return read_share(text, percent=self._conventions.percent)
        except OutOfRangeError:
            self._say(use, text, Reason.SHARE_OUT_OF_RANGE, Effect.WITHOUT_VALUE)
        except ValueError:
            self._say(use, text, Reason.SHARE_UNREADABLE, Effect.WITHOUT_VALUE)
        return None

    def _read_references(self, clean: CleanRow) -> None:
        clean.managers = tuple(self._references(self._managers))
        clean.dotted = tuple(self._references(self._dotted))

    def _references(self, uses: Sequence[ColumnUse]) -> list[tuple[ColumnUse, str]]:
        found = []
        for use in uses:
            cell = self._row.cells[use.index]
            text = one_line(cell[:200]) if len(cell) > LARGEST_CELL else self._text(use)
            if text and text.casefold() not in _NO_MANAGER:
                whole = _WHOLE_NUMBER.fullmatch(text)
                found.append((use, whole[1] if whole else text))
        return found

    def _decide_vacancy(self, clean: CleanRow) -> None:
        """A vacancy is marked, or its name says so, or a file with names has none here."""
        named = bool(clean.name) and not is_vacancy_name(clean.name)
        marked = self._marked(Field.VACANT)
        hidden = self._marked(Field.HIDDEN) and not named and not clean.email
        nameless = self._has_names and not named and not (clean.email and not clean.name)
        clean.vacant = marked or hidden or nameless
        self.hidden += hidden and not marked and not nameless
        if not clean.vacant:
            return
        if marked and named:
            self._say(self._single[Field.VACANT], clean.name, Reason.VACANT_BUT_NAMED, Effect.KEPT)
        elif nameless and clean.person_id and Field.SEAT_ID in self._single and not clean.name:
            use = self._single[Field.PERSON_ID]
            self._say(use, clean.person_id, Reason.PERSON_NUMBER_BUT_NO_NAME, Effect.KEPT)

    def _marked(self, field: Field) -> bool:
        use = self._single.get(field)
        text = self._text(use)
        value = flag(text)
        if value is None and self._conventions.plain_flags:
            self._say(use, text, Reason.VACANT_UNREADABLE, Effect.WITHOUT_VALUE)
        return bool(value)

    def _check_meaning(self, clean: CleanRow) -> None:
        if not self._usable:
            return
        if clean.name and not clean.vacant and not has_letters(clean.name):
            use = self._single.get(Field.NAME) or self._single.get(Field.FAMILY_NAME)
            self._say(use, clean.name, Reason.NAME_WITHOUT_LETTERS, Effect.LEFT_OUT)
        elif not clean.names_something(has_names=self._has_names):
            first = next((cell for cell in self._row.cells if one_line(cell[:200])), "")
            self._say(None, first, Reason.NAMES_NOTHING, Effect.LEFT_OUT)


type _Reader = Callable[[str], str | None]
