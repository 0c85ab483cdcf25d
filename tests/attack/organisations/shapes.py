"""The shapes. Each builds one organisation from a draft that carries the seed's random numbers."""

from collections.abc import Callable
from random import Random
from typing import Any

from .draft import ATTRIBUTES, Draft

Shape = Callable[[Draft], None]


def organisation(
    shape: str, seed: int, profile: str = "default", size: float = 1.0, scale: int = 4
) -> dict[str, Any]:
    """The document of one shape and seed. `size` scales the head count of shapes that can grow."""
    draft = Draft(Random(f"{shape}/{seed}"), scale=scale, profile=profile, size=size)
    draft.questions = [f"q{i}" for i in range(1, draft.random.choice([1, 1, 1, 2]) + 1)]
    SHAPES[shape](draft)
    return draft.document()


def realistic(draft: Draft) -> None:
    """Departments of teams; each unit has a manager, whose home is that unit."""
    draft.use(["site", "tenure", "contract"][: draft.random.randint(1, 3)])
    root = draft.unit()
    draft.person(root, manages=[root])
    for _ in range(max(2, round(draft.random.randint(2, 4) * draft.size))):
        department = draft.unit(root)
        draft.person(department, manages=[department])
        draft.staff(department, draft.random.choice([0, 0, 2, 6]))
        for _ in range(draft.random.randint(2, 4)):
            team = draft.unit(department)
            draft.person(team, manages=[team])
            draft.staff(team, draft.random.randint(4, 12))
    draft.answer(draft.random.uniform(0.6, 0.95), skip=[0.0, 0.08])


