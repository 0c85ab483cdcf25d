"""One audience, compiled four ways: rows, one decision, a list of people, words.

A record's audience is written once as a union of relations minus forbids. `visible_to`, the read part of
`can_*`, the label "Who can see this" and the recipients of notices all come from it.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Protocol

from django.db.models import Model, Q
from django.utils.functional import Promise

from alongside.core.actor import Actor

NOBODY = Q(pk__in=[])


class Relation(Protocol):
    """How a person may stand to a record. All four answers must agree; the differential test checks it."""

    def q(self, actor: Actor) -> Q:
        """Rows of the record's model for which the actor stands in this relation."""

    def holds(self, actor: Actor, thing: Model) -> bool:
        """The same question for one record."""

    def people(self, thing: Model) -> set[int]:
        """Person ids that stand in this relation to the record now."""

    def words(self, thing: Model) -> str | Promise:
        """The relation in words, for "Who can see this"."""

    @property
    def follows_chart(self) -> bool:
        """Does a new manager, unit or HR partner change who stands in this relation?"""


@dataclass(frozen=True)
class Audience:
    """Allowed if any of `allow` holds and none of `forbid` does. Unknown people get nothing."""

    allow: tuple[Relation, ...]
    forbid: tuple[Relation, ...] = ()
    promise: str | Promise = ""  # one sentence shown beside the text box

    def q(self, actor: Actor) -> Q:
        if actor.person_id is None:
            return NOBODY
        allowed = _any(relation.q(actor) for relation in self.allow)
        return allowed & ~_any(relation.q(actor) for relation in self.forbid) if self.forbid else allowed

    def holds(self, actor: Actor, thing: Model) -> bool:
        if actor.person_id is None:
            return False
        return any(relation.holds(actor, thing) for relation in self.allow) and not any(
            relation.holds(actor, thing) for relation in self.forbid
        )

    def people(self, thing: Model) -> set[int]:
        allowed = set[int]().union(*(relation.people(thing) for relation in self.allow))
        return allowed.difference(*(relation.people(thing) for relation in self.forbid))

    def words(self, thing: Model) -> list[str | Promise]:
        return [relation.words(thing) for relation in self.allow if relation.people(thing)]

    def people_whatever_moves(self, thing: Model) -> set[int]:
        """Readers who stay readers when the chart changes: after a new manager, for example."""
        staying = set[int]().union(*(r.people(thing) for r in self.allow if not r.follows_chart))
        return staying & self.people(thing)

    def opens_to_newcomers(self, thing: Model) -> bool:
        """Could a change of the chart give somebody new the right to read this?"""
        return any(relation.follows_chart for relation in self.allow)


def _any(parts: Iterable[Q]) -> Q:
    whole = NOBODY
    for part in parts:
        whole = whole | part
    return whole


@dataclass(frozen=True)
class Where:
    """A relation that counts only for rows whose column has this value, e.g. items that are shared."""

    column: str
    value: object
    relation: Relation

    def q(self, actor: Actor) -> Q:
        return Q(**{self.column: self.value}) & self.relation.q(actor)

    def holds(self, actor: Actor, thing: Model) -> bool:
        return self._applies(thing) and self.relation.holds(actor, thing)

    def people(self, thing: Model) -> set[int]:
        return self.relation.people(thing) if self._applies(thing) else set()

    def words(self, thing: Model) -> str | Promise:
        return self.relation.words(thing)

    @property
    def follows_chart(self) -> bool:
        return self.relation.follows_chart

    def _applies(self, thing: Model) -> bool:
        return bool(getattr(thing, self.column) == self.value)
