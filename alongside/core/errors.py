"""The few ways in which a service says no. Each has one status at every door."""

from __future__ import annotations

from django.utils.functional import Promise

type Words = str | Promise  # shown to people: plain, or translated when shown


class Refused(Exception):
    """Visible but not allowed: 403 with a reason a person can read."""

    def __init__(self, reason: Words) -> None:
        super().__init__(reason)
        self.reason = reason


class Stale(Exception):
    """Somebody changed it meanwhile: 409 with both texts, so that neither is lost."""

    def __init__(self, *, yours: str, current: str, version: int) -> None:
        super().__init__("stale version")
        self.yours = yours
        self.current = current
        self.version = version


class Invalid(Exception):
    """Well-formed input that the rules of the field refuse: 422 with words for one field."""

    def __init__(self, field: str, reason: Words) -> None:
        super().__init__(reason)
        self.field = field
        self.reason = reason
