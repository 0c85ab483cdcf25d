"""What a released cell shows: a mean that clamps and rounds, bars in bands, and a banded count (A-9 to A-13).

Every text stands for a set of totals. `mean_windows` and `bar_windows` give that set as whole numbers, which
is what the protection works with; `low` and `high` are what the text itself asserts, None where open.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cache

from alongside.disclosure.rules import ALL_RULES, Profile, Refusal, Rules

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
        least = max(_ceil(high_mark * n, per), low_mark * n // per + 1)
        return Shown(f"{_number(bound, per)} or higher", bound, None), Window(least, n * scale)
    near = (2 * per * total + n) // (2 * n)
    window = Window(
        max(_ceil((2 * near - 1) * n, 2 * per), low_mark * n // per + 1, 0),
        min(_ceil((2 * near + 1) * n, 2 * per) - 1, _ceil(high_mark * n, per) - 1, n * scale),
    )
    low, high = Fraction(2 * near - 1, 2 * per), Fraction(2 * near + 1, 2 * per)
    shown = Shown(_number(Fraction(near, per), per), max(low, Fraction(0)), min(high, Fraction(scale)))
    return shown, window


def _marks(n: int, scale: int, per: int, profile: Profile, rules: Rules) -> tuple[int, int]:
    """Steps up to which "or lower", and from which "or higher", is shown; out of reach where not clamped."""
    if not rules.clamp:
        return -1, n * scale * per + 1
    low = _ceil(per * scale, n)
    if profile is Profile.DEFAULT:
        return low, n * scale * per + 1
    return low, per * (n - 1) * scale // n


def band_edges(n: int, rules: Rules = ALL_RULES) -> list[Fraction]:
    """Limits between the bands in which a bar is shown (A-11); the outer bands are open.

    Below 20 respondents a tenth is one or two people, so that bands of a tenth would be counts; those cells
    use fifths.
    """
    if not rules.distribution_caps:
        return [Fraction(at, 100) for at in range(0, 101, 10)]
    if n >= 50:
        return [Fraction(at, 100) for at in (5, 10, 20, 30, 40, 50, 60, 70, 80, 90, 95)]
    first, last, step = (10, 90, 10) if n >= 20 else (20, 80, 20)
    return [Fraction(at, 100) for at in range(first, last + 1, step)]


def bars(n: int, scale: int) -> list[tuple[int, int]]:
    """First and last answer of each bar: none below 10 respondents, three bands below 50, then five."""
    if n < 10:
        return []
    return _levels(scale, 3 if n < 50 else 5)


def bars_of(count: int, scale: int) -> list[tuple[int, int]]:
    """The bars of a distribution with `count` entries; `Refusal` for a number that is never shown."""
    if count == 0:
        return []
    if count not in (len(_levels(scale, 3)), len(_levels(scale, 5))):
        raise Refusal(f"a distribution on a scale 0..{scale} cannot have {count} bars")
    return _levels(scale, count)


def _levels(scale: int, count: int) -> list[tuple[int, int]]:
    """Bars symmetrical about the middle of the scale, as equal as that allows; fewer on a short scale."""
    levels = scale + 1
    if levels <= count:
        return [(at, at) for at in range(levels)]
    side = count // 2
    outer = min((2 * levels + count) // (2 * count), (levels - 1) // (2 * side))
    below = [(at * outer, at * outer + outer - 1) for at in range(side)]
    above = [(scale - last, scale - first) for first, last in reversed(below)]
    return [*below, (side * outer, scale - side * outer), *above]


def show_bars(
    counts: Sequence[int], n: int, wanted: Sequence[int], rules: Rules = ALL_RULES
) -> list[tuple[Shown, Window]] | None:
    """The share of each bar in its band, and the head counts that would show the same; None if impossible.

    `wanted` are the bars that must not be provably empty. Bands alone would prove it when every other bar
    sits at the lower end of its band. Then one person less is counted in a bar that sits exactly on the limit
    of two bands, which moves it to the band below: both bands include their limit, so all texts stay true.
    """
    drawn = [_show_bar(count, n, rules) for count in counts]
    if not rules.distribution_caps or _roomy([window for _, window in drawn], n, wanted):
        return drawn
    for at, count in enumerate(counts):
        if count and drawn[at][1].least == count and Fraction(count, n) in band_edges(n, rules):
            shown, window = _show_bar(count - 1, n, rules)
            return [*drawn[:at], (shown, Window(window.least, count)), *drawn[at + 1 :]]
    return None


def _roomy(windows: Sequence[Window], n: int, wanted: Sequence[int]) -> bool:
    least = sum(window.least for window in windows)
    return least < n or all(windows[at].least for at in wanted)


@cache
def _show_bar(count: int, n: int, rules: Rules) -> tuple[Shown, Window]:
    edges = band_edges(n, rules)
    share = Fraction(count, n)
    if share <= edges[0]:
        return Shown(f"{_percent(edges[0])} or less", None, edges[0]), Window(0, int(edges[0] * n))
    if share >= edges[-1]:
        least = _ceil((edges[-1] * n).numerator, (edges[-1] * n).denominator)
        return Shown(f"{_percent(edges[-1])} or more", edges[-1], None), Window(least, n)
    at = max(index for index, edge in enumerate(edges) if edge <= share)
    inside = [c for c in range(int(edges[at] * n), int(edges[at + 1] * n) + 1) if _within(c, n, edges, at)]
    text = f"{_percent(edges[at])[:-2]}-{_percent(edges[at + 1])}"
    return Shown(text, edges[at], edges[at + 1]), Window(inside[0], inside[-1])


def _within(count: int, n: int, edges: Sequence[Fraction], at: int) -> bool:
    share = Fraction(count, n)
    return edges[at] <= share < edges[at + 1] and share > edges[0]


def _percent(share: Fraction) -> str:
    return f"{int(share * 100)} %"


def _number(value: Fraction, per: int) -> str:
    return f"{float(value):.{3 if per > 100 else 2 if per == 4 else 1}f}"


def _ceil(above: int, below: int) -> int:
    return -(-above // below)
