"""Batches of work for the long run, and how their tallies are printed."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from importlib import import_module
from itertools import islice
from typing import Any

from .attacks.auditing import disagreements
from .attacks.case import attacked
from .attacks.dictionary import Dictionary, flat_unit
from .attacks.exhaustive import conclusions
from .attacks.flat_teams import every_combination, team_findings, unusual_combinations
from .attacks.refusals import wrongly_accepted
from .attacks.trees import months, tree_findings
from .attacks.unlinked import between_two, nearly_agreed, skipping_more, unlinked_findings
from .attacks.waves import sticky_reader
from .organisations import SHAPES, organisation
from .suite import ATTACKS, FIGURES, Tally, attack_everything, outcome

THE_PLANNER = "alongside.disclosure.blackbox:plan_document"
THE_AUDITOR = "alongside.disclosure.blackbox:audit_document"
THE_WAVES = "tests.attack.planned:two_waves"
THE_ANONYMOUS = "alongside.disclosure.anonymous_box:plan_anonymous_document"
THE_TREES = "tests.attack.planned:rate_of_units"
WAVES = 400  # fewer pairs of waves say little about a rate
PROFILES = ("default", "strict")
SCALE = 4
ELEVEN = 10  # the scale 0..10, whose bars are those of eNPS
ELEVEN_SHAPES = ("edge_sizes", "extreme", "giant_flat", "one_dissenter", "realistic", "unanimous")
TITLES = {
    **{name: title for name, (title, _) in ATTACKS.items()},
    "T7": "unanimous teams, bars of nobody or everybody",
    "T8": "integer solver behind all displays",
    "T8P": "integer solver of a reader who owns the program",
    "T8X": "all answers of one group, by output",
    "T8H": "all answers of several groups, by output (a figure)",
    "T5D": "one colluder excludes an answer (a figure)",
    "T9": "two waves, a sticky reader (400 pairs a run)",
    "TREE": "one number per unit: pairs and managers",
    "ANON": "anonymous surveys: whoever it was that skipped",
    "AUD": "the auditor agrees with the oracle",
    "ENPS": "all attacks, answers from 0 to 10",
    "T12": "lowered floors and bad input are refused",
}


@dataclass(frozen=True)
class Batch:
    """Work of one kind for one process. The planner is named: functions do not travel."""

    kind: str
    planner: str
    first: int = 0
    count: int = 1
    shape: str = ""


def batches(organisations: int, first: int, planner: str, shape: str) -> Iterator[Batch]:
    """Organisations in batches of four; between them, in step, what needs no organisation."""
    yield Batch("refusals", planner)
    for number, start in enumerate(range(first, first + organisations, 4)):
        yield Batch("organisations", planner, start, min(4, first + organisations - start), shape)
        if not shape:
            yield Batch("teams", planner, start, 4)
            yield Batch("eleven", planner, start // 4, 1)
            if planner == THE_PLANNER:
                yield Batch("anonymous", THE_ANONYMOUS, start // 4, 1)
                yield Batch("audits", THE_AUDITOR, start, 1)
                yield Batch("trees", THE_TREES, start, 8)
                if number % 25 == 0:
                    yield Batch("waves", THE_WAVES, start, WAVES)
            if number < len(ENUMERATED):
                yield Batch("enumeration", planner, number)


def attack_batch(batch: Batch) -> tuple[Tally, int]:
    """The batch's tally and the number of organisations in it."""
    return KINDS[batch.kind](batch)


def _organisations(batch: Batch) -> tuple[Tally, int]:
    planner, tally = load(batch.planner), Tally()
    for seed in range(batch.first, batch.first + batch.count):
        shape = batch.shape or sorted(SHAPES)[seed % len(SHAPES)]
        for profile in PROFILES:
            case = attacked(organisation(shape, seed, profile), planner)
            label = f"{shape}/{seed}/{profile}"
            tally.add(attack_everything(case, label, dictionary(batch.planner, profile)))
    return tally, batch.count


def _eleven(batch: Batch) -> tuple[Tally, int]:
    """All attacks on organisations that answer from 0 to 10, as one line."""
    planner, tally = load(batch.planner), Tally()
    for seed in range(batch.first, batch.first + batch.count):
        shape = batch.shape or ELEVEN_SHAPES[seed % len(ELEVEN_SHAPES)]
        for profile in PROFILES:
            case = attacked(organisation(shape, seed, profile, scale=ELEVEN), planner)
            label = f"{shape}/{seed}/{profile}/0-10"
            found = attack_everything(case, label, dictionary(batch.planner, profile, ELEVEN))
            tally.record("ENPS", label, found.findings)
    return tally, 0


