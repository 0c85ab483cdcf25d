"""Everything the import says, as codes with parameters and one plain sentence each.

The sentences are message ids: `in_words` takes the reader's `gettext`. Parameters are text and are never
translated.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from dataclasses import field as dataclass_field
from enum import StrEnum

from alongside.people.importing.codes import Reason
from alongside.people.importing.sentences import SENTENCES

SHOWN = 200  # characters of a value that are repeated in a message

__all__ = ["SENTENCES", "SHOWN", "Effect", "Note", "Problem", "Reason", "in_words", "problem", "shown"]


class Effect(StrEnum):
    """What becomes of the row."""

    LEFT_OUT = "left_out"
    WITHOUT_MANAGER = "without_manager"
    WITHOUT_VALUE = "without_value"
    KEPT = "kept"


@dataclass(frozen=True, slots=True)
class Note:
    """Something to say about the whole file."""

    code: Reason
    parameters: Mapping[str, str] = dataclass_field(default_factory=dict)

    def in_words(self, translate: Callable[[str], str] = str) -> str:
        return in_words(self.code, self.parameters, translate)


@dataclass(frozen=True, slots=True)
class Problem:
    """One cell of one row: where, what stands there, why it can't be used and what became of the row."""

    line: int
    column: str
    value: str
    code: Reason
    effect: Effect
    parameters: Mapping[str, str] = dataclass_field(default_factory=dict)

    def in_words(self, translate: Callable[[str], str] = str) -> str:
        known = {"line": str(self.line), "column": self.column, "value": self.value}
        return in_words(self.code, {**known, **self.parameters}, translate)


def problem(line: int, column: str, value: str, code: Reason, effect: Effect, **parameters: str) -> Problem:
    """A problem whose value is short enough to show."""
    return Problem(line, column, shown(value), code, effect, parameters)


def shown(value: str) -> str:
    return value if len(value) <= SHOWN else value[: SHOWN - 1] + "…"


def in_words(code: Reason, parameters: Mapping[str, str], translate: Callable[[str], str] = str) -> str:
    """The sentence of a code in the reader's language."""
    return translate(SENTENCES[code]) % parameters
