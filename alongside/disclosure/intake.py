"""Reading the documents of the black box, and refusing bad ones with a message that names the fault."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from alongside.disclosure.reading import array_of, map_of, record_of, text_of, texts_of, whole_of
from alongside.disclosure.rules import Floors, Profile, Refusal, Rules
from alongside.disclosure.snapshot import Invitee, Snapshot, UnitTree

SKIPPED = -1
ABSENT = -2
_LONGEST_SCALE = 100
_KEYS = {"scale", "floors", "profile", "units", "attributes", "invited", "answers"}


@dataclass(frozen=True, slots=True)
class Survey:
    """A survey after close. `answers[question]` is (people,): 0..scale, SKIPPED or ABSENT."""

    snapshot: Snapshot
    scale: int
    floors: Floors
    profile: Profile
    answers: Mapping[str, npt.NDArray[np.int64]]


def read_survey(document: object, rules: Rules) -> Survey:
    """The survey that an INPUT document describes; `Refusal` names the first fault found."""
    body = record_of(document, "the document", _KEYS, {"special"})
    scale, snapshot = read_snapshot(body, rules)
    answers = {
        text_of(question, "a question"): _answers(question, given, snapshot, scale)
        for question, given in map_of(body["answers"], "answers").items()
    }
    return Survey(snapshot, scale, floors_of(body["floors"]), profile_of(body["profile"]), answers)


def read_snapshot(body: Mapping[str, Any], rules: Rules) -> tuple[int, Snapshot]:
    """Scale, units, attributes and people of an INPUT document."""
    scale = whole_of(body["scale"], "scale")
    if not 1 <= scale <= _LONGEST_SCALE:
        raise Refusal(f"scale is {scale}; it must be from 1 to {_LONGEST_SCALE}")
    tree = UnitTree([_unit(entry) for entry in array_of(body["units"], "units")])
    values = {
        text_of(name, "an attribute"): texts_of(listed, f"attribute {name!r}")
        for name, listed in map_of(body["attributes"], "attributes").items()
    }
    invited = [_invitee(entry) for entry in array_of(body["invited"], "invited")]
    special = frozenset(texts_of(body.get("special", []), "special"))
    return scale, Snapshot(tree, invited, values, special, rules.manager_one_up)


def _answers(question: str, given: object, snapshot: Snapshot, scale: int) -> npt.NDArray[np.int64]:
    row = np.full(len(snapshot.people), ABSENT, dtype=np.int64)
    for person, answer in map_of(given, f"answers to {question!r}").items():
        at = snapshot.person.get(person)
        if at is None:
            raise Refusal(f"question {question!r} has an answer of {person!r}, who was not invited")
        row[at] = SKIPPED if answer is None else _answer(answer, scale, person, question)
    return row


def _answer(answer: object, scale: int, person: str, question: str) -> int:
    if isinstance(answer, bool) or not isinstance(answer, int) or not 0 <= answer <= scale:
        raise Refusal(f"answer {answer!r} of {person!r} to {question!r} is out of scale 0..{scale}")
    return answer


def _unit(entry: object) -> tuple[str, str | None]:
    body = record_of(entry, "a unit", {"id", "parent"})
    parent = body["parent"]
    return text_of(body["id"], "unit id"), None if parent is None else text_of(parent, "unit parent")


def _invitee(entry: object) -> Invitee:
    body = record_of(entry, "an invited person", {"id", "unit"}, {"manages", "attributes"})
    person = text_of(body["id"], "person id")
    own = map_of(body.get("attributes", {}), f"attributes of {person!r}")
    return Invitee(
        id=person,
        unit=text_of(body["unit"], f"unit of {person!r}"),
        manages=tuple(texts_of(body.get("manages", []), f"manages of {person!r}")),
        attributes={
            name: text_of(value, f"attribute {name!r} of {person!r}")
            for name, value in own.items()
            if value is not None
        },
    )


def floors_of(given: object) -> Floors:
    """Floors, never below the defaults."""
    body = record_of(given, "floors", set(), {"k", "k_comment", "k_attribute"})
    read = {name: whole_of(value, f"floor {name}") for name, value in body.items()}
    return Floors(**read)


def profile_of(given: object) -> Profile:
    """A profile by its name."""
    if given not in list(Profile):
        raise Refusal(f"unknown profile {given!r}; it is 'default' or 'strict'")
    return Profile(str(given))
