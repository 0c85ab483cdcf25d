"""The bars of a cell: shares of low, middle and high answers in bands, where that is safe (A-11).

Bars and a mean together can prove that nobody gave an answer, although each alone would not. Whether bars
are shown must not itself tell anything, so it depends on the shown mean only: bars appear beside a mean when
every set of answers with that mean could show them.
"""

from collections.abc import Iterator, Sequence
from fractions import Fraction
from functools import cache
from itertools import product
from math import ceil, floor

import numpy as np

from alongside.disclosure.display import Shown, Window, round_up
from alongside.disclosure.rules import ALL_RULES, Refusal, Rules
from alongside.disclosure.snapshot import Flags

type Span = tuple[int, int]
type Windows = tuple[Window, ...]

_MANY = 50
_ELEVEN_POINTS = 10
_ELEVEN: dict[int, list[Span]] = {
    3: [(0, 6), (7, 8), (9, 10)],
    5: [(0, 2), (3, 4), (5, 6), (7, 8), (9, 10)],
}
"""0..10 is read as eNPS: detractors, passives, promoters. Five bars divide only the detractors further."""


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
    """Bars symmetrical about the middle of the scale, as equal as that allows; fewer on a short scale.

    On 0..10 they are those of eNPS, which everybody expects there.
    """
    if scale == _ELEVEN_POINTS:
        return _ELEVEN[count]
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
    for at in reversed(range(len(counts))):
        count = counts[at]
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
        least = round_up((edges[-1] * n).numerator, (edges[-1] * n).denominator)
        return Shown(f"{_percent(edges[-1])} or more", edges[-1], None), Window(least, n)
    at = max(index for index, edge in enumerate(edges) if edge <= share)
    text = f"{_percent(edges[at])[:-2]}-{_percent(edges[at + 1])}"
    least = max(ceil(edges[at] * n), floor(edges[0] * n) + 1)
    return Shown(text, edges[at], edges[at + 1]), Window(least, ceil(edges[at + 1] * n) - 1)


def _percent(share: Fraction) -> str:
    return f"{int(share * 100)} %"


@cache
def bars_fit(n: int, scale: int, mean: Window, wanted: tuple[int, ...], rules: Rules = ALL_RULES) -> bool:
    """Whether bars may be shown beside a mean, for whatever answers of n people show that mean.

    `mean` is the window of totals, `wanted` the answers that must stay possible. Below 50 respondents every
    division into bars is tried. From 50 on, bars are shown in the middle half of the scale (without the
    upper limit where only the best answer must stay possible), and the protection looks at the rest.
    """
    if not rules.distribution_caps:
        return True
    if n >= _MANY:
        return 4 * mean.least >= n * scale and (wanted == (scale,) or 4 * mean.most <= 3 * n * scale)
    return not any(
        least <= mean.most
        and most >= mean.least
        and (totals is None or not totals[:, mean.least : mean.most + 1].any(axis=1).all())
        for least, most, totals in _divisions(n, scale, wanted, rules)
    )


@cache
def _divisions(
    n: int, scale: int, wanted: tuple[int, ...], rules: Rules
) -> list[tuple[int, int, Flags | None]]:
    """For every division of n people into bars: least and most total, and what its bars leave possible."""
    spans = bars(n, scale)
    known: dict[Windows, Flags] = {}
    found: list[tuple[int, int, Flags | None]] = []
    for counts in _compositions(n, len(spans)):
        least = sum(count * first for count, (first, _) in zip(counts, spans, strict=True))
        most = sum(count * last for count, (_, last) in zip(counts, spans, strict=True))
        shown = show_bars(counts, n, bars_of_answers(spans, wanted), rules)
        if shown is None:
            found.append((least, most, None))
            continue
        windows = tuple(window for _, window in shown)
        if windows not in known:
            known[windows] = _totals(windows, spans, n, scale, wanted)
        found.append((least, most, known[windows]))
    return found


def _totals(windows: Windows, spans: Sequence[Span], n: int, scale: int, wanted: tuple[int, ...]) -> Flags:
    """(wanted answers, totals): totals that fit the bars while one person gives the wanted answer."""
    totals = np.zeros((len(wanted), n * scale + 1), dtype=np.bool_)
    for counts in product(*(range(window.least, window.most + 1) for window in windows)):
        if sum(counts) != n:
            continue
        least = sum(count * first for count, (first, _) in zip(counts, spans, strict=True))
        most = sum(count * last for count, (_, last) in zip(counts, spans, strict=True))
        for at, answer in enumerate(wanted):
            bar = bars_of_answers(spans, (answer,))[0]
            if counts[bar]:
                first, last = spans[bar]
                totals[at, least + answer - first : most + answer - last + 1] = True
    return totals


def _compositions(n: int, parts: int) -> Iterator[tuple[int, ...]]:
    if parts == 1:
        yield (n,)
        return
    for first in range(n + 1):
        for rest in _compositions(n - first, parts - 1):
            yield (first, *rest)


def bars_of_answers(spans: Sequence[Span], answers: Sequence[int]) -> list[int]:
    """The bars that hold some answers, without repetition."""
    return sorted({at for at, (first, last) in enumerate(spans) for x in answers if first <= x <= last})
