"""No false alarms: planners that cannot leak pass every attack, and show how little that is worth."""

import pytest

from . import toy_planners
from .attacks.case import attacked
from .attacks.dictionary import Dictionary, flat_unit
from .attacks.exhaustive import conclusions
from .attacks.flat_teams import every_combination, team_findings
from .organisations import SHAPES, organisation
from .suite import attack_everything

PROFILES = ["default", "strict"]


@pytest.mark.parametrize("profile", PROFILES)
@pytest.mark.parametrize("shape", sorted(SHAPES))
def test_one_coarse_mean_of_the_company_leaks_in_no_shape(shape: str, profile: str) -> None:
    case = attacked(organisation(shape, 1, profile), toy_planners.company_only)
    dictionary = Dictionary(toy_planners.company_only, 4, profile)
    tally = attack_everything(case, shape, dictionary)
    assert tally.findings == []
    assert tally.leaks.total() == 0
    assert tally.utility.units_kept <= len(case.document["answers"])


@pytest.mark.parametrize("profile", PROFILES)
def test_its_bounds_deny_nothing_for_any_answers_of_five_people(profile: str) -> None:
    dictionary = Dictionary(toy_planners.company_only, 4, profile)
    for answers in every_combination(5, 4):
        case = attacked(flat_unit(answers, 4, profile), toy_planners.company_only)
        assert team_findings(answers, dictionary, case) == []


@pytest.mark.parametrize("profile", PROFILES)
def test_enumeration_of_its_outputs_finds_nothing(profile: str) -> None:
    runs, found = conclusions(toy_planners.company_only, [5, 5], 1, profile)
    assert (runs, found) == (36, [])


def test_showing_nothing_leaks_nothing_and_keeps_nothing() -> None:
    tally = attack_everything(attacked(organisation("realistic", 2), toy_planners.nothing), "nothing")
    assert tally.leaks.total() == 0
    assert (tally.utility.units_kept, tally.utility.cuts_kept) == (0, 0)
    assert tally.utility.units > 0
