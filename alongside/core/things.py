"""The registry of kinds of records, so that audit, search, export and erasure can meet features without importing them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db.models import Model, QuerySet
from django.utils.functional import Promise

from alongside.core.actor import Actor
from alongside.core.audience import Audience


@dataclass(frozen=True)
class Kind:
    """One kind of record. `visible_to` is the only door to its rows."""

    name: str  # "one_on_ones.agenda_item"
    model: type[Model]
    words: str | Promise  # "agenda item"
    visible_to: Callable[[Actor], QuerySet[Any]]
    audience: Audience | None = (
        None  # for "Who can see this"; None where there is no single record to explain
    )
    concerns: Callable[[Any], int] | None = (
        None  # the person whose manager or HR partner might be expected to see it
    )
    url: Callable[[Any], str] | None = None


_kinds: dict[str, Kind] = {}


def declare(kind: Kind) -> None:
    """Called once per kind by config/wiring.py."""
    if _kinds.setdefault(kind.name, kind) != kind:
        raise ValueError(f"{kind.name} is declared twice")


def kind_named(name: str) -> Kind | None:
    return _kinds.get(name)


def kinds() -> list[Kind]:
    return list(_kinds.values())


def kind_of(thing: Model) -> str:
    """ "one_on_ones.agendaitem" -> the stable name used in the audit log."""
    return thing._meta.label_lower
