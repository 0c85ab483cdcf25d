"""How plan and protection grow with the organisation: `python -m alongside.disclosure.bench 1000 10000`.

Each line is a made-up organisation: teams of about 8 under units of four to six, four fifths take part,
2 % skip a question, three attributes (2, 4 and 6 values), 40 questions unless told otherwise.

"yards" are processor seconds divided by those of a fixed piece of work of the same kind, measured beside it,
so that figures of different or busy machines can be compared.
"""

import argparse
import resource
import sys
import time

import numpy as np

from alongside.disclosure.blackbox import release_survey
from alongside.disclosure.intake import ABSENT, SKIPPED, Survey
from alongside.disclosure.rules import Floors, Profile
from alongside.disclosure.snapshot import Invitee, Snapshot, UnitTree

_VALUES = {
    "gender": ["f", "m"],
    "age": ["a", "b", "c", "d"],
    "site": ["1", "2", "3", "4", "5", "6"],
}


def made_up(people: int, units: int, questions: int, profile: Profile, seed: int = 1) -> Survey:
    """A survey of a made-up organisation; the same numbers and seed give the same survey."""
    random = np.random.default_rng(seed)
    tree = UnitTree([(f"u{at}", None if at == 0 else f"u{(at - 1) // 5}") for at in range(units)])
    leaves = [at for at in range(units) if 5 * at + 1 >= units]
    invited = [
        Invitee(
            id=f"p{at}",
            unit=f"u{at if at < units else leaves[int(random.integers(len(leaves)))]}",
            manages=(f"u{at}",) if at < units else (),
            attributes={name: values[int(random.integers(len(values)))] for name, values in _VALUES.items()},
        )
        for at in range(people)
    ]
    snapshot = Snapshot(tree, invited, _VALUES)
    took_part = random.random(people) < 0.8
    answers = {}
    for question in range(questions):
        row = random.choice(5, size=people, p=random.dirichlet([1, 2, 3, 5, 3])).astype(np.int64)
        row[random.random(people) < 0.02] = SKIPPED
        row[~took_part] = ABSENT
        answers[f"q{question:02}"] = row
    return Survey(snapshot, 4, Floors(), profile, answers)


def main() -> None:
    """Print one line per size: people, units, questions, seconds, memory, cells kept and withheld."""
    parser = argparse.ArgumentParser(prog="python -m alongside.disclosure.bench", description=__doc__)
    parser.add_argument("people", type=int, nargs="+")
    parser.add_argument("--questions", type=int, default=40)
    parser.add_argument("--profile", type=Profile, default=Profile.DEFAULT)
    parser.add_argument("--workers", type=int, default=2)
    chosen = parser.parse_args()
    _line("people", "units", "questions", "seconds", "cpu", "yards", "peak MB", "released", "withheld")
    for people in chosen.people:
        units = max(2, people * 12 // 100)
        survey = made_up(people, units, chosen.questions, chosen.profile)
        yard = _yard()
        wall, used = time.perf_counter(), _used()
        releases = release_survey(survey, workers=chosen.workers)
        wall = time.perf_counter() - wall
        own, parts = (resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
        used = _used() - used
        yard = (yard + _yard()) / 2
        peak = max(own.ru_maxrss, parts.ru_maxrss) // 1024
        shown = sum(len(release.displays) for release in releases)
        withheld = sum(cause == "withheld" for release in releases for _, cause in release.hidden)
        times = (f"{wall:.1f}", f"{used:.1f}", f"{used / yard:.0f}")
        _line(people, units, chosen.questions, *times, peak, shown, withheld)


def _yard() -> float:
    """Processor seconds of a fixed piece of work: small matrices and plain Python, about half and half."""
    began = time.process_time()
    random = np.random.default_rng(1)
    for _ in range(300):
        np.linalg.svd(random.standard_normal((60, 60)))
    counted: dict[int, int] = {}
    for at in range(1_500_000):
        counted[at % 977] = counted.get(at % 977, 0) + at
    return time.process_time() - began


def _used() -> float:
    """Processor seconds of this process and of its finished workers."""
    return sum(resource.getrusage(who).ru_utime for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))


def _line(*columns: object) -> None:
    sys.stdout.write(" ".join(f"{column:>10}" for column in columns) + "\n")


if __name__ == "__main__":
    main()
