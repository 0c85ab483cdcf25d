"""One answer of a check."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Grade(StrEnum):
    WELL = "well"
    WARNING = "warning"
    PROBLEM = "problem"


@dataclass(frozen=True)
class Finding:
    """What was asked, how it stands, in words, and what to do about it (empty when all is well)."""

    check: str
    grade: Grade
    words: str
    advice: str = ""


def well(check: str, words: str) -> Finding:
    return Finding(check, Grade.WELL, words)


def warning(check: str, words: str, advice: str) -> Finding:
    return Finding(check, Grade.WARNING, words, advice)


def problem(check: str, words: str, advice: str) -> Finding:
    return Finding(check, Grade.PROBLEM, words, advice)


def in_words(seconds: float) -> str:
    """ "3 minutes", "2 days": good enough for one who looks whether something is late."""
    for size, name in ((86_400, "day"), (3_600, "hour"), (60, "minute")):
        if seconds >= size:
            count = int(seconds // size)
            return f"{count} {name}{'' if count == 1 else 's'}"
    return f"{int(seconds)} seconds"
