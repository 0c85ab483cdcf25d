"""A filled row of every table that tells of people, for one person: made from the models, so that a new one is in it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date, timedelta
from itertools import count
from typing import Any

from django.contrib.postgres.fields import DateRangeField
from django.db import models
from django.db.backends.postgresql.psycopg_any import DateRange
from model_bakery import baker

from alongside.core.encrypted import EncryptedText
from alongside.core.models import DataKey
from alongside.core.register import DataClass, Register, register_of
from alongside.people.calendar import today
from alongside.people.models import Person
from alongside.people.relations import lookup
from alongside.records.queries import rows

LONGEST_CANARY = 60
_number = count(1)
baker.generators.add(EncryptedText, lambda: "words of a row that stands behind another one")
# What a table demands beyond its columns' types. Called for each row.
DEMANDS: dict[str, dict[str, Callable[[], Any]]] = {
    "one_on_ones.rating": {"useful": lambda: 4, "employee_talked": lambda: 50},
    "one_on_ones.pairmonth": {"release__month": lambda: date(1990, 1, 1) + timedelta(days=next(_number))},
    "skip_levels.reading": {"retelling__data_key": DataKey.fresh},
    "commitments.obstacle": {"commitment__data_key": DataKey.fresh},
    "people.dutyproposal": {"duty": lambda: "auditor"},
    "people.holding": {"is_primary": lambda: False},
}


def everything_of(person: Person) -> Iterator[models.Model]:
    """One row in each table for each way in which it can concern this person."""
    for model, register in rows.registered():
        if rows.exported(register) and model is not Person:
            for path in register.subjects:
                yield a_filled(model, register, path, person)


def a_filled(model: type[models.Model], register: Register, path: str, person: Person) -> models.Model:
    """A row that concerns them by this path; the first row holds their words, a canary in each column for text."""
    is_theirs = path == register.subjects[0]
    whose = {path, register.words_of, *register.words_of_columns.values()} if is_theirs else {path}
    given: dict[str, Any] = dict(_at(one, person) for one in whose - {""})
    given |= {name: made() for name, made in DEMANDS.get(model._meta.label_lower, {}).items()}
    for field in model._meta.concrete_fields:
        if isinstance(field, EncryptedText):
            given.setdefault(lookup(field.key_path), DataKey.fresh())
        elif isinstance(field, DateRangeField):
            given[field.name] = DateRange(
                today() - timedelta(days=next(_number)), today() + timedelta(days=1)
            )
        if takes_a_canary(field):
            given[field.name] = canary(person, field) if is_theirs else "words of somebody else"
    return baker.make(model, **given)


def _at(path: str, person: Person) -> tuple[str, object]:
    """The person at the end of a path, as the row names them: themselves, their number, or their account."""
    if path in ("account.person", "user.person"):
        return path.removesuffix(".person"), person.account
    return lookup(path), person.pk if path.endswith("_id") else person


def takes_a_canary(field: models.Field[Any, Any]) -> bool:
    """Free text that is long enough; what has a meaning for the software is left as it must be."""
    if isinstance(field, EncryptedText):
        return True
    is_free = type(field) in (models.CharField, models.TextField) and not field.choices and not field.unique
    entry = register_of(field.model)[field.name]  # type: ignore[index]
    return is_free and entry.data_class != DataClass.TECHNICAL and (field.max_length or 999) >= LONGEST_CANARY


def canary(person: Person, field: models.Field[Any, Any]) -> str:
    return f"canary-of-{person.pk}. {field.model._meta.label_lower} {field.name}"[:LONGEST_CANARY]
