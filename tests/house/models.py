"""What models owe: singular names, a personal-data register that is exact, encryption of words between people."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from django.db import models

from alongside.core.encrypted import EncryptedText
from alongside.core.register import DataClass, Register

# English words that end in "s" and name one thing.
SINGULAR = frozenset({"Series", "Focus", "Status", "Basis", "Analysis", "Canvas", "Bonus", "News"})
BETWEEN_PEOPLE = frozenset({DataClass.C2, DataClass.C3, DataClass.C4, DataClass.C5})
TEXT = (models.CharField, models.TextField, models.JSONField)
type Model = type[models.Model]


def is_ours(model: Model) -> bool:
    return model.__module__.startswith("alongside.")


def label(model: Model) -> str:
    """ "goals.models:Objective": the name that exceptions are written under."""
    return f"{model._meta.app_label}.models:{model.__name__}"


def plural(found: Iterable[Model]) -> dict[str, str]:
    return {
        label(model): f"is a plural: a row is one {model.__name__.removesuffix('s')}"
        for model in found
        if model.__name__.endswith("s")
        and not model.__name__.endswith("ss")
        and not model.__name__.endswith(tuple(SINGULAR))
    }


def unregistered(found: Iterable[Model], third_party: Mapping[str, Register]) -> dict[str, str]:
    """Models whose register is missing, or has other entries than the table has columns."""
    problems = {}
    for model in found:
        register = getattr(model, "register", None) if is_ours(model) else third_party.get(model._meta.label)
        where = "the model" if is_ours(model) else "alongside/config/third_party_register.py"
        if not isinstance(register, Register):
            problems[label(model)] = f"has no personal-data register: add register = Register(...) to {where}"
            continue
        columns = {field.name for field in model._meta.concrete_fields}
        wrong = [f"lacks {name}" for name in sorted(columns - set(register))]
        wrong += [f"names {name}, which is no column" for name in sorted(set(register) - columns)]
        if wrong:
            problems[label(model)] = f"the register in {where} " + ", ".join(wrong)
        elif not is_ours(model) and not register.what:
            problems[label(model)] = (
                f"needs what=... in {where}: why it is stored, or why nobody needs to know"
            )
    return problems


def unsubjected(found: Iterable[Model]) -> dict[str, str]:
    """Models that say something about people and do not say about whom."""
    return {
        label(model): "holds fields about people: say whom it concerns, Register(subjects=..., what=...)"
        for model in found
        if is_ours(model)
        and isinstance(register := getattr(model, "register", None), Register)
        and any(entry.data_class != DataClass.TECHNICAL for entry in register.values())
        and not register.subjects
    }


def plain_words(found: Iterable[Model]) -> dict[str, str]:
    """Text of the classes C2 to C5 that the database holds in plain sight."""
    problems = {}
    for model in found:
        register = getattr(model, "register", {})
        for field in model._meta.concrete_fields:
            entry = register.get(field.name)
            open_text = isinstance(field, TEXT) and not field.choices
            if entry is not None and entry.data_class in BETWEEN_PEOPLE and open_text:
                problems[f"{label(model)}.{field.name}"] = (
                    f"is {entry.data_class} text in plain sight: use EncryptedText, or correct its class"
                )
    return problems


def unsealed(found: Iterable[Model]) -> dict[str, str]:
    """Models with encrypted text whose rows have no name of their own inside the encryption."""
    problems = {}
    for model in found:
        fields = {field.name: field for field in model._meta.concrete_fields}
        if any(isinstance(field, EncryptedText) for field in fields.values()):
            seal = fields.get("seal_id")
            if (
                not isinstance(seal, models.UUIDField)
                or seal.null
                or not seal.has_default()
                or not seal.unique
            ):
                problems[label(model)] = (
                    "has encrypted text: add seal_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)"
                )
    return problems
