"""All attacks on one organisation, and the tally of many."""

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from functools import partial

from .attacks import combinations, constancy, displays, floors
from .attacks.case import Case
from .attacks.dictionary import Dictionary, excluded_by_the_program
from .oracle.findings import Finding
from .utility import Utility, utility

Attack = Callable[[Case], list[Finding]]

ATTACKS: dict[str, tuple[str, Attack]] = {
    "FLOOR": ("floors, labels, places of cuts", floors.floors),
    "TRUTH": ("displays hold for the answers", displays.true_claims),
    "T1": ("every linear combination", combinations.every_linear_combination),
    "T2": ("filter minus filter, pairs and triples", combinations.filters_minus_filters),
    "T3": ("whole minus parts, two hierarchies", combinations.wholes_minus_parts),
    "T4": ("two viewers pool", combinations.pooled_viewers),
    "T5": ("one or two colluders, linear", combinations.colluding_respondents),
    "T6": ("known skips per question", combinations.known_skips),
    "T7": ("bars of nobody or everybody", displays.all_or_none),
    "T13": ("rare values behind merging", combinations.rare_values),
    "T10": ("the plan ignores the answers", constancy.plan_ignores_answers),
    "T11": ("order, names, leavers, repetition", constancy.constancy),
}
# What is counted and printed without a verdict: conclusions from the pattern of withheld cells, and what a
# respondent who gives away his own answer can exclude (the promise is made for no coalition).
FIGURES = {"T8H", "T5D"}


@dataclass
class Tally:
    """Runs and leaks by attack; what was kept; the first findings of each attack, for people to read."""

    runs: Counter[str] = field(default_factory=Counter)
    leaks: Counter[str] = field(default_factory=Counter)
    findings: list[str] = field(default_factory=list)
    utility: Utility = field(default_factory=Utility)

    def add(self, other: "Tally") -> None:
        self.runs.update(other.runs)
        self.leaks.update(other.leaks)
        self.findings += other.findings[: 200 - len(self.findings)]
        self.utility.add(other.utility)

    @property
    def verdict(self) -> int:
        """Runs that found a leak, figures apart."""
        return sum(count for name, count in self.leaks.items() if name not in FIGURES)

    def record(self, attack: str, label: str, found: Iterable[Finding | str]) -> None:
        found = list(found)
        self.runs[attack] += 1
        self.leaks[attack] += bool(found)
        if attack not in FIGURES:
            self.findings += [f"{label}: {finding}"[:600] for finding in found[:3]]


def attack_everything(case: Case, label: str, dictionary: Dictionary | None = None) -> Tally:
    """Run each attack once on one organisation."""
    tally = Tally()
    for name, (_, attack) in ATTACKS.items():
        tally.record(name, label, outcome(name, attack, case))
    by_program = partial(excluded_by_the_program, dictionary=dictionary)
    sharp = outcome("T8P", by_program, case) if dictionary else []
    # What the sharper intervals do not exclude, the wider ones cannot exclude either.
    plain = [] if dictionary and not sharp else outcome("T8", displays.excluded_answers, case)
    tally.record("T8", label, plain)
    if dictionary:
        tally.record("T8P", label, sharp)
    if case.document["answers"] and len(case.document["invited"]) % 4 == 0:
        tally.record("T5D", label, outcome("T5D", displays.denied_by_a_colluder, case))
    tally.utility = utility(case)
    return tally


def outcome(name: str, attack: Attack, case: Case) -> list[Finding]:
    """A planner that breaks under an attack has not withstood it."""
    try:
        return attack(case)
    except Exception as crash:
        return [Finding(name, "*", (), f"crash: {crash!r}")]
