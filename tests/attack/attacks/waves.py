"""T9: two waves of one team. The reader assumes that whoever stayed repeats the answer, and guesses the newcomer's.

The worst case for the newcomer is played: everybody who stayed does repeat. The reader knows how people
answer in general, and uses every total that both texts leave open.
"""

from collections.abc import Callable
from random import Random
from typing import Any

from ..oracle.findings import Finding
from ..oracle.knowledge import knowledge_of
from ..oracle.released import Shown, shown_cells
from .dictionary import flat_unit

SCALE = 4
USUAL = [4, 8, 18, 40, 30]  # how often each answer is given, in percent
ALLOWED = 0.10

Waves = Callable[[dict[str, Any], dict[str, Any]], tuple[dict[str, Any], dict[str, Any]]]
"""Documents of two waves to what is released of each."""


def guess(before: Shown, after: Shown, joined: int) -> int:
    """The likeliest answer of the one who joined (1) or left (-1), if nobody else changed theirs."""
    return max(
        range(SCALE + 1),
        key=lambda x: (
            USUAL[x]
            * sum(
                _chance(total, before.n)
                for total in range(before.lowest_total, before.highest_total + 1)
                if after.lowest_total <= total + joined * x <= after.highest_total
            )
        ),
    )


def _chance(total: int, n: int) -> float:
    """About how likely a total of n usual answers is."""
    mean = sum(x * share for x, share in enumerate(USUAL)) / 100
    spread = sum((x - mean) ** 2 * share for x, share in enumerate(USUAL)) / 100
    return float(2.718281828 ** (-((total - n * mean) ** 2) / (2 * n * spread)))


def exact_guesses(waves: Waves, seed: int, runs: int) -> tuple[int, int, int]:
    """How often the reader was right; how often always naming the commonest answer was; in how many runs."""
    random = Random(f"T9/{seed}")
    right = usual = played = 0
    for _ in range(runs):
        answers = random.choices(range(SCALE + 1), USUAL, k=random.randint(6, 45))
        joined = random.choice([1, -1])
        documents = [flat_unit(answers[:-1], SCALE, "default"), flat_unit(answers, SCALE, "default")]
        earlier, later = documents[::joined]
        shown = [
            shown_cells(knowledge_of(document), released)["q"]
            for document, released in zip((earlier, later), waves(earlier, later), strict=True)
        ]
        if all(shown):
            played += 1
            right += guess(shown[0][0], shown[1][0], joined) == answers[-1]
            usual += answers[-1] == USUAL.index(max(USUAL))
    return right, usual, played


def sticky_reader(waves: Waves, seed: int, runs: int) -> list[Finding]:
    """A finding where the reader is right more than ten points oftener than by naming the commonest answer."""
    right, usual, played = exact_guesses(waves, seed, runs)
    if played and right <= usual + ALLOWED * played:
        return []
    return [Finding("T9", "q", (), f"{right} of {played} guesses right, {usual} by the commonest answer")]
