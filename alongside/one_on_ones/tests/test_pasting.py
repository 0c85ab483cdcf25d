"""A pasted list becomes topics."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alongside.one_on_ones.forms import ItemForm
from alongside.one_on_ones.pasting import MOST_LINES, lines_of


@pytest.mark.parametrize(
    ("pasted", "lines"),
    [
        ("- a\n- b", ["a", "b"]),
        ("1. a\n2) b\n(3) c", ["a", "b", "c"]),
        ("[ ] a\n- [x] b\n☐ c", ["a", "b", "☐ c"]),
        ("# Agenda\r\n\r\n• one\r\n  ◦ two", ["Agenda", "one", "two"]),
        ("a\n-----\nb\n***", ["a", "b"]),
        ("3 people joined\n-5 degrees", ["3 people joined", "-5 degrees"]),
        ("  \n\n", []),
    ],
)
def test_list_marks_blank_and_ruled_lines_are_left_out(pasted, lines):
    assert lines_of(pasted) == lines


@given(st.lists(st.text(alphabet=st.characters(categories=["L"]), min_size=1, max_size=20), max_size=20))
def test_no_word_is_lost(words):
    assert lines_of("\n".join(f"- {word}" for word in words)) == words


def test_very_long_lists_and_lines_are_refused_in_words():
    assert "50" in str(ItemForm({"text": "a\n" * (MOST_LINES + 1)}).errors["text"])
    assert "2000" in str(ItemForm({"text": "a" * 2001}).errors["text"])
    assert ItemForm({"text": "a" * 2000}).is_valid()
