"""One number for each unit: floors, remainders, managers, and what is shown."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alongside.disclosure.rules import Refusal
from alongside.disclosure.tests.surveys import tree_of
from alongside.disclosure.tree import Entry, plan_tree, show_tree

TREE = tree_of(all=None, sales="all", north="sales", south="sales", works="all")


def _entries(**pairs: tuple[int, int]) -> list[Entry]:
    """For each unit (entries, seconds that share them)."""
    return [
        Entry(f"{unit}-{at}", unit, at % 2, f"boss of {unit} {at % seconds}")
        for unit, (count, seconds) in pairs.items()
        for at in range(count)
    ]


def _shown(entries: list[Entry], second_floor: int = 0) -> set[str]:
    return {cell.key.unit for cell in plan_tree(TREE, entries, second_floor=second_floor).cells}


def test_units_of_five_are_shown() -> None:
    assert _shown(_entries(north=(5, 1), south=(5, 1))) == {"all", "sales", "north", "south"}


def test_four_elsewhere_hide_one_of_the_others_too() -> None:
    assert _shown(_entries(north=(6, 1), south=(5, 1), works=(4, 1))) == {"all", "north"}


def test_a_remainder_of_one_to_four_hides_the_next_smallest_too() -> None:
    plan = plan_tree(TREE, _entries(north=(9, 1), south=(6, 1), works=(3, 1)))
    assert [cell.size for cell in plan.cells if cell.key.unit == "all"] == [18]
    assert {str(cause) for key, cause in plan.hidden if key.unit == "works"} == {"too_few"}
    sizes = {cell.key.unit: cell.size for cell in plan.cells}
    assert sizes["all"] - sizes.get("sales", 0) - sizes.get("works", 0) not in range(1, 5)


def test_a_unit_under_two_managers_is_hidden_where_three_are_needed() -> None:
    entries = _entries(north=(8, 2), south=(8, 3), works=(8, 3))
    assert _shown(entries) >= {"north", "south", "works"}
    assert "north" not in _shown(entries, second_floor=3)


def test_a_manager_with_pairs_in_two_units_counts_in_one_of_them() -> None:
    """Two managers shared by both teams are not four, and not three in either."""
    entries = [
        Entry(f"{unit}-{at}", unit, 1, f"boss {at % 2}") for unit in ("north", "south") for at in range(10)
    ]
    assert _shown(entries, second_floor=3) == set()
    assert _shown([*entries, *_entries(works=(9, 3))], second_floor=3) == {"all"}


def test_shares_are_banded_and_never_say_all_or_none() -> None:
    entries = [Entry(f"{unit}-{at}", unit, 1) for unit in ("north", "south", "works") for at in range(12)]
    release = show_tree(TREE, entries)
    assert {display.key.unit for display in release.displays} <= {"all", "sales", "north", "south", "works"}
    for display in release.displays:
        assert display.mean.high is None
        assert display.mean.low is not None and display.mean.low < 1
        assert display.n_band == (
            "36" if display.key.unit == "all" else "20-49" if display.key.unit == "sales" else "10-19"
        )


def test_one_pair_that_never_met_is_not_told_by_parent_and_siblings() -> None:
    """Every entry keeps both answers: whatever is shown, no pair is proven to have met or not."""
    entries = [
        Entry(f"{unit}-{at}", unit, int(unit != "works")) for unit in ("north", "works") for at in range(5)
    ]
    release = show_tree(TREE, entries)
    for display in release.displays:
        assert (display.mean.low, display.mean.high) != (1, 1)
        assert (display.mean.low, display.mean.high) != (0, 0)


@pytest.mark.parametrize(
    ("entries", "floor", "word"),
    [
        ([Entry("a", "nowhere", 1)], 0, "nowhere"),
        ([Entry("a", "north", 1), Entry("a", "south", 1)], 0, "twice"),
        ([Entry("a", "north", 1)], 3, "second"),
        ([Entry("a", "north", 2)], 0, "0..1"),
    ],
)
def test_what_makes_no_sense_is_refused_by_name(entries: list[Entry], floor: int, word: str) -> None:
    with pytest.raises(Refusal, match=word):
        show_tree(TREE, entries, second_floor=floor)


@given(
    st.lists(
        st.tuples(st.sampled_from(["all", "sales", "north", "south", "works"]), st.integers(0, 6)),
        max_size=60,
    )
)
def test_no_remainder_is_under_either_floor(pairs: list[tuple[str, int]]) -> None:
    """By the true number of managers, counted afresh, in every remainder of every shown unit."""
    entries = [Entry(str(at), unit, at % 2, f"boss {boss}") for at, (unit, boss) in enumerate(pairs)]
    plan = plan_tree(TREE, entries, second_floor=3)
    groups = {cell.key.unit: set(cell.members.tolist()) for cell in plan.cells}
    for unit, members in groups.items():
        assert len(members) >= 5
        below = [groups[other] for other in groups if other != unit and groups[other] < members]
        rest = members.difference(*below)
        assert not rest or len(rest) >= 5
        assert not rest or len({entries[at].second for at in rest}) >= 3
