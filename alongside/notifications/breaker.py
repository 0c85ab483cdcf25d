"""While the mail server does not answer, one mail asks from time to time, and the others wait without asking.

Each process learns this by itself. Without it every worker thread would hang in one connection after the other, and
nothing else (reminders, seals, webhooks) would be done as long as the server is away.
"""

from __future__ import annotations

import threading
import time

PAUSE_SECONDS = 30.0


class Breaker:
    """Closed: all may try. After a failure: nobody for PAUSE_SECONDS, then one at a time until one succeeds."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._failed_at: float | None = None
        self._is_asking = False

    def may_try(self) -> bool:
        """Whether to connect now. Whoever hears yes has to say how it went: `went_well` or `went_wrong`."""
        with self._lock:
            if self._failed_at is None:
                return True
            if self._is_asking or time.monotonic() - self._failed_at < PAUSE_SECONDS:
                return False
            self._is_asking = True
            return True

    def went_well(self) -> None:
        with self._lock:
            self._failed_at, self._is_asking = None, False

    def went_wrong(self) -> None:
        with self._lock:
            self._failed_at, self._is_asking = time.monotonic(), False


server = Breaker()
