"""What holds for some time."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any


class UntilEnded:
    """A record with a half-open range of days, `during`; empty at its end means until somebody ends it."""

    during: Any

    @property
    def last_day(self) -> date | None:
        """The range is half-open; people speak of the last day. None: until somebody ends it."""
        return self.during.upper - timedelta(days=1) if self.during.upper else None
