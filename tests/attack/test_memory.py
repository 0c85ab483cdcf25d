"""A long run that was stopped goes on where it was; another source begins anew."""

from collections import Counter

from .campaign import Batch
from .memory import Memory
from .suite import Tally


def a_tally() -> Tally:
    return Tally(Counter(T1=2), Counter(T1=1), ["chains/7/default: T1 ..."])


def test_a_finished_batch_is_remembered_and_an_unfinished_line_is_not(tmp_path):
    path = tmp_path / "runs.jsonl"
    Memory(path).keep(Batch("organisations", "a:b", 4, 4), a_tally(), 4)
    path.write_text(path.read_text() + '{"batch": "cut off')
    memory = Memory(path)
    assert memory.recall(Batch("organisations", "a:b", 4, 4)) == (a_tally(), 4)
    assert memory.recall(Batch("organisations", "a:b", 8, 4)) is None


def test_what_another_planner_was_asked_does_not_count(tmp_path):
    path = tmp_path / "runs.jsonl"
    Memory(path).keep(Batch("teams", "a:b"), a_tally(), 0)
    path.write_text(path.read_text().replace(Memory(path).source, "of another day"))
    assert Memory(path).recall(Batch("teams", "a:b")) is None
