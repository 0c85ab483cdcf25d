"""A short part of `make soak`. And its judge sees what it should."""

from __future__ import annotations

import os
import random
from collections import Counter

import pytest

from tests.kill.ledger import Ledger
from tests.soak.campaign import Outcome, soak
from tests.soak.faults import Fault, fill, free_bytes, in_turn, small_disk
from tests.soak.measures import Latencies, Sample, growth, resident

SHORT = ("database restarts", "mail server away", "mail server dies", "disk is full")


@pytest.mark.xdist_group("cluster")
@pytest.mark.skipif(
    "ALONGSIDE_KILL" not in os.environ, reason="takes a minute; set ALONGSIDE_KILL=1, or run make soak"
)
def test_whatever_goes_wrong_nothing_acknowledged_is_lost_and_everything_recovers():
    outcome = soak(seed=4, minutes=0.3, only=SHORT)
    assert not outcome.problems, str(outcome)
    assert outcome.struck and outcome.ledger.acknowledged, str(outcome)


def test_growth_leaves_out_the_warming_up():
    assert growth([50, 80, 100, 100, 100, 100, 100, 100, 110, 110]) == pytest.approx(10)
    assert growth([1, 2]) is None


def test_a_percentile_leaves_out_the_faults():
    latencies = Latencies(answers=[(at, 9.0 if 10 <= at < 20 else 0.01) for at in range(100)])
    assert latencies.p95(0, 100, [(10, 20)]) == pytest.approx(10)
    assert (latencies.p95(0, 100) or 0) > 1000
    assert latencies.p95(0, 5) is None


def test_a_process_has_memory():
    assert resident(os.getsid(0)) > 1


def test_every_fault_has_its_turn_before_one_comes_again():
    faults = [Fault(str(number), lambda: None, lambda: None) for number in range(5)]
    turns = in_turn(faults, random.Random(3))
    for _ in range(3):
        assert {next(turns).name for _ in range(5)} == {"0", "1", "2", "3", "4"}


def test_the_table_says_what_was_skipped_and_what_was_found():
    samples = [Sample(float(at), {"one": 100.0, "worker": 80.0}, 5) for at in range(10)]
    outcome = Outcome([], samples, Latencies(), Counter(), Ledger(), 0, 0, "not root", ["lost: x"])
    assert "skipped: not root" in str(outcome) and "problems: lost: x" in str(outcome)
    assert "web +0.0 %" in str(outcome)


def test_a_full_disk_is_full(tmp_path):
    folder = tmp_path / "small"
    with small_disk(folder) as why:
        if why:
            pytest.skip(f"no file system of its own can be had here: {why}")
        fill(folder / "ballast")
        assert free_bytes(folder) < 2**20
        with pytest.raises(OSError, match="No space"):
            (folder / "one more").write_bytes(b"x" * 2**20)
