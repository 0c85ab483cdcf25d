"""What a provider says about somebody, once everything about its saying was checked."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True)
class Claim:
    """`subject` never changes; `email` is empty unless it may be trusted; `factors` are the acr and amr words."""

    subject: str
    email: str
    factors: frozenset[str]
    proved_at: datetime | None
