"""Single partitions judged by Tau-Argus, a published program for statistical tables (package pytauargus).

Optional: it isn't among the dependencies; `uv pip install pytauargus` adds it to the environment.
A partition goes in as a table of one dimension; the hidden parts are marked unsafe; its audit reports between
which values each hidden part must lie. An interval of no width is an exactly computable part.
"""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

METADATA = """   <SEPARATOR> ";"
   <SAFE> S
   <UNSAFE> U
   <PROTECT> P
part
   <RECODEABLE>
   <TOTCODE> "Total"
total
   <NUMERIC>
   <DECIMALS> 0
count
   <FREQUENCY>
status
   <STATUS>
"""
BATCH = """<OPENTABLEDATA> "partition.tab"
<OPENMETADATA> "partition.rda"
<SPECIFYTABLE> "part"|"total"||
<SAFETYRULE> MAN(20)
<READTABLE> 1
"""


def exactly_computable(
    run_batch: Any, folder: Path, parts: Mapping[str, tuple[int, int]], hidden: set[str]
) -> set[str]:
    """Hidden parts that Tau-Argus computes exactly; `parts` maps a name to (sum of answers, respondents)."""
    lines = [f"{part};{s};{n};{'U' if part in hidden else 'S'}" for part, (s, n) in parts.items()]
    sums, counts = zip(*parts.values(), strict=True)
    lines.append(f"Total;{sum(sums)};{sum(counts)};S")
    (folder / "partition.tab").write_text("\n".join(lines) + "\n")
    (folder / "partition.rda").write_text(METADATA)
    (folder / "partition.arb").write_text(BATCH)
    audited = run_batch(str(folder / "partition.arb")).audit(0)
    names = sorted(
        parts
    )  # the program numbers the codes of a variable in their sorted order, the total first
    return {names[row["cell"] - 1] for row in audited if row["max"] - row["min"] < 0.5}
