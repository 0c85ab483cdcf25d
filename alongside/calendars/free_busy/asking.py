"""Several calendars asked side by side, all within one deadline: a page waits so long and no longer."""

from __future__ import annotations

import queue
import threading
from collections.abc import Mapping
from datetime import datetime
from time import monotonic

from alongside.calendars.free_busy.busy import Busy, FreeBusy, NoAnswer, Why

SECONDS = 4.0  # for all of them together
type Answers = dict[int, list[Busy] | Why]


def ask_all(
    calendars: Mapping[int, FreeBusy], since: datetime, until: datetime, *, seconds: float = SECONDS
) -> Answers:
    """{key: busy stretches, or why there are none}, for every key. Touches no database.

    Each call knows its own deadline; should one hang all the same (a resolver, a driver), it is left behind.
    """
    deadline = monotonic() + seconds
    answers: queue.Queue[tuple[int, list[Busy] | Why]] = queue.Queue()

    def ask(key: int, calendar: FreeBusy) -> None:
        try:
            answers.put((key, calendar.busy(since, until, seconds=max(0.0, deadline - monotonic()))))
        except NoAnswer as problem:
            answers.put((key, problem.why))
        except Exception:  # whatever a calendar may do to us, the page of two people goes on
            answers.put((key, Why.STRANGE))

    for key, calendar in calendars.items():
        threading.Thread(target=ask, args=(key, calendar), daemon=True).start()
    found: Answers = dict.fromkeys(calendars, Why.SILENT)
    for _each in calendars:
        try:
            key, answer = answers.get(timeout=max(0.0, deadline - monotonic()))
        except queue.Empty:
            break
        found[key] = answer
    return found
