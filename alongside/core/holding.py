"""Whose records must stay for now, whatever else is forgotten. config/wiring.py names who knows."""

from __future__ import annotations

from collections.abc import Callable, Iterable

type HeldPeople = Callable[[], set[int]]
_tellers: list[HeldPeople] = []


def use(teller: HeldPeople) -> None:
    """Called once by config/wiring.py."""
    _tellers[:] = [teller]


def held_people() -> set[int]:
    """Person ids under a legal hold: few, and asked once per run of a task that forgets."""
    return {person for teller in _tellers for person in teller()}


def is_any_held(person_ids: Iterable[int]) -> bool:
    """Whether one of these people's records must stay."""
    return not held_people().isdisjoint(person_ids)
