"""Yes, or no with a reason that a person can read."""

from __future__ import annotations

from dataclasses import dataclass

from alongside.core.errors import Refused, Words


@dataclass(frozen=True)
class Verdict:
    """The answer of a policy. Truthy when allowed; otherwise `reason` says why not, translated on display."""

    allowed: bool
    reason: Words = ""

    def __bool__(self) -> bool:
        return self.allowed

    def enforce(self) -> None:
        """Raise Refused unless allowed."""
        if not self.allowed:
            raise Refused(self.reason)


ALLOW = Verdict(True)


def deny(reason: Words) -> Verdict:
    """No, with the reason in the reader's language (pass a lazy translation)."""
    return Verdict(False, reason)
