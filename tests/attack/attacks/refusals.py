"""T12 and bad input: floors cannot be lowered, and what makes no sense is refused by name."""

import copy
from collections.abc import Callable, Iterator
from typing import Any

from ..oracle.findings import Finding
from .case import Planner
from .dictionary import flat_unit

Document = dict[str, Any]


def bad_documents() -> Iterator[tuple[str, Document, str]]:
    """(what is wrong, document, a word that the message has to contain)."""
    for floor, lower in (("k", 4), ("k", 0), ("k", -5), ("k_comment", 9), ("k_attribute", 9)):
        yield f"floor {floor}={lower}", _changed(_setter("floors", floor, lower)), floor
    for name, value in (("k", 5.5), ("k", "5"), ("k", None), ("k", True)):
        yield f"floor {name}={value!r}", _changed(_setter("floors", name, value)), name
    yield "an unknown floor", _changed(_setter("floors", "k_secret", 20)), "k_secret"
    yield "an unknown key", _changed(lambda d: d.update(viewer="boss")), "viewer"
    yield "an unknown profile", _changed(lambda d: d.update(profile="loose")), "loose"
    yield "a unit of nobody", _changed(_person("unit", "nowhere")), "nowhere"
    yield "managing an unknown unit", _changed(_person("manages", ["nowhere"])), "nowhere"
    yield "an unknown attribute", _changed(_person("attributes", {"shoe size": "44"})), "shoe size"
    yield "an unknown value", _changed(_person("attributes", {"site": "Moon"})), "Moon"
    yield "an unknown parent", _changed(lambda d: d["units"].append({"id": "x", "parent": "gone"})), "gone"
    yield "a cycle", _changed(_cycle), "loop-a"
    yield "two roots", _changed(lambda d: d["units"].append({"id": "other", "parent": None})), "other"
    yield "a unit twice", _changed(lambda d: d["units"].append({"id": "all", "parent": None})), "all"
    yield "a person twice", _changed(lambda d: d["invited"].append(d["invited"][0])), "p000"
    yield "an answer above the scale", _changed(_setter("answers", "q", {"p000": 5})), "p000"
    yield "an answer below 0", _changed(_setter("answers", "q", {"p000": -1})), "p000"
    yield "half an answer", _changed(_setter("answers", "q", {"p000": 2.5})), "p000"
    yield "an answer of a stranger", _changed(_setter("answers", "q", {"ghost": 2})), "ghost"
    yield "an unknown special attribute", _changed(lambda d: d.update(special=["health"])), "health"
    yield "a scale of nothing", _changed(lambda d: d.update(scale=0)), "scale"


def _changed(change: Callable[[Document], object]) -> Document:
    document = copy.deepcopy(flat_unit([2] * 12, 4, "default"))
    document["attributes"] = {"site": ["North", "South"]}
    for person in document["invited"]:
        person["attributes"] = {"site": "North"}
    change(document)
    return document


def _setter(part: str, key: str, value: object) -> Callable[[Document], object]:
    return lambda document: document[part].update({key: value})


def _person(key: str, value: object) -> Callable[[Document], object]:
    return lambda document: document["invited"][0].update({key: value})


def _cycle(document: Document) -> None:
    document["units"] += [{"id": "loop-a", "parent": "loop-b"}, {"id": "loop-b", "parent": "loop-a"}]


def wrongly_accepted(planner: Planner) -> Iterator[tuple[str, Finding | None]]:
    """For each bad document nothing, or what is wrong: planned, crashed, or refused without the cause."""
    for what, document, word in bad_documents():
        wrong = _wrong(planner, document, word)
        yield what, None if wrong is None else Finding("T12", "*", (), f"{what} {wrong}")


def _wrong(planner: Planner, document: Document, word: str) -> str | None:
    try:
        planner(document)
    except ValueError as refusal:
        return None if word in str(refusal) else f"is refused without naming {word}: {refusal}"
    except Exception as crash:
        return f"crashes the planner: {crash!r}"
    return "was accepted"
