"""What happened that concerns one person, from the audit log, in words."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from alongside.audit.models import AuditEntry
from alongside.audit.queries import entries_concerning
from alongside.core.actor import Actor
from alongside.core.things import kind_named
from alongside.home.own_acts import said_of
from alongside.people.queries import names_of

PAGE = 50
PRODUCT = "Alongside"  # one letter in its face: the first two of "Alongside itself" would say something else


@dataclass(frozen=True)
class Trace:
    """Who did what and when: `said` is the whole sentence. `url` leads to the record while the reader may see it.

    `face` is the name as the directory has it, `who_key` their number there, 0 for who is not in it (any more); `who`
    is how the reader calls them.
    """

    at: datetime
    who: str | Promise
    face: str | Promise
    who_key: int
    said: str
    url: str


def traces_of(actor: Actor, *, before: int | None = None, most: int = PAGE) -> tuple[list[Trace], int | None]:
    """A page of what concerns the actor, newest first, and the mark of the next page."""
    found = entries_concerning(actor, before=before, most=most + 1)
    names = names_of({entry.person_id for entry in found if entry.person_id})
    visible = _visible(actor, found[:most])
    traces = [_trace(actor, entry, names, visible) for entry in found[:most]]
    return traces, found[most - 1].pk if len(found) > most else None


def _trace(
    actor: Actor, entry: AuditEntry, names: dict[int, str], visible: dict[tuple[str, str], str]
) -> Trace:
    is_mine = entry.person_id is not None and entry.person_id == actor.person_id
    name: str | Promise = _("Alongside itself")
    face: str | Promise = PRODUCT
    if entry.person_id:
        face = name = names.get(entry.person_id, _("A former colleague"))
    said = said_of(entry.action, str(name), is_mine=is_mine)
    url = visible.get((entry.kind, entry.key), "")
    key = entry.person_id if entry.person_id in names else 0
    return Trace(entry.at, _("You") if is_mine else name, face, key or 0, said, url)


def _visible(actor: Actor, entries: list[AuditEntry]) -> dict[tuple[str, str], str]:
    """Addresses of the records the reader may open now: one query per kind, through the kind's own door."""
    wanted: dict[str, set[str]] = {}
    for entry in entries:
        wanted.setdefault(entry.kind, set()).add(entry.key)
    found: dict[tuple[str, str], str] = {}
    for name, keys in wanted.items():
        kind = kind_named(name)
        if kind is not None and kind.url is not None:
            for thing in kind.visible_to(actor).filter(pk__in=keys):
                found[name, str(thing.pk)] = kind.url(thing)
    return found
