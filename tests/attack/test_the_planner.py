"""A short seeded part of the long run: every shape, every kind of attack. `make attack` takes other seeds and its time."""

import pytest

from . import campaign
from .attacks.case import attacked
from .attacks.exhaustive import conclusions
from .attacks.refusals import bad_documents, wrongly_accepted
from .optimum import against_the_best
from .organisations import SHAPES, reference_organisation
from .suite import Tally
from .utility import utility

planner = campaign.load(campaign.THE_PLANNER)


def _attack(kind: str, first: int, count: int, shape: str = "") -> Tally:
    batch = campaign.Batch(kind, campaign.THE_PLANNER, first, count, shape)
    return campaign.attack_batch(batch)[0]


# Their organisation number 3 keeps the solver busy for half a minute; two others of 40 to 90 people take a tenth of that.
SMALLER = {"extreme": (5, 6), "two_hierarchies": (5, 7), "irregular": (0, 2)}


@pytest.mark.parametrize(
    ("shape", "seed"), [(shape, seed) for shape in sorted(SHAPES) for seed in SMALLER.get(shape, (3,))]
)
def test_no_attack_succeeds_on_this_shape(shape: str, seed: int) -> None:
    tally = _attack("organisations", seed, 1, shape)
    assert tally.findings == []
    assert tally.verdict == 0


@pytest.mark.parametrize("shape", ["edge_sizes", "one_dissenter", "unanimous"])
def test_no_attack_succeeds_where_answers_go_from_0_to_10(shape: str) -> None:
    tally = _attack("eleven", 3, 1, shape)
    assert tally.findings == []
    assert tally.runs["ENPS"] == 2


@pytest.mark.parametrize("shape", ["chains", "edge_sizes", "giant_flat", "nested_attributes", "rare_values"])
def test_no_attack_succeeds_where_nobody_knows_who_skipped(shape: str) -> None:
    tally = campaign.attack_batch(campaign.Batch("anonymous", campaign.THE_ANONYMOUS, 3, 1, shape))[0]
    assert tally.findings == []
    assert tally.runs["ANON"] == 6


@pytest.mark.parametrize("first", range(0, 666, 74))
def test_no_attack_succeeds_on_teams_that_agree(first: int) -> None:
    tally = _attack("teams", first, 3)
    assert tally.findings == []
    assert tally.runs["T7"] == 12


@pytest.mark.parametrize("profile", campaign.PROFILES)
@pytest.mark.parametrize("size", [5, 6, 10])
def test_no_output_of_a_single_group_excludes_an_answer(size: int, profile: str) -> None:
    vectors, found = conclusions(planner, [size], 4 if size < 10 else 2, profile)
    assert vectors > 60
    assert found == []


def test_lowered_floors_and_bad_input_are_refused_by_name() -> None:
    wrong = [finding for _, finding in wrongly_accepted(planner) if finding]
    assert wrong == []
    assert len(list(bad_documents())) >= 25


@pytest.mark.long
@pytest.mark.parametrize("profile", campaign.PROFILES)
def test_on_the_reference_organisation_most_cells_are_shown(profile: str) -> None:
    kept = utility(attacked(reference_organisation(1, profile), planner))
    assert kept.large_units_kept >= 0.95 * kept.large_units
    assert kept.units_kept >= 0.85 * kept.units
    assert kept.cuts_kept >= 0.70 * kept.cuts


def test_on_small_irregular_organisations_nine_tenths_of_the_possible_cells_are_kept() -> None:
    """Of what an exhaustive search could show without a leak; shown cells count, withheld ones do not."""
    found = against_the_best(planner, range(12))
    assert found.planned >= 0.9 * found.possible > 0
    assert found.shown >= 0.9 * found.possible
