"""Who stands behind an account. Answered by the floor above; config/wiring.py names the answerer."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from django.utils.functional import Promise

from alongside.identity.models import Account


@dataclass(frozen=True)
class DemoPerson:
    account_id: int
    person_id: int
    name: str
    words: str | Promise  # one sentence: what they do here
    to_try: str = ""  # what this person is good to try


@dataclass(frozen=True)
class DemoGroup:
    words: str | Promise
    people: list[DemoPerson]


class Bearers(Protocol):
    """What sign-in must know about people, and nothing more."""

    def account_with_number(self, number: str) -> Account | None:
        """The account of the person with this personnel number."""

    def name_of(self, account: Account) -> str:
        """What to call the person."""

    def person_id_of(self, account: Account) -> int | None:
        """The person's id, for the audit log."""

    def language_of(self, account: Account) -> str:
        """In which language to write to the person."""

    def names_of(self, person_ids: set[int]) -> dict[int, str]:
        """Names for person ids, for "who made this code"."""

    def needs_second_factor(self, account: Account) -> bool:
        """Whether the person can see data that other people share with few (C2 and above)."""

    def is_invited(self, account: Account) -> bool:
        """Whether Alongside may write to the person."""

    def admit(self, email: str) -> Account | None:
        """Let in somebody who has a place in the chart and was not invited yet: their account, opened just in time."""

    def administrators(self) -> int:
        """How many people can set up sign-in, of those who were let in."""

    def names_of_company(self) -> list[str]:
        """What the company and its sites are called: words that nobody's password should rest on."""

    def demo_groups(self) -> list[DemoGroup]:
        """Some people of the demo, by role."""

    def demo_search(self, words: str) -> list[DemoPerson]:
        """People of the demo whose name, title or unit is like these words."""


_answerer: list[Bearers] = []


def use(answerer: Bearers) -> None:
    """Called once, by config/wiring.py."""
    _answerer[:] = [answerer]


def bearers() -> Bearers:
    return _answerer[0]
