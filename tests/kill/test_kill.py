"""A short part of `make kill`: every part is killed once while somebody writes. And the judge sees what it should."""

from __future__ import annotations

import copy
import os

import pytest

from tests.kill.campaign import TARGETS, campaign
from tests.kill.ledger import Ledger

SOUND = {
    "topic": [[1, "topic a"]],
    "action": [[2, "action b"]],
    "note": [[3, "note c"]],
    "versions": [3],
    "recorded": {"topic": [["i", "1"]], "action": [["c", "2"]], "note": [["n", "3"]]},
    "announced": [1],
    "unfinished": [],
    "messages": [["k", "sent"]],
    "broken_seals": 0,
}
LEDGER = Ledger(
    acknowledged={"topic a": "topic", "action b": "action"}, unknown={"note c": "note", "note d": "note"}
)


@pytest.mark.xdist_group("cluster")
@pytest.mark.skipif(
    "ALONGSIDE_KILL" not in os.environ, reason="takes minutes; set ALONGSIDE_KILL=1, or run make kill"
)
def test_whatever_is_killed_nothing_acknowledged_is_lost_or_half_there_or_twice():
    outcome = campaign(seed=20, rounds=1, pause=1.5)
    assert not outcome.problems, str(outcome)
    assert dict(outcome.kills) == dict.fromkeys(TARGETS, 1)
    assert len(outcome.ledger.acknowledged) >= 10 and outcome.mails >= 5, str(outcome)


def test_a_sound_outcome_is_accepted():
    assert LEDGER.problems(SOUND) == []


@pytest.mark.parametrize(
    ("what", "value", "words"),
    [
        ("topic", [], "lost: topic a"),
        ("topic", [[1, "topic a"], [9, "topic a"]], "2 times: topic a"),
        ("note", [[3, "note of a ghost"]], "nobody wrote"),
        ("recorded", {**SOUND["recorded"], "action": []}, "action: rows and entries of the log differ"),
        ("recorded", {**SOUND["recorded"], "note": [["n", "3"], ["n", "4"]]}, "note: rows and entries"),
        ("announced", [], "topics and their announcements differ"),
        ("versions", [], "notes and their versions differ"),
        ("messages", [["k", "failed"]], "a message was given up"),
        ("unfinished", ["a.task"], "a job was given up"),
        ("broken_seals", 1, "1 seals are broken"),
    ],
)
def test_a_fault_is_seen(what, value, words):
    found = {**copy.deepcopy(SOUND), what: value}
    assert any(problem.startswith(words) for problem in LEDGER.problems(found)), LEDGER.problems(found)
