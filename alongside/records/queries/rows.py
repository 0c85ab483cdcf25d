"""Which rows concern a person, according to the registers: the one place that reads `subjects`, `author`, `private`."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.apps import apps
from django.db.models import Model, Q, QuerySet

from alongside.core.encrypted import EncryptedText
from alongside.core.register import DataClass, Export, Register, register_of

type Rows = QuerySet[Any]


def registered() -> Iterator[tuple[type[Model], Register]]:
    """Every table that says something about people, with its register."""
    for model in apps.get_models():
        register = register_of(model)
        if register is not None and register.subjects:
            yield model, register


def lookup(path: str) -> str:
    """ "series.manager" -> "series__manager"; the empty path is the row itself."""
    return path.replace(".", "__") or "pk"


def is_at(path: str, person_id: int) -> Q:
    """Rows whose person at this path is the given one."""
    return Q(**{lookup(path): person_id})


def concerning(model: type[Model], register: Register, person_id: int) -> Rows:
    """Rows about a person; what another one keeps to themselves is not about them."""
    about = Q(pk__in=[])
    for path in register.subjects:
        about |= is_at(path, person_id)
    rows = model._base_manager.filter(about)
    if register.private_when is not None:
        path, value = register.private_when
        rows = rows.exclude(Q(**{lookup(path): value}) & ~is_at(register.words_of, person_id))
    return with_keys(model, rows).order_by("pk")


def with_keys(model: type[Model], rows: Rows) -> Rows:
    """The same rows with what opens their words, so that no row costs a query."""
    keys = [
        lookup(field.key_path) for field in model._meta.concrete_fields if isinstance(field, EncryptedText)
    ]
    return rows.select_related(*keys) if keys else rows


def told(register: Register) -> bool:
    """Whether a table holds anything that is more than machinery."""
    return any(entry.data_class != DataClass.TECHNICAL for entry in register.values())


def author_path(register: Register, column: str) -> str:
    """Whose words a column holds, as a path; empty where the words are nobody's in particular."""
    return register.words_of_columns.get(column, register.words_of)


def exported(register: Register) -> bool:
    """Whether an export holds anything of this table."""
    return any(
        entry.data_class != DataClass.TECHNICAL and entry.export != Export.EXCLUDE
        for entry in register.values()
    )


def count(model: type[Model], register: Register, person_id: int) -> int:
    """How many rows of a table concern a person."""
    return concerning(model, register, person_id).order_by().count()
