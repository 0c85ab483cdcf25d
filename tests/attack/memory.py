"""What a long run has done, so that it can be stopped and taken up again: one line of JSON per finished batch.

A line counts only for the planner and the suite that wrote it: both are named by a hash of their source.
"""

import json
from collections import Counter
from dataclasses import asdict
from hashlib import sha256
from pathlib import Path

from .campaign import Batch
from .suite import Tally
from .utility import Utility

ROOT = Path(__file__).resolve().parents[2]
SOURCES = ("alongside/disclosure/*.py", "tests/attack/**/*.py")


def source_hash() -> str:
    """Changes with any line of the planner or of the suite, tests of the suite left out."""
    files = sorted(
        path for pattern in SOURCES for path in ROOT.glob(pattern) if not path.name.startswith("test_")
    )
    return sha256(b"".join(path.read_bytes() for path in files)).hexdigest()[:16]


class Memory:
    """Finished batches of one file; without a file it remembers nothing."""

    def __init__(self, path: Path | None) -> None:
        self.path = path
        self.source = source_hash()
        self.known: dict[str, tuple[Tally, int]] = {}
        if path is not None and path.exists():
            lines = (json.loads(line) for line in path.read_text().splitlines() if line.endswith("}"))
            self.known = {line["batch"]: _read(line) for line in lines if line["source"] == self.source}

    def recall(self, batch: Batch) -> tuple[Tally, int] | None:
        """What this batch gave when it was run before."""
        return self.known.get(repr(batch))

    def keep(self, batch: Batch, tally: Tally, organisations: int) -> None:
        """Write a finished batch down."""
        if self.path is None:
            return
        line = {
            "source": self.source, "batch": repr(batch), "organisations": organisations, "runs": tally.runs,
            "leaks": tally.leaks, "findings": tally.findings, "utility": asdict(tally.utility),
        }  # fmt: skip
        self.path.parent.mkdir(parents=True, exist_ok=True)
        with self.path.open("a") as file:
            file.write(json.dumps(line) + "\n")


def _read(line: dict[str, object]) -> tuple[Tally, int]:
    runs, leaks, findings, utility = (line[name] for name in ("runs", "leaks", "findings", "utility"))
    return Tally(Counter(runs), Counter(leaks), list(findings), Utility(**utility)), int(
        line["organisations"]
    )  # type: ignore
