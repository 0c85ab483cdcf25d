"""python -m tests.soak --minutes 10 --seed 1"""

from __future__ import annotations

import argparse
import sys

from tests.soak.campaign import soak

if __name__ == "__main__":
    words = argparse.ArgumentParser(description=__doc__)
    words.add_argument("--minutes", type=float, default=10)
    words.add_argument("--seed", type=int, default=1)
    chosen = words.parse_args()
    outcome = soak(chosen.seed, chosen.minutes)
    print(f"seed {chosen.seed}, {chosen.minutes:g} minutes\n{outcome}")  # noqa: T201
    sys.exit(1 if outcome.problems else 0)
