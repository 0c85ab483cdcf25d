"""What anonymous surveys still show: `python -m tests.attack.unlinked_utility`. Cells shown, beside linked answers."""

import sys
from collections import Counter
from random import Random

from alongside.disclosure.anonymous_box import plan_anonymous_document
from alongside.disclosure.blackbox import plan_document

from .attacks.unlinked import unlinked
from .organisations import organisation
from .utility import share

SHAPES = ("edge_sizes", "giant_flat", "nested_attributes", "rare_values", "realistic", "tiny_units")
SEEDS = range(3)


def kept(skips: float, profile: str) -> str:
    """Cells shown of those that the same survey shows with linked answers, units and cuts."""
    shown: Counter[tuple[str, bool]] = Counter()
    for shape in SHAPES:
        for seed in SEEDS:
            document, random = organisation(shape, seed, profile), Random(f"{shape}/{seed}")
            for answers in document["answers"].values():
                answers.update({p: None for p in answers if random.random() < skips})
            for kind, released in (
                ("linked", plan_document(document)),
                ("unlinked", plan_anonymous_document(unlinked(document))),
            ):
                shown.update((kind, cell["attribute"] is not None) for cell in released["cells"])
    units, cuts = (share(shown["unlinked", cut], shown["linked", cut]) for cut in (False, True))
    return f"skips {100 * skips:4.1f} %, {profile:7}: units {units}, cuts {cuts}"


if __name__ == "__main__":
    for skips in (0.0, 0.01, 0.03, 0.1):
        for profile in ("default", "strict"):
            sys.stdout.write(kept(skips, profile) + "\n")
            sys.stdout.flush()
