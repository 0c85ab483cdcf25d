"""Batches of organisations for the long run, and how their tallies are printed."""

from collections.abc import Iterator
from dataclasses import dataclass
from importlib import import_module

from .attacks.case import Planner, attacked
from .attacks.dictionary import Dictionary
from .organisations import SHAPES, organisation
from .suite import ATTACKS, Tally, attack_everything

THE_PLANNER = "alongside.disclosure.blackbox:plan_document"
PROFILES = ("default", "strict")
BATCH = 4
TITLES = {
    **{name: title for name, (title, _) in ATTACKS.items()},
    "T8P": "integer solver of a reader who owns the program",
}


@dataclass(frozen=True)
class Batch:
    """Organisations of consecutive seeds; a planner is named, since functions do not travel well."""

    planner: str
    shape: str
    seeds: tuple[int, ...]


def batches(organisations: int, first: int, planner: str, shape: str) -> Iterator[Batch]:
    seeds = range(first, first + organisations)
    for start in range(0, organisations, BATCH):
        yield Batch(planner, shape, tuple(seeds[start : start + BATCH]))


def attack_batch(batch: Batch) -> tuple[Tally, int]:
    planner = load(batch.planner)
    tally = Tally()
    for seed in batch.seeds:
        shape = batch.shape or sorted(SHAPES)[seed % len(SHAPES)]
        for profile in PROFILES:
            case = attacked(organisation(shape, seed, profile), planner)
            label = f"{shape}/{seed}/{profile}"
            tally.add(attack_everything(case, label, dictionary(batch.planner, profile)))
    return tally, len(batch.seeds)


def load(name: str) -> Planner:
    module, function = name.split(":")
    return getattr(import_module(module), function)


_dictionaries: dict[tuple[str, str], Dictionary] = {}


def dictionary(planner: str, profile: str) -> Dictionary:
    """One dictionary a process, planner and profile: what was looked up stays known."""
    if (planner, profile) not in _dictionaries:
        _dictionaries[planner, profile] = Dictionary(load(planner), 4, profile)
    return _dictionaries[planner, profile]


def report(tally: Tally) -> Iterator[str]:
    for name, runs in tally.runs.items():
        yield f"{name:6} {TITLES.get(name, ''):48} runs {runs:7}  leaks {tally.leaks[name]:6}"
    yield f"kept of what a bare threshold shows: {tally.utility}"