def _teams(batch: Batch) -> tuple[Tally, int]:
    """A slice of all combinations of 5 to 7 people, and as many unusual larger teams."""
    planner, tally = load(batch.planner), Tally()
    small = [answers for n in (5, 6, 7) for answers in every_combination(n, SCALE)]
    chosen = list(islice(small, batch.first % len(small), batch.first % len(small) + batch.count))
    for answers in [*chosen, *unusual_combinations(batch.first, batch.count, SCALE)]:
        for profile in PROFILES:
            words = dictionary(batch.planner, profile)
            attack = partial(team_findings, answers, words)
            case = attacked(flat_unit(answers, SCALE, profile), planner)
            tally.record("T7", f"team/{profile}", outcome("T7", attack, case))
    return tally, 0


# (sizes of teams, scale): small enough for every vector of answers to be planned.
ENUMERATED = [
    ((5,), 4),
    ((6,), 4),
    ((5, 5), 2),
    ((5, 6), 2),
    ((5, 5), 3),
    ((5, 5, 5), 1),
    ((10,), 4),
    ((5, 10), 1),
]


def _enumeration(batch: Batch) -> tuple[Tally, int]:
    planner, tally = load(batch.planner), Tally()
    sizes, scale = ENUMERATED[batch.first]
    for profile in PROFILES:
        vectors, found = conclusions(planner, sizes, scale, profile)
        name = "T8X" if len(sizes) == 1 else "T8H"
        tally.record(name, f"teams of {sizes}, scale {scale}, {vectors} vectors, {profile}", found)
    return tally, 0


def _audits(batch: Batch) -> tuple[Tally, int]:
    auditor, tally = load(batch.planner), Tally()
    shape = batch.shape or sorted(SHAPES)[batch.first // 4 % len(SHAPES)]
    for profile in PROFILES:
        document = organisation(shape, batch.first, profile)
        label = f"{shape}/{batch.first}/{profile}"
        tally.record("AUD", label, disagreements(auditor, document, batch.first))
    return tally, 0


def _anonymous(batch: Batch) -> tuple[Tally, int]:
    """One organisation of a shape, and two small ones that agree or waver, in both profiles."""
    planner, tally = load(batch.planner), Tally()
    for seed in range(batch.first, batch.first + batch.count):
        shape = batch.shape or sorted(SHAPES)[seed % len(SHAPES)]
        for profile in PROFILES:
            surveys = {
                f"{shape}/{seed}": skipping_more(organisation(shape, seed, profile), seed),
                f"agreed/{seed}": nearly_agreed(seed, profile),
                f"between/{seed}": between_two(seed, profile),
            }
            for label, document in surveys.items():
                found = unlinked_findings(document, planner, seed)
                tally.record("ANON", f"{label}/{profile}", found)
    return tally, 0


def _waves(batch: Batch) -> tuple[Tally, int]:
    tally = Tally()
    tally.record("T9", f"waves/{batch.first}", sticky_reader(load(batch.planner), batch.first, batch.count))
    return tally, 0


def _trees(batch: Batch) -> tuple[Tally, int]:
    planner, tally = load(batch.planner), Tally()
    for seed in range(batch.first, batch.first + batch.count):
        for month in months(seed):
            tally.record("TREE", f"tree/{seed}", tree_findings(planner, month))
    return tally, 0


def _refusals(batch: Batch) -> tuple[Tally, int]:
    tally = Tally()
    for what, finding in wrongly_accepted(load(batch.planner)):
        tally.record("T12", what, [finding] if finding else [])
    return tally, 0


KINDS: dict[str, Callable[[Batch], tuple[Tally, int]]] = {
    "organisations": _organisations,
    "teams": _teams,
    "eleven": _eleven,
    "enumeration": _enumeration,
    "refusals": _refusals,
    "audits": _audits,
    "anonymous": _anonymous,
    "waves": _waves,
    "trees": _trees,
}


def load(name: str) -> Any:
    module, function = name.split(":")
    return getattr(import_module(module), function)


_dictionaries: dict[tuple[str, str, int], Dictionary] = {}


def dictionary(planner: str, profile: str, scale: int = SCALE) -> Dictionary:
    """One dictionary a process, planner, profile and scale: what was looked up stays known."""
    if (planner, profile, scale) not in _dictionaries:
        _dictionaries[planner, profile, scale] = Dictionary(load(planner), scale, profile)
    return _dictionaries[planner, profile, scale]


def report(tally: Tally) -> Iterator[str]:
    """One line an attack: runs and leaks; then the utility."""
    for name in sorted(tally.runs, key=lambda name: list(TITLES).index(name)):
        word = "found" if name in FIGURES else "leaks"
        yield f"{name:6} {TITLES[name]:48} runs {tally.runs[name]:7}  {word} {tally.leaks[name]:6}"
    yield f"kept of what a bare threshold shows: {tally.utility}"
