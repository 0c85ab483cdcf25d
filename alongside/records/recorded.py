"""What Alongside records: generated from the personal-data register that every stored field must have."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from alongside.core.register import DataClass, Register
from alongside.records.queries.rows import registered
from alongside.records.seeing import WHO_SEES, widest

NEVER = (
    _("It never scores or ranks a person."),
    _("It never shows HR, an administrator or a manager further up what you write in a 1:1."),
    _("It never records when you were last seen, what you read or how fast you answer."),
    _("It never asks for or guesses anything about your health."),
    _("It never sends your words to a language model or to anybody outside the company."),
)


@dataclass(frozen=True)
class Line:
    """Who sees one part of a record and how long it stays (months; None: as long as the record), and what for."""

    who: str | Promise
    months: int | None
    purposes: list[str | Promise]


@dataclass(frozen=True)
class Section:
    """One kind of record, e.g. "your 1:1s"."""

    what: str | Promise
    lines: list[Line]


def recorded() -> list[Section]:
    """Every kind of record that says something about a person, most widely seen first."""
    sections = []
    for _model, register in registered():
        if register.what:
            sections.append((widest(register), Section(register.what, _lines(register))))
    return [section for _rank, section in sorted(sections, key=lambda pair: pair[0]) if section.lines]


def _lines(register: Register) -> list[Line]:
    kept: dict[tuple[str | Promise, int | None], dict[str, str | Promise]] = {}
    for entry in register.values():
        if entry.data_class != DataClass.TECHNICAL:
            purposes = kept.setdefault((register.seen_by or WHO_SEES[entry.data_class], entry.months), {})
            purposes.setdefault(str(entry.purpose), entry.purpose)
    return [Line(who, months, list(purposes.values())) for (who, months), purposes in kept.items()]
