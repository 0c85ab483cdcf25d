"""Changing commitments. Every change is a turn with who and when; both of the two see it."""

from alongside.commitments.services.commitments import (
    carry_over,
    create_commitment,
    drop_commitment,
    keep_commitment,
    redate_commitment,
    reopen_commitment,
    uncount_carrying,
)
from alongside.commitments.services.obstacles import answer_obstacle, ask_hr

__all__ = [
    "answer_obstacle",
    "ask_hr",
    "carry_over",
    "create_commitment",
    "drop_commitment",
    "keep_commitment",
    "redate_commitment",
    "reopen_commitment",
    "uncount_carrying",
]
