"""Reading the documents of the black box, and refusing bad ones with a message that names the fault."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from alongside.disclosure.rules import Floors, Profile, Refusal, Rules
from alongside.disclosure.snapshot import Invitee, Snapshot, UnitTree

SKIPPED = -1
ABSENT = -2
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
    body = _record(document, "the document", _KEYS, {"special"})
    scale = _whole(body["scale"], "scale")
    if scale < 1:
        raise Refusal(f"scale is {scale}; it must be at least 1")
    tree = UnitTree([_unit(entry) for entry in _array(body["units"], "units")])
    values = {
        name: _texts(listed, f"attribute {name!r}")
        for name, listed in _map(body["attributes"], "attributes").items()
    }
    invited = [_invitee(entry) for entry in _array(body["invited"], "invited")]
    special = frozenset(_texts(body.get("special", []), "special"))
    snapshot = Snapshot(tree, invited, values, special, rules.manager_one_up)
    answers = {
        question: _answers(question, given, snapshot, scale)
        for question, given in _map(body["answers"], "answers").items()
    }
    return Survey(snapshot, scale, _floors(body["floors"]), _profile(body["profile"]), answers)


def _answers(question: str, given: object, snapshot: Snapshot, scale: int) -> npt.NDArray[np.int64]:
    row = np.full(len(snapshot.people), ABSENT, dtype=np.int64)
    for person, answer in _map(given, f"answers to {question!r}").items():
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
    body = _record(entry, "a unit", {"id", "parent"})
    parent = body["parent"]
    return _text(body["id"], "unit id"), None if parent is None else _text(parent, "unit parent")


def _invitee(entry: object) -> Invitee:
    body = _record(entry, "an invited person", {"id", "unit"}, {"manages", "attributes"})
    person = _text(body["id"], "person id")
    own = _map(body.get("attributes", {}), f"attributes of {person!r}")
    return Invitee(
        id=person,
        unit=_text(body["unit"], f"unit of {person!r}"),
        manages=tuple(_texts(body.get("manages", []), f"manages of {person!r}")),
        attributes={
            name: _text(value, f"attribute {name!r} of {person!r}")
            for name, value in own.items()
            if value is not None
        },
    )


def _floors(given: object) -> Floors:
    body = _record(given, "floors", set(), {"k", "k_comment", "k_attribute"})
    read = {name: _whole(value, f"floor {name}") for name, value in body.items()}
    return Floors(**read)


def _profile(given: object) -> Profile:
    if given not in list(Profile):
        raise Refusal(f"unknown profile {given!r}; it is 'default' or 'strict'")
    return Profile(str(given))


def _record(
    given: object, what: str, needed: set[str], optional: set[str] | None = None
) -> Mapping[str, Any]:
    body = _map(given, what)
    unknown = set(body) - needed - (optional or set())
    if unknown:
        raise Refusal(f"{what} has an unknown key {min(unknown)!r}")
    missing = needed - set(body)
    if missing:
        raise Refusal(f"{what} lacks the key {min(missing)!r}")
    return body


def _map(given: object, what: str) -> Mapping[str, Any]:
    if not isinstance(given, dict):
        raise Refusal(f"{what} must be an object, not {given!r}")
    return given


def _array(given: object, what: str) -> list[Any]:
    if not isinstance(given, list | tuple):
        raise Refusal(f"{what} must be a list, not {given!r}")
    return list(given)


def _texts(given: object, what: str) -> list[str]:
    return [_text(entry, what) for entry in _array(given, what)]


def _text(given: object, what: str) -> str:
    if not isinstance(given, str) or not given:
        raise Refusal(f"{what} must be a text, not {given!r}")
    return given


def _whole(given: object, what: str) -> int:
    if isinstance(given, bool) or not isinstance(given, int):
        raise Refusal(f"{what} must be a whole number, not {given!r}")
    return given
