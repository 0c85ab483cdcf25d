"""The oracle's algebra and solver agree with trying everything, on small random cases."""

from random import Random

import pytest

from .optimum import most_cells
from .oracle.deniability import denials
from .oracle.enumeration import possible_answers, sets_with_a_computable_relation
from .oracle.linear import Span, exposed_people, exposures, small_supports, smallest_exposed
from .oracle.released import Band, Shown, answers_of_bands

Group = frozenset[str]


def _random_groups(random: Random, people: list[str], most: int) -> list[Group]:
    shares = [random.choice([0.4, 0.6, 0.8]) for _ in range(random.randint(1, most))]
    groups = [frozenset(p for p in people if random.random() < share) for share in shares]
    return [group for group in groups if group] or [frozenset(people)]


def _smallest(sets: set[Group]) -> set[Group]:
    return {some for some in sets if not any(other < some for other in sets)}


@pytest.mark.parametrize("seed", range(40))
def test_the_algebra_finds_exactly_the_sets_that_trying_all_subsets_finds(seed: int) -> None:
    random = Random(seed)
    people = [f"p{i:02}" for i in range(random.randint(6, 11))]
    groups, k = _random_groups(random, people, 8), random.choice([3, 4, 5])
    brute = _smallest(set(sets_with_a_computable_relation(groups, k)))
    found = {frozenset(atoms.names(support)) for atoms, support in small_supports(groups, k)}
    assert found == brute
    assert bool(exposures(groups, k)) == bool(brute)
    assert smallest_exposed(groups, k) == min(map(len, brute), default=k)


@pytest.mark.parametrize("seed", range(10))
def test_the_span_holds_exactly_the_sums_that_are_combinations(seed: int) -> None:
    random = Random(seed)
    people = [f"p{i:02}" for i in range(8)]
    groups = _random_groups(random, people, 6)
    span = Span(groups)
    for group in groups:
        assert span.holds(group)
        for other in groups:
            if other < group:
                assert span.holds(group - other)
    singles = {person for person in people if span.holds(frozenset({person}))}
    assert singles == exposed_people(groups, 2)


def _random_cell(random: Random, truth: dict[str, int]) -> Shown:
    people = frozenset(p for p in truth if random.random() < 0.7) or frozenset(truth)
    total = sum(truth[p] for p in people)
    bands: tuple[Band, ...] = ()
    if random.random() < 0.5:
        bands = tuple(
            Band(answers, max(0, count - random.randint(0, 1)), min(len(people), count + 1))
            for answers in answers_of_bands(4, random.choice([3, 5]))
            for count in [sum(truth[p] in answers for p in people)]
        )
    low, high = max(0, total - random.randint(0, 3)), min(4 * len(people), total + random.randint(0, 3))
    return Shown("q", "u", None, (), people, low, high, bands, {})


@pytest.mark.parametrize("seed", range(30))
def test_the_integer_solver_denies_exactly_what_no_assignment_allows(seed: int) -> None:
    random = Random(seed)
    extremes = [0, 0, 4, 4, random.randrange(5)]
    truth = {f"p{i}": random.choice(extremes) for i in range(random.randint(4, 6))}
    cells = [_random_cell(random, truth) for _ in range(random.randint(1, 5))]
    possible = possible_answers(cells, 4)
    verdict = denials(cells, 4, range(5))
    denied = {(person, answer) for people, answer in verdict.impossible for person in people}
    assert not verdict.undecided
    assert denied == {(p, x) for p, answers in possible.items() for x in range(5) if x not in answers}


def test_a_colluder_who_knows_his_answer_pins_down_the_other_of_a_pair() -> None:
    pair = Shown("q", "u", None, (), frozenset({"a", "b"}), 4, 4, (), {})
    assert not denials([pair], 4, (0, 4)).impossible
    assert denials([pair], 4, range(5), known={"a": 1}).impossible == [(("b",), x) for x in (0, 1, 2, 4)]


def test_a_dependence_of_four_rows_is_found_among_many() -> None:
    people = [f"p{i:02}" for i in range(24)]
    hub = frozenset(people)
    groups = [hub, hub - frozenset(people[:4])]
    assert exposures(groups, 5)[0].people == tuple(people[:4])
    assert not exposures([hub, hub - frozenset(people[:5])], 5)


def test_the_largest_leak_free_choice_of_cells_is_found() -> None:
    whole = frozenset(f"p{i:02}" for i in range(20))
    left = frozenset(f"p{i:02}" for i in range(9))
    almost = frozenset(f"p{i:02}" for i in range(17))
    assert most_cells([whole, left, whole - left], 5) == 3
    assert most_cells([whole, left, almost], 5) == 2
    assert most_cells([frozenset(["p00"]), whole], 5) == 1
