"""Rules of notes that need no database: what may be written, how two people's words come together, what changed."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Protocol
from uuid import UUID

from alongside.core.merge import merge

LONGEST_NOTE = 20_000  # characters
MOST_NOTES = 200  # that one person sees in one meeting
KEPT_DAYS = 30  # so long an earlier version can still be the base of a change
# The audit log is for people: writing on within this time is one act, not one per pause in typing.
ONE_SITTING = timedelta(minutes=15)


@dataclass(frozen=True)
class Change:
    """What one client did to one block: from `base` it came to `text`.

    `base` is a version ("7"; "0" where the block is new), or "k:" and the key of an earlier change, whose text as
    it was sent is then the base. `key` names the change, so that sending it again has no second effect.
    """

    text: str
    base: str
    key: str


class Shown(Protocol):
    """A block as far as a client is told of it."""

    seal_id: UUID
    version: int
    visibility: str


def tidy(text: str) -> str:
    """As it is stored: lines end with LF, and half characters (which JSON allows) are replaced."""
    whole = text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
    return whole.replace("\r\n", "\n").replace("\r", "\n")


def is_too_long(text: str, current: str) -> bool:
    """Longer than a note may be. What merging made longer than that may stay, and be shortened step by step."""
    return len(text) > max(LONGEST_NOTE, len(current))


def brought_together(base: str | None, sent: str, current: str) -> str:
    """The text after a change; `base` is None when nobody knows any more what the change began from."""
    if base is not None:
        return merge(base, sent, current).text
    if sent in current:
        return current
    return sent if current in sent else f"{current}\n\n{sent}"


def fingerprint(blocks: Iterable[Shown]) -> str:
    """Changes when anything changes that this reader can see: a word, the order, a block more or less."""
    seen = "\n".join(f"{block.seal_id} {block.version} {block.visibility}" for block in blocks)
    return hashlib.sha256(seen.encode()).hexdigest()[:32]


def moved(order: Sequence[str], move: str) -> list[UUID]:
    """The order that was asked for: as sent, or with one moved a step, "<note> up" or "<note> down".

    Raises ValueError for a name that is none.
    """
    names = list(dict.fromkeys(UUID(name) for name in order))
    name, _blank, way = move.partition(" ")
    if not name:
        return names
    place = names.index(UUID(name))
    other = min(max(place + (1 if way == "down" else -1), 0), len(names) - 1)
    names[place], names[other] = names[other], names[place]
    return names
