"""One call to somebody's calendar, through the door for addresses that people typed; every way to fail has a word."""

from __future__ import annotations

from collections.abc import Mapping

from alongside.calendars.free_busy.busy import NoAnswer, Why
from alongside.core import outbound
from alongside.core.addresses import Blocked

GOOD = 200
REFUSALS = (401, 403)
WRONG_SHAPE = (ValueError, LookupError, TypeError, AttributeError, ArithmeticError)


def call(
    method: str,
    url: str,
    *,
    headers: Mapping[str, str],
    content: bytes = b"",
    seconds: float,
    refusals: tuple[int, ...] = REFUSALS,
) -> bytes:
    """The body of a good answer. Redirects are not followed: they are no answer. Raises NoAnswer."""
    try:
        answer = outbound.send(method, url, headers=headers, content=content, seconds=seconds)
    except Blocked as problem:
        raise NoAnswer(Why.FORBIDDEN) from problem
    except outbound.Failed as problem:
        raise NoAnswer(Why.SILENT) from problem
    if answer.status in refusals:
        raise NoAnswer(Why.REFUSED)
    if answer.status != GOOD:
        raise NoAnswer(Why.STRANGE)
    return answer.body
