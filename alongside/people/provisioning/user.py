"""One user as plain values, between the protocol and the directory."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field, fields, replace
from typing import Any

LONGEST_NAME = 200


@dataclass(frozen=True)
class User:
    """What a provider says of one user. Empty means: nothing said. `emails` are dicts of value, type, primary."""

    user_name: str = ""
    external_id: str = ""
    given_name: str = ""
    family_name: str = ""
    formatted: str = ""
    display_name: str = ""
    emails: tuple[dict[str, Any], ...] = ()
    title: str = ""
    language: str = ""
    time_zone: str = ""
    number: str = ""
    department: str = ""
    division: str = ""
    manager: str = ""
    active: bool = True
    leaves_active_open: bool = False  # the provider took the attribute away: things stay as they are

    @property
    def name(self) -> str:
        """What colleagues will read."""
        parts = f"{self.given_name} {self.family_name}".strip()
        return (self.display_name or self.formatted or parts or self.user_name)[:LONGEST_NAME]

    @property
    def email(self) -> str:
        """The primary address, else the first one for work, else the first; lower case."""
        ranked = sorted(self.emails, key=lambda one: (not one.get("primary"), one.get("type") != "work"))
        return str(ranked[0]["value"]).lower() if ranked else ""

    @property
    def unit(self) -> tuple[str, ...]:
        """Names of units from the top down."""
        return tuple(name for name in (self.division, self.department) if name)

    def said(self) -> dict[str, Any]:
        """For storing; `active` and `manager` stand elsewhere."""
        kept = {name: value for name, value in asdict(self).items() if value and name not in NOT_KEPT}
        return kept | {"emails": list(self.emails)}

    def differs(self, other: User) -> set[str]:
        """The names of what is not the same."""
        return {one.name for one in fields(self) if getattr(self, one.name) != getattr(other, one.name)}


NOT_KEPT = frozenset({"active", "manager"})


def from_said(said: dict[str, Any], **now: Any) -> User:
    """What was stored, with what stands elsewhere."""
    known = {one.name for one in fields(User)}
    kept = {name: value for name, value in said.items() if name in known}
    kept["emails"] = tuple(kept.get("emails", ()))
    return replace(User(**kept), **now)


@dataclass(frozen=True)
class Held:
    """A user as the server answers: with its id, moments, and how the manager is called."""

    id: str
    user: User
    manager_name: str = ""
    manager_is_here: bool = False
    moments: tuple[Any, Any] = field(default=(None, None))  # made, changed
