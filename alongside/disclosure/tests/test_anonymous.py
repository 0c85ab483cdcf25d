"""Plans and audits where nobody knows who skipped a question (anonymous mode)."""

import numpy as np
import pytest

from alongside.disclosure.anonymous import plan_anonymous
from alongside.disclosure.plan import CellKey, Plan, plan_survey
from alongside.disclosure.rules import Refusal
from alongside.disclosure.skips import BlockCounts, Skips
from alongside.disclosure.snapshot import Flags, Invitee, Snapshot, UnitTree
from alongside.disclosure.tests.surveys import everybody, snapshot_of, tree_of
from alongside.disclosure.unlinked import audit_unlinked

TREE = tree_of(all=None, sales="all", north="sales", south="sales", works="all")
STAFF = {"north": 14, "south": 17, "works": 33}
VALUES = {"site": ["Ulm", "Bern"], "tenure": ["new", "some", "long"]}


def _counts(snapshot: Snapshot, answered: Flags, units: tuple[str, ...]) -> BlockCounts:
    """What is stored of who answered: numbers for each unit, and for the values in some units."""
    direct = snapshot.direct_counts(answered)
    values = {}
    for unit in units:
        inside = snapshot.inside(snapshot.tree.at(unit), answered)
        for name, listed in snapshot.values.items():
            for code, value in enumerate(listed):
                values[unit, name, value] = int((snapshot.codes[name][inside] == code).sum())
    return BlockCounts(dict(zip(snapshot.tree.ids, direct.tolist(), strict=True)), values)


def _sizes(plan: Plan) -> dict[tuple[str, str | None, tuple[str, ...]], int]:
    return {cell.key.place: cell.size for cell in plan.questions[0].cells}


def test_without_skips_the_plan_is_that_of_linked_answers() -> None:
    snapshot = snapshot_of(TREE, STAFF, VALUES)
    took_part = everybody(snapshot)
    counts = _counts(snapshot, took_part, ("sales", "works", "all"))
    linked = _sizes(plan_survey(snapshot, {"q": took_part}, took_part))
    assert _sizes(plan_anonymous(snapshot, took_part, {"q": counts})) == linked
    assert any(attribute for _, attribute, _ in linked)


def test_cells_count_answers_and_hold_all_who_took_part() -> None:
    snapshot = snapshot_of(TREE, STAFF, VALUES)
    answered = everybody(snapshot)
    answered[:3] = False
    plan = plan_anonymous(snapshot, everybody(snapshot), {"q": _counts(snapshot, answered, ("works",))})
    cells = {cell.key.place: cell for cell in plan.questions[0].cells}
    assert cells["north", None, ()].size == 11
    assert len(cells["north", None, ()].members) == 14
    assert cells["all", None, ()].size == 61


def test_a_unit_under_the_floor_by_skips_is_hidden() -> None:
    snapshot = snapshot_of(TREE, STAFF)
    answered = everybody(snapshot)
    answered[:10] = False
    plan = plan_anonymous(snapshot, everybody(snapshot), {"q": _counts(snapshot, answered, ())})
    hidden = {key.unit: str(cause) for key, cause in plan.questions[0].hidden}
    assert hidden["north"] == "too_few"
    assert "south" in hidden


def test_no_cuts_where_no_values_were_counted() -> None:
    snapshot = snapshot_of(TREE, STAFF, VALUES)
    counts = _counts(snapshot, everybody(snapshot), ())
    plan = plan_anonymous(snapshot, everybody(snapshot), {"q": counts}).questions[0]
    assert all(cell.key.attribute is None for cell in plan.cells)
    assert all(key.attribute is None for key, _ in plan.hidden)


def test_six_people_left_over_of_whom_two_may_have_skipped_hide_the_cut() -> None:
    """38 of 40 answered: 34 of one site, 4 or 6 of those without a site, depending on who skipped."""
    snapshot = _mostly_ulm(40, 34)
    whole, cut = CellKey("q", "all"), CellKey("q", "all", "site", ("Ulm",))
    took_part = everybody(snapshot)
    unknown = BlockCounts({"all": 38})
    leaks = audit_unlinked(snapshot, took_part, {"q": unknown}, [whole, cut])
    assert [leak.kind for leak in leaks] == ["sum"]
    assert leaks[0].people == tuple(sorted(f"all-{at}" for at in range(34, 40)))
    in_ulm = BlockCounts({"all": 38}, {("all", "site", "Ulm"): 32, ("all", "site", "Bern"): 0})
    assert audit_unlinked(snapshot, took_part, {"q": in_ulm}, [whole, cut]) == []
    elsewhere = BlockCounts({"all": 38}, {("all", "site", "Ulm"): 34, ("all", "site", "Bern"): 0})
    assert [leak.kind for leak in audit_unlinked(snapshot, took_part, {"q": elsewhere}, [whole, cut])] == [
        "sum"
    ]
    for counts, shown in ((in_ulm, True), (elsewhere, False)):
        planned = _sizes(plan_anonymous(snapshot, took_part, {"q": counts}))
        assert (cut.place in planned) is shown


def test_a_cell_that_may_be_under_its_floor_is_reported() -> None:
    snapshot = snapshot_of(TREE, {"north": 6, "south": 20})
    counts = {"q": BlockCounts({"north": 4, "south": 20})}
    leaks = audit_unlinked(snapshot, everybody(snapshot), counts, [CellKey("q", "north")])
    assert [leak.kind for leak in leaks] == ["too_few", "sum"]
    assert "may have 4" in leaks[0].detail


def test_bounds_take_the_best_of_all_counts() -> None:
    snapshot = snapshot_of(TREE, STAFF, VALUES)
    answered = everybody(snapshot)
    answered[[0, 1]] = False  # north-0 and north-1: both new, one in Ulm, one in Bern
    skips = Skips(snapshot, everybody(snapshot), _counts(snapshot, answered, ("sales", "all")))
    people = np.arange(len(snapshot.people))
    in_north = people[:14]
    assert skips.most(people) == 2
    assert skips.most(in_north) == 2
    assert skips.most(people[14:31]) == 0
    site = snapshot.codes["site"][in_north]
    assert skips.most(in_north[site == 0]) == 1


@pytest.mark.parametrize(
    ("counts", "word"),
    [
        (BlockCounts({"north": 15}), "north"),
        (BlockCounts({"north": -1}), "north"),
        (BlockCounts({"nowhere": 1}), "nowhere"),
        (BlockCounts({"north": 14}, {("north", "site", "Ulm"): 7}), "Bern"),
        (BlockCounts({"north": 14}, {("north", "shoe", "44"): 7}), "shoe"),
        (BlockCounts({"north": 14}, {("north", "site", "Ulm"): 6, ("north", "site", "Bern"): 7}), "add up"),
    ],
)
def test_counts_that_cannot_be_are_refused_by_name(counts: BlockCounts, word: str) -> None:
    snapshot = snapshot_of(TREE, STAFF, VALUES)
    with pytest.raises(Refusal, match=word):
        plan_anonymous(snapshot, everybody(snapshot), {"q": counts})


def _mostly_ulm(people: int, in_ulm: int) -> Snapshot:
    invited = [
        Invitee(f"all-{at}", "all", attributes={"site": "Ulm"} if at < in_ulm else {}) for at in range(people)
    ]
    return Snapshot(UnitTree([("all", None)]), invited, {"site": ["Ulm", "Bern"]})
