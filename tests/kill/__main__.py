"""python -m tests.kill --rounds 20 --seed 1"""

from __future__ import annotations

import argparse
import sys

from tests.kill.campaign import campaign

if __name__ == "__main__":
    words = argparse.ArgumentParser(description=__doc__)
    words.add_argument("--rounds", type=int, default=5)
    words.add_argument("--seed", type=int, default=1)
    chosen = words.parse_args()
    outcome = campaign(chosen.seed, chosen.rounds)
    print(f"seed {chosen.seed}, {chosen.rounds} rounds: {outcome}")  # noqa: T201
    sys.exit(1 if outcome.problems else 0)
