"""Everything that is stored about one person, as a document: for reading, for taking along, for a judge.

The document is plain data (JSON): {"format", "made_at", "person", "sections": [{"kind", "what", "seen_by", "records":
[{"column": value}]}]}. Dates are ISO 8601. Columns follow the register: machinery is left out, and the words that
somebody else wrote are replaced by a note (GDPR article 15(4)); what another one keeps to themselves is not there.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any

from django.db.backends.postgresql.psycopg_any import Range
from django.db.models import Field, ForeignKey, Model
from django.utils import timezone
from django.utils.translation import gettext as _

from alongside.core.keyring import Unreadable
from alongside.core.register import DataClass, Entry, Export, Register, person_at
from alongside.people.models import Person
from alongside.people.queries import names_of
from alongside.records.queries import rows
from alongside.records.seeing import seen_by

FORMAT = 1
type Document = dict[str, Any]


def document_about(person: Person) -> Document:
    """All of it, one query per table and one for names. Sections without a record are left out."""
    sections = [
        section
        for model, register in rows.registered()
        if rows.exported(register) and (section := _section(model, register, person))["records"]
    ]
    return {
        "format": FORMAT,
        "made_at": timezone.now().isoformat(timespec="seconds"),
        "person": person.name,
        "sections": sorted(sections, key=lambda section: str(section["what"])),
    }


def _section(model: type[Model], register: Register, person: Person) -> Document:
    columns = [
        (field, entry)
        for field in model._meta.concrete_fields
        if (entry := register[field.name]).data_class != DataClass.TECHNICAL
        and entry.export != Export.EXCLUDE
    ]
    found = list(rows.concerning(model, register, person.pk)) if columns else []
    names = _names(found, columns)
    return {
        "kind": model._meta.label_lower,
        "what": str(register.what),
        "seen_by": str(seen_by(register)),
        "records": [_record(row, columns, register, person, names) for row in found],
    }


def _record(
    row: Any, columns: list[tuple[Any, Entry]], register: Register, person: Person, names: dict[int, str]
) -> Document:
    """One row as {column: value}; columns without a value are left out."""
    record = {}
    for field, entry in columns:
        path = rows.author_path(register, field.name)
        if (
            _is_words(field)
            and entry.export == Export.REDACTED
            and path
            and person_at(row, path) != person.pk
        ):
            record[_label(field)] = _(
                "Words of somebody else. Open them in Alongside while you may read them."
            )
            continue
        value = _value(row, field, names)
        if value not in (None, "", [], {}):
            record[_label(field)] = value
    return record


def _label(field: Field[Any, Any]) -> str:
    return str(field.name)


def _is_words(field: Field[Any, Any]) -> bool:
    return field.get_internal_type() == "BinaryField" and hasattr(field, "key_path")


def _value(row: Any, field: Field[Any, Any], names: dict[int, str]) -> Any:
    if isinstance(field, ForeignKey):
        key = getattr(row, field.attname)
        return (
            names.get(key, "")
            if field.related_model is Person
            else (str(getattr(row, field.name)) if key else "")
        )
    try:
        value = getattr(row, field.attname)
    except Unreadable:
        return _("Erased.")
    if field.choices:
        return str(dict(field.flatchoices).get(value, value))
    return plain(value)


def plain(value: Any) -> Any:
    """Any column's value as JSON knows it; ranges as {"from", "to"}, half-open; bytes are no words and stay out."""
    for kind, form in _FORMS:
        if isinstance(value, kind):
            return form(value)
    return str(value)


def _range(value: Any) -> Document:
    return {"from": plain(value.lower), "to": plain(value.upper)}


_FORMS: list[tuple[Any, Callable[[Any], Any]]] = [
    ((str, bool, int, float, dict, list, type(None)), lambda value: value),
    ((datetime, date, time), lambda value: value.isoformat()),
    (Decimal, str),
    (Range, _range),
    ((bytes, memoryview), lambda value: None),
]


def _names(found: list[Any], columns: list[tuple[Any, Entry]]) -> dict[int, str]:
    """Names of the people whom these rows point at, in one query."""
    keys = [
        field.attname
        for field, _entry in columns
        if isinstance(field, ForeignKey) and field.related_model is Person
    ]
    return names_of({key for row in found for name in keys if (key := getattr(row, name))})
