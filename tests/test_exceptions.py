"""The exceptions to the house rules are themselves kept in order."""

from __future__ import annotations

import pytest

from tests.house import exceptions


def test_every_exception_names_a_rule_and_gives_a_reason():
    assert not exceptions.unsound()


def test_an_offender_is_named_with_the_rule_and_the_way_out():
    with pytest.raises(
        AssertionError, match=r"(?s)doors load through queries.*goals\.views:x.*goals/tests/exceptions"
    ) as said:
        exceptions.judge("doors", {"goals.views:x": "touches .objects"})
    assert "touches .objects" in str(said.value)


def test_an_exception_that_nothing_needs_is_named(monkeypatch):
    monkeypatch.setattr(
        exceptions, "_of", lambda package: {"doors": {"goals.views:x": "because it was once needed"}}
    )
    with pytest.raises(AssertionError, match="nothing needs them"):
        exceptions.judge("doors", {})
    exceptions.judge("doors", {"goals.views:x": "touches .objects"})


def test_an_unsound_exception_is_named(monkeypatch):
    monkeypatch.setattr(exceptions, "_of", lambda package: {"no rule": {"nowhere.views:x": "short"}})
    said = "\n".join(exceptions.unsound())
    assert "no rule is named" in said and "another package" in said and "at least" in said


def test_a_module_excuses_what_is_in_it_and_its_namesakes_nothing(monkeypatch):
    monkeypatch.setattr(
        exceptions, "_of", lambda package: {"doors": {"goals.views": "because it was once needed"}}
    )
    exceptions.judge("doors", {"goals.views:x": "touches .objects", "goals.views:y": "touches .objects"})
    with pytest.raises(AssertionError, match=r"goals\.viewsets:x"):
        exceptions.judge(
            "doors", {"goals.views:x": "touches .objects", "goals.viewsets:x": "touches .objects"}
        )
