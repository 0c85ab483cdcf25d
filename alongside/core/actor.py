"""Who acts, through which door, how surely we know it. Passed to every query, policy and service; never ambient."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import StrEnum
from typing import cast

from alongside.core import request_ids


class Door(StrEnum):
    WEB = "web"
    API = "api"
    TASK = "task"
    MAIL = "mail"
    ASSISTANT = "assistant"
    IMPORT = "import"
    COMMAND = "command"
    SCIM = "scim"


class Strength(StrEnum):
    """How the person signed in, weakest first."""

    NONE = "none"
    LINK = "link"
    PASSWORD = "password"  # noqa: S105
    SECOND_FACTOR = "second_factor"


@dataclass(frozen=True)
class Actor:
    """One acting person (or the system) for one request, task or command.

    `cache` holds relation sets loaded once per request; it is not part of the actor's identity.
    """

    person_id: int | None
    door: Door
    on_behalf_of_id: int | None = None
    scopes: frozenset[str] = frozenset()
    strength: Strength = Strength.NONE
    signed_in_at: datetime | None = None
    request_id: str = field(default_factory=request_ids.current_or_fresh)
    reason: str = ""
    roles: frozenset[str] = frozenset()
    support_id: int | None = None  # somebody from outside who helps with the machine: nobody otherwise
    cache: dict[str, object] = field(default_factory=dict, compare=False, repr=False)

    @property
    def me(self) -> int:
        """The acting person's id, where there must be one. Raises LookupError for the system or nobody."""
        if self.person_id is None:
            raise LookupError("this needs a person who acts")
        return self.person_id

    @property
    def is_system(self) -> bool:
        return self.person_id is None and bool(self.reason)

    @property
    def is_anonymous(self) -> bool:
        return self.person_id is None and not self.reason

    def once[T](self, name: str, load: Callable[[], T]) -> T:
        """Load something at most once per request, e.g. the set of people below me.

        Nobody and the system are shared values that outlive a request, so they remember nothing.
        """
        if self.person_id is None:
            return load()
        if name not in self.cache:
            self.cache[name] = load()
        return cast(T, self.cache[name])

    def through(self, door: Door) -> Actor:
        """The same person through another door, with a fresh cache."""
        return replace(self, door=door, cache={})


def system(reason: str) -> Actor:
    """The software itself, acting for a named reason (a task, the demo, a command)."""
    return Actor(person_id=None, door=Door.TASK, reason=reason)


ANONYMOUS = Actor(person_id=None, door=Door.WEB)
