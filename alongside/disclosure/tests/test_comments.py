"""Where comments are shown: large enough units, and remainders too (A-17)."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from alongside.disclosure.comments import place_comments
from alongside.disclosure.rules import ALL_RULES, Refusal, Rules
from alongside.disclosure.snapshot import Flags, Snapshot
from alongside.disclosure.tests.surveys import everybody, snapshot_of, tree_of

TREE = tree_of(all=None, sales="all", north="sales", south="sales", works="all")


def _first(snapshot: Snapshot, **writers: int) -> Flags:
    """The first so many people of each unit wrote."""
    wrote = [f"{unit}-{at}" for unit, count in writers.items() for at in range(count)]
    return np.isin(np.array(snapshot.people), wrote)


def _units(snapshot: Snapshot, commented: Flags, rules: Rules = ALL_RULES) -> dict[str, int]:
    shown = place_comments(snapshot, everybody(snapshot), commented, rules=rules)
    units = [unit for unit in shown if unit]
    return {unit: units.count(unit) for unit in sorted(set(units))}


def test_comments_are_shown_at_the_lowest_unit_of_ten_with_five_comments() -> None:
    snapshot = snapshot_of(TREE, {"north": 10, "south": 12})
    assert _units(snapshot, _first(snapshot, north=5, south=6)) == {"north": 5, "south": 6}


def test_four_comments_or_nine_respondents_move_up() -> None:
    snapshot = snapshot_of(TREE, {"north": 10, "south": 12})
    assert _units(snapshot, _first(snapshot, north=4, south=6)) == {"sales": 10}
    snapshot = snapshot_of(TREE, {"north": 9, "south": 12})
    assert _units(snapshot, _first(snapshot, north=6, south=6)) == {"sales": 12}


def test_a_comment_above_would_tell_of_nine_people_so_all_are_shown_above() -> None:
    snapshot = snapshot_of(TREE, {"north": 12, "south": 9})
    wrote = _first(snapshot, north=6, south=1)
    assert _units(snapshot, wrote) == {"sales": 7}
    assert _units(snapshot, wrote, Rules(comment_remainder=False)) == {"north": 6, "sales": 1}


def test_too_few_comments_in_the_company_are_not_shown() -> None:
    snapshot = snapshot_of(TREE, {"north": 30})
    assert _units(snapshot, _first(snapshot, north=4)) == {}


def test_a_comment_of_somebody_who_did_not_answer_is_refused() -> None:
    snapshot = snapshot_of(TREE, {"north": 30})
    with pytest.raises(Refusal, match="north-0"):
        place_comments(snapshot, ~everybody(snapshot), _first(snapshot, north=1))


@given(st.lists(st.integers(0, 16), min_size=5, max_size=5), st.randoms(use_true_random=False))
def test_every_comment_has_ten_people_who_may_have_written_it(sizes: list[int], random: object) -> None:
    """T14, counted afresh: the readers of a unit know who is in the lower units that show comments."""
    snapshot = snapshot_of(TREE, dict(zip(TREE.ids, sizes, strict=True)))
    wrote = np.array([random.random() < 0.4 for _ in snapshot.people], dtype=np.bool_)  # type: ignore[attr-defined]
    shown = place_comments(snapshot, everybody(snapshot), wrote)
    rooms = {unit for unit in shown if unit}
    for unit in rooms:
        lower = {
            at
            for other in rooms - {unit}
            for at in _inside(snapshot, other)
            if _inside(snapshot, other) < _inside(snapshot, unit)
        }
        assert len(_inside(snapshot, unit) - lower) >= 10
        assert sum(1 for each in shown if each == unit) >= 5


def _inside(snapshot: Snapshot, unit: str) -> set[int]:
    return set(snapshot.inside(TREE.at(unit), everybody(snapshot)).tolist())
