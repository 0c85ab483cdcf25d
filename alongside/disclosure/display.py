"""What a released cell shows: a banded count, and a mean that clamps and rounds (A-9, A-10, A-13).

Every text stands for a set of totals. A `Window` gives that set as whole numbers, which is what the
protection works with; `low` and `high` are what the text itself asserts, None where open.
"""

from dataclasses import dataclass
from fractions import Fraction

from alongside.disclosure.rules import ALL_RULES, Profile, Rules

HALVES = 2
"""Steps per point where a mean is shown in half steps."""
_COUNT_BANDS = ((5, 9, "5-9"), (10, 19, "10-19"), (20, 49, "20-49"), (50, 99, "50-99"))


@dataclass(frozen=True, slots=True)
class Shown:
    """A text and the interval it asserts (means on the scale, shares from 0 to 1)."""

    text: str
    low: Fraction | None
    high: Fraction | None


@dataclass(frozen=True, slots=True)
class Window:
    """The whole numbers (totals or head counts) that lead to the same text, both ends included."""

    least: int
    most: int


def count_band(n: int) -> str:
    """The band in which a number of respondents is shown (A-13)."""
    for least, most, text in _COUNT_BANDS:
        if least <= n <= most:
            return text
    return "100+" if n >= 100 else "0-4"


def steps_per_point(n: int, rules: Rules = ALL_RULES) -> int:
    """Rounding of a mean: tenths from 20 respondents, quarters from 10, halves below (A-10)."""
    if not rules.rounding:
        return 1000
    return 10 if n >= 20 else 4 if n >= 10 else 2


def show_mean(
    total: int, n: int, scale: int, profile: Profile, rules: Rules = ALL_RULES, steps: int | None = None
) -> tuple[Shown, Window]:
    """The mean of n answers 0..scale that add up to `total`, and the totals that would show the same.

    "or lower" is shown for every mean up to the first step that leaves room for one best answer, not only
    for totals below it: otherwise the words themselves would tell that nobody gave the best answer.
    `steps` per point override the rounding by size (used for waves, A-15).
    """
    per = steps if steps is not None else steps_per_point(n, rules)
    low_mark, high_mark = _marks(n, scale, per, profile, rules)
    if total * per <= low_mark * n:
        bound = Fraction(low_mark, per)
        return Shown(f"{_number(bound, per)} or lower", None, bound), Window(0, low_mark * n // per)
    if total * per >= high_mark * n:
        bound = Fraction(high_mark, per)
        least = max(round_up(high_mark * n, per), low_mark * n // per + 1)
        return Shown(f"{_number(bound, per)} or higher", bound, None), Window(least, n * scale)
    near = (2 * per * total + n) // (2 * n)
    window = Window(
        max(round_up((2 * near - 1) * n, 2 * per), low_mark * n // per + 1, 0),
        min(round_up((2 * near + 1) * n, 2 * per) - 1, round_up(high_mark * n, per) - 1, n * scale),
    )
    low, high = Fraction(2 * near - 1, 2 * per), Fraction(2 * near + 1, 2 * per)
    shown = Shown(_number(Fraction(near, per), per), max(low, Fraction(0)), min(high, Fraction(scale)))
    return shown, window


def _marks(n: int, scale: int, per: int, profile: Profile, rules: Rules) -> tuple[int, int]:
    """Steps up to which "or lower", and from which "or higher", is shown; out of reach where not clamped."""
    if not rules.clamp:
        return -1, n * scale * per + 1
    low = round_up(per * scale, n)
    if profile is Profile.DEFAULT:
        return low, n * scale * per + 1
    return low, per * (n - 1) * scale // n


def _number(value: Fraction, per: int) -> str:
    return f"{float(value):.{3 if per > 100 else 2 if per == 4 else 1}f}"


def round_up(above: int, below: int) -> int:
    return -(-above // below)
