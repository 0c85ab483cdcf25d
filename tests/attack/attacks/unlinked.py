"""ANON: anonymous surveys. Nobody knows who skipped, but a reader may find out; whoever it was, nothing may follow.

The planner gets blocks of answers, the attacker tries memberships: the true one, all of them where they are few,
else some at the edges of what the numbers allow. For each the attacks of the linked case have to fail.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from random import Random
from typing import Any

from ..oracle.deniability import must_stay_possible
from ..oracle.enumeration import consistent
from ..oracle.findings import Finding
from ..oracle.knowledge import Document, Knowledge, knowledge_of
from ..oracle.linear import exposures
from ..oracle.released import Shown, shown_cells
from ..oracle.skipping import Blocks, denied, memberships_up_to_names, nasty_memberships, with_respondents
from .floors import antichain

Planner = Callable[[dict[str, Any]], dict[str, Any]]
FEW, SOME = 12, 4


def skipping_more(document: dict[str, Any], seed: int) -> dict[str, Any]:
    """Few people skip the first question, some the others."""
    random = Random(f"skips/{seed}")
    for at, answers in enumerate(document["answers"].values()):
        share = random.choice([0.0, 0.01, 0.03] if at == 0 else [0.05, 0.15])
        answers.update({p: None for p in answers if random.random() < share})
    return document


def unlinked(document: Document) -> dict[str, Any]:
    """What is stored of the answers: histograms of units, and of values where attributes may be cut."""
    knowledge = knowledge_of(document)
    places = sorted(antichain(knowledge) | {knowledge.root})
    blocks = {}
    for question, answers in document["answers"].items():
        direct = {unit: [p for p in answers if knowledge.place[p] == unit] for unit in knowledge.parent}
        own = [_block(document, question, unit, None, None, people) for unit, people in direct.items()]
        blocks[question] = own + [
            _block(document, question, unit, name, value, knowledge.group(question, unit, name, (value,)))
            for unit in places
            for name, values in knowledge.values.items()
            for value in values
        ]
    took_part = sorted(frozenset().union(*knowledge.participants.values()))
    rest = {key: part for key, part in document.items() if key != "answers"}
    return {**rest, "took_part": took_part, "blocks": blocks}


def _block(
    document: Document,
    question: str,
    unit: str,
    name: str | None,
    value: str | None,
    people: Iterable[str],
) -> dict[str, Any]:
    given = Counter(document["answers"][question][person] for person in people)
    row = [given[answer] for answer in range(document["scale"] + 1)]
    return {"unit": unit, "attribute": name, "value": value, "answers": row}


def known_blocks(document: Document, stored: dict[str, Any], question: str) -> Blocks:
    """The numbers that a reader may know: participants and answers of each stored block."""
    everybody = {**document, "answers": {question: dict.fromkeys(stored["took_part"], 0)}}
    knowledge = knowledge_of(everybody)
    answered = {}
    for block in stored["blocks"][question]:
        unit, name, value = block["unit"], block["attribute"], block["value"]
        if name is None:
            group = frozenset(p for p in stored["took_part"] if knowledge.place[p] == unit)
        else:
            group = knowledge.group(question, unit, name, (value,))
        answered[group] = sum(block["answers"])
    counted = frozenset(p for p in stored["took_part"] if knowledge.place[p] is not None)
    return Blocks(counted, answered)


def unlinked_findings(document: dict[str, Any], planner: Planner, seed: int, few: int = FEW) -> list[Finding]:
    """All that goes wrong in one anonymous survey; `document` has the answers, the planner does not see them.

    Up to `few` memberships are all tried.
    """
    stored = unlinked(document)
    released = planner(stored)
    true = knowledge_of(document)
    everybody = {question: dict.fromkeys(stored["took_part"], 0) for question in document["answers"]}
    wide = shown_cells(knowledge_of({**document, "answers": everybody}), released)
    found = []
    for question, cells in shown_cells(true, released).items():
        found += [
            Finding("ANON", question, (), f"{cell.name} shows what is not so")
            for cell in cells
            if not consistent(cell, document["answers"][question])
        ]
        blocks = known_blocks(document, stored, question)
        for respondents in _memberships(true, question, blocks, wide[question], seed, few):
            found += _of_one(true, question, _sized(wide[question], cells), respondents)
    return found


def _sized(wide: list[Shown], true: list[Shown]) -> list[Shown]:
    """All who may be in a cell, with the totals that its display leaves open for as many as answered."""
    return [
        Shown(
            t.question, t.unit, t.attribute, t.values, w.people,
            t.lowest_total, t.highest_total, t.bands, t.raw,
        )
        for w, t in zip(wide, true, strict=True)
    ]  # fmt: skip


def _memberships(
    true: Knowledge, question: str, blocks: Blocks, cells: list[Shown], seed: int, most: int
) -> Iterator[frozenset[str]]:
    if not cells:
        return
    groups = [cell.people for cell in cells]
    few = memberships_up_to_names(blocks, groups, most)
    if few is not None:
        yield from few
        return
    yield true.respondents[question] & blocks.took_part
    yield from nasty_memberships(blocks, groups, Random(f"ANON/{seed}/{question}"), SOME)


def _of_one(
    knowledge: Knowledge, question: str, cells: list[Shown], respondents: frozenset[str]
) -> Iterator[Finding]:
    wanted = must_stay_possible(knowledge.profile, knowledge.scale)
    verdict = denied(cells, respondents, knowledge.scale, wanted)
    for people, answer in verdict.impossible + verdict.undecided:
        yield Finding("ANON", question, people, f"may be known not to have answered {answer}")
    groups = [cell.people for cell in with_respondents(cells, respondents) if cell.people]
    for exposure in exposures(groups, knowledge.floor, 1) if groups else []:
        yield Finding("ANON", question, exposure.people, "may be fewer than k, and their sum is known")


def nearly_agreed(seed: int, profile: str) -> dict[str, Any]:
    """One unit of 26 to 40 people with two attributes, who nearly all agree; one to four of them skip."""
    random = Random(f"agreed/{seed}")
    people = [f"p{i:02}" for i in range(random.randint(26, 40))]
    usual = [0, 0, 4, random.randint(0, 4)][seed % 4]
    answers: dict[str, int | None] = {
        p: usual if random.random() < 0.9 else random.choice([0, 4]) for p in people
    }
    answers |= dict.fromkeys(random.sample(people, random.randint(1, 4)))
    sites, grades = ["North", "South"], ["one", "two", "three"]
    return {
        "scale": 4,
        "floors": {"k": 5, "k_comment": 10, "k_attribute": 10},
        "profile": profile,
        "units": [{"id": "all", "parent": None}],
        "attributes": {"site": sites, "grade": grades},
        "invited": [
            {
                "id": p,
                "unit": "all",
                "manages": [],
                "attributes": {"site": random.choice(sites), "grade": random.choice(grades)},
            }
            for p in people
        ],
        "answers": {"q": answers},
    }


def between_two(seed: int, profile: str) -> dict[str, Any]:
    """As `nearly_agreed`, but nine in ten waver between two answers that lie side by side."""
    random, document = Random(f"mut2/{seed}"), nearly_agreed(seed, profile)
    answers = document["answers"]["q"]
    low = random.choice([0, 1, 2, 3])
    for person in answers:
        answers[person] = random.choice([low, low + 1] if random.random() < 0.9 else [0, 4])
    answers.update(dict.fromkeys(random.sample(sorted(answers), random.randint(2, 6))))
    return document
