"""How useful the talks are to the two (R1.6) and how much room the employee has (R1.3): every fourth talk, both alike.

Only rounds in which both answered count, at least two of them and the latest three, and the mean is rounded to
halves: nobody is shown what the other one answered.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

EVERY = 4  # talks
LATEST_ROUNDS = 3
FEWEST_ROUNDS = 2  # four ratings; R1.6 wants three, and three would show which one is alone
ROOM_FROM, ROOM_TO = 50, 90  # per cent of the time in which the employee talks


@dataclass(frozen=True)
class Answer:
    """One answer: useful from 1 to 5, and the share of time in which the employee talked, in per cent."""

    useful: int
    employee_talked: int


@dataclass(frozen=True)
class Together:
    """Means of both: usefulness in halves, the share of time in steps of ten."""

    useful: float
    employee_talked: int

    @property
    def leaves_room(self) -> bool:
        return ROOM_FROM <= self.employee_talked <= ROOM_TO


def is_asked_after(number: int) -> bool:
    """After the fourth talk, the eighth, and so on. `number` counts from 1."""
    return number > 0 and number % EVERY == 0


def together(rounds: Sequence[Sequence[Answer]]) -> Together | None:
    """The mean over the latest complete rounds, newest last; None while there are too few."""
    complete = [answers for answers in rounds if len(answers) == 2][-LATEST_ROUNDS:]
    if len(complete) < FEWEST_ROUNDS:
        return None
    answers = [answer for one in complete for answer in one]
    useful = Fraction(sum(one.useful for one in answers), len(answers))
    talked = Fraction(sum(one.employee_talked for one in answers), len(answers))
    return Together(_to_step(useful * 2) / 2, _to_step(talked / 10) * 10)


def _to_step(value: Fraction) -> int:
    """The nearest whole number, halves upwards."""
    return int((value + Fraction(1, 2)) // 1)
