"""What a calendar is asked and what it answers: stretches of time and nothing else."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Protocol

MOST_STRETCHES = 2_000


@dataclass(frozen=True)
class Busy:
    """Half-open: busy from `starts` until `ends`, two instants. No title, no place: they are never asked for."""

    starts: datetime
    ends: datetime


class Why(StrEnum):
    """Why a calendar gave no answer. Its owner reads it in words; others learn only that it could not be asked."""

    REFUSED = "refused"  # the name, the password or the permission
    SILENT = "silent"  # no answer in time
    STRANGE = "strange"  # an answer that is no free and busy times
    FORBIDDEN = "forbidden"  # an address that this server doesn't call


class NoAnswer(Exception):
    """The calendar could not be asked. Never carries words of the other side."""

    def __init__(self, why: Why) -> None:
        super().__init__(why.value)
        self.why = why


class FreeBusy(Protocol):
    """One person's calendar."""

    def busy(self, since: datetime, until: datetime, *, seconds: float) -> list[Busy]:
        """The busy stretches between two instants, asked for within `seconds`. Raises NoAnswer."""


def few(stretches: list[Busy]) -> list[Busy]:
    """The same; raises ValueError for more than a calendar of weeks can have."""
    if len(stretches) > MOST_STRETCHES:
        raise ValueError("more stretches than a calendar of weeks has")
    return stretches