def irregular(draft: Draft) -> None:
    """A random tree with people at any node, as mergers leave it."""
    draft.use(draft.random.sample(sorted(ATTRIBUTES), draft.random.randint(0, 3)))
    units = [draft.unit()]
    for _ in range(draft.random.randint(3, 18)):
        units.append(draft.unit(draft.random.choice(units)))
    for _ in range(round(draft.random.randint(40, 130) * draft.size)):
        draft.person(draft.random.choice(units))
    for unit in draft.random.sample(units, len(units) // 2):
        draft.person(unit, manages=[unit])
    draft.answer(draft.random.uniform(0.5, 0.95), skip=[draft.random.choice([0.0, 0.1]), 0.2])


def chains(draft: Draft) -> None:
    """Units with a single child, several levels deep, with a few people left on the way."""
    draft.use(["site"])
    root = draft.unit()
    draft.staff(root, draft.random.randint(0, 6))
    for _ in range(draft.random.randint(1, 4)):
        unit = root
        for _ in range(draft.random.randint(2, 6)):
            unit = draft.unit(unit)
            draft.staff(unit, draft.random.choice([0, 0, 1, 2, 4, 5]))
            draft.person(unit, manages=[unit])
        draft.staff(unit, draft.random.randint(3, 30))
    draft.answer(draft.random.uniform(0.7, 1.0))


def tiny_units(draft: Draft) -> None:
    """Dozens of units of one to six people, in two levels."""
    draft.use(["site", "tenure"])
    root = draft.unit()
    for _ in range(draft.random.randint(3, 8)):
        middle = draft.unit(root)
        draft.staff(middle, draft.random.choice([0, 0, 1, 3]))
        for _ in range(draft.random.randint(2, 8)):
            draft.staff(draft.unit(middle), draft.random.randint(1, 6))
    draft.answer(draft.random.uniform(0.6, 1.0))


def giant_flat(draft: Draft) -> None:
    """One unit with everybody in it, cut by three attributes."""
    draft.use(["site", "tenure", "contract"])
    root = draft.unit()
    draft.staff(root, round(draft.random.randint(30, 220) * draft.size))
    draft.answer(draft.random.uniform(0.4, 1.0), skip=[0.0, 0.3])


def managers_of_levels(draft: Draft) -> None:
    """People who manage several units, on different levels and in different branches."""
    draft.use(["tenure"])
    root = draft.unit()
    branches = [draft.unit(root) for _ in range(draft.random.randint(2, 4))]
    leaves = [draft.unit(branch) for branch in branches for _ in range(draft.random.randint(1, 4))]
    for leaf in leaves:
        draft.staff(leaf, draft.random.randint(4, 9))
    everywhere = [root, *branches, *leaves]
    for _ in range(draft.random.randint(4, 14)):
        managed = draft.random.sample(everywhere, draft.random.randint(1, 3))
        draft.person(draft.random.choice(everywhere), manages=managed)
    draft.answer(draft.random.uniform(0.7, 1.0))


def everybody_answers(draft: Draft) -> None:
    realistic(draft)
    draft.answer(1.0)


def almost_nobody_answers(draft: Draft) -> None:
    draft.size *= 2
    realistic(draft)
    draft.answer(draft.random.uniform(0.03, 0.3))


def unanimous(draft: Draft) -> None:
    """Whole teams that agree: all best, all worst, all but one."""
    _build_any(draft)
    moods = {unit["id"]: draft.random.randrange(4) for unit in draft.units}
    homes = {person["id"]: person["unit"] for person in draft.people}
    odd_ones = {draft.random.choice(draft.people)["id"] for _ in draft.units}

    def answer(person: str) -> int:
        mood = moods[homes[person]]
        if mood == 3:
            return draft.skewed(person)
        top = (mood == 0) != (mood == 2 and person in odd_ones)
        return draft.scale if top else 0

    draft.answer(draft.random.uniform(0.8, 1.0), answer)


def one_dissenter(draft: Draft) -> None:
    """Everybody gives one answer, one person another."""
    _build_any(draft)
    usual, other = draft.random.sample(range(draft.scale + 1), 2)
    dissenter = draft.random.choice(draft.people)["id"]
    draft.answer(1.0, lambda person: other if person == dissenter else usual)


def extreme(draft: Draft) -> None:
    """Only the two ends of the scale, with a share that differs by unit."""
    _build_any(draft)
    share = {unit["id"]: draft.random.choice([0.0, 0.05, 0.5, 0.95, 1.0]) for unit in draft.units}
    homes = {person["id"]: person["unit"] for person in draft.people}
    draft.answer(
        draft.random.uniform(0.7, 1.0),
        lambda person: draft.scale if draft.random.random() < share[homes[person]] else 0,
    )


def nested_attributes(draft: Draft) -> None:
    """A value that only one unit has, or all of a unit but a few have."""
    draft.use(["site", "contract"])
    root = draft.unit()
    for number in range(draft.random.randint(2, 5)):
        unit = draft.unit(root)
        site = ATTRIBUTES["site"][number % 4]
        draft.staff(unit, draft.random.randint(8, 35), site=site)
        draft.staff(unit, draft.random.choice([0, 1, 2, 4, 5]))
        for _ in range(draft.random.choice([0, 2])):
            draft.staff(draft.unit(unit), draft.random.randint(3, 9), site=site)
    draft.answer(draft.random.uniform(0.7, 1.0))


def different_skips(draft: Draft) -> None:
    """The same people, but each question is skipped by others, and by very different numbers of them."""
    draft.questions = ["q1", "q2", "q3"]
    _build_any(draft)
    draft.answer(draft.random.uniform(0.7, 1.0), skip=[0.0, 0.05, draft.random.choice([0.3, 0.6])])


def two_hierarchies(draft: Draft) -> None:
    """Sites run across the line tree: most units sit at one site, some people elsewhere."""
    draft.use(["site", "tenure"])
    root = draft.unit()
    for _ in range(draft.random.randint(2, 4)):
        middle = draft.unit(root)
        for _ in range(draft.random.randint(2, 5)):
            team = draft.unit(middle)
            site = draft.random.choice(ATTRIBUTES["site"])
            for _ in range(draft.random.randint(4, 14)):
                draft.person(team, **({"site": site} if draft.random.random() < 0.8 else {}))
            draft.person(team, manages=[team], site=site)
    draft.answer(draft.random.uniform(0.7, 1.0))


def rare_values(draft: Draft) -> None:
    """Attributes with values that one to nine people carry, all in one unit or scattered."""
    draft.attributes = {
        "language": ["German", "French", "Italian", "Dutch", "Latin"],
        "role": ["staff", "lead", "apprentice"],
    }
    root = draft.unit()
    units = [draft.unit(root) for _ in range(draft.random.randint(1, 3))]
    for unit in units:
        draft.staff(unit, draft.random.randint(15, 40), language="German", role="staff")
    for language in draft.attributes["language"][1:]:
        home = draft.random.choice(units)
        for _ in range(draft.random.randint(1, 9)):
            unit = home if draft.random.random() < 0.7 else draft.random.choice(units)
            draft.person(unit, language=language)
    draft.answer(draft.random.uniform(0.8, 1.0), skip=[0.0, 0.1])


def reference_organisation(seed: int, profile: str = "default") -> dict[str, Any]:
    """500 people in 60 units: a root, 8 departments, 51 teams; 80 % take part; two attributes."""
    draft = Draft(Random(f"reference/{seed}"), profile=profile)
    draft.use(["tenure", "contract"])
    root = draft.unit()
    draft.person(root, manages=[root])
    departments = [draft.unit(root) for _ in range(8)]
    teams = [draft.unit(departments[number % 8]) for number in range(51)]
    for unit in [*departments, *teams]:
        draft.person(unit, manages=[unit])
    sizes = [draft.random.randint(4, 12) for _ in teams]
    while sum(sizes) != 500 - len(draft.people):
        at = draft.random.randrange(len(teams))
        step = 1 if sum(sizes) < 500 - len(draft.people) else -1
        sizes[at] = min(12, max(4, sizes[at] + step))
    for team, size in zip(teams, sizes, strict=True):
        draft.staff(team, size)
    draft.answer(0.8)
    return draft.document()


def raised_floors(draft: Draft) -> None:
    """Floors above the defaults, and an attribute of a special category."""
    _build_any(draft)
    draft.floors = {"k": draft.random.choice([5, 6, 7]), "k_comment": 12, "k_attribute": 12}
    if draft.attributes:
        draft.special = [draft.random.choice(sorted(draft.attributes))]


def edge_sizes(draft: Draft) -> None:
    """Teams and remainders that sit exactly at, or one beside, the floors."""
    draft.use(["contract"])
    root = draft.unit()
    draft.staff(root, draft.random.choice([0, 1, 4, 5]))
    for _ in range(draft.random.randint(2, 6)):
        unit = draft.unit(root)
        draft.staff(unit, draft.random.choice([1, 4, 5, 6, 9, 10, 11]))
        if draft.random.random() < 0.6:
            for _ in range(draft.random.randint(1, 3)):
                draft.staff(draft.unit(unit), draft.random.choice([1, 4, 5, 6, 10]))
    draft.answer(draft.random.choice([1.0, 1.0, 0.9]))


def _build_any(draft: Draft) -> None:
    shape = draft.random.choice([realistic, irregular, chains, giant_flat, edge_sizes, nested_attributes])
    shape(draft)


SHAPES: dict[str, Shape] = {
    shape.__name__: shape
    for shape in (
        realistic,
        irregular,
        chains,
        tiny_units,
        giant_flat,
        managers_of_levels,
        everybody_answers,
        almost_nobody_answers,
        unanimous,
        one_dissenter,
        extreme,
        nested_attributes,
        different_skips,
        two_hierarchies,
        rare_values,
        raised_floors,
        edge_sizes,
    )
}
