"""Two people type into one note through the real endpoints, over a line that loses, repeats and reorders.

Each client does what the scripts of the page do: one change on its way, repeated unchanged until an answer comes;
the answer is shown when nothing was typed since, otherwise the next change says that it began from the one before.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import pytest
from django.test import Client as Browser
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from alongside.one_on_ones import services
from alongside.one_on_ones.models import BlockVersion, NoteBlock
from alongside.one_on_ones.tests.notes_makers import Door, a_meeting, fresh
from tests.typist import Typist

MOST_TURNS = 20


@dataclass(kw_only=True)
class NoteTypist(Typist):
    """One browser: what it shows (`draft`), what it last knew of the server, what is on its way."""

    door: Door
    block: str
    version: int = 0
    known: str = ""
    base: str = ""
    sent: dict[str, str] | None = None
    is_signed_in: bool = True

    @property
    def is_clean(self) -> bool:
        return self.draft == self.known and self.sent is None

    def change(self) -> dict[str, str] | None:
        """What is on its way, or what should be."""
        if self.sent is None and self.draft != self.known:
            self.sent = {"key": fresh(), "base": self.base or str(self.version), "text": self.draft}
        return self.sent

    def hear(self, key: str, answer: dict[str, Any]) -> None:
        if self.sent is None or self.sent["key"] != key:
            return
        if self.draft == self.sent["text"]:
            self.draft, self.base = answer["text"], ""
        else:
            self.base = f"k:{key}"
        self.version, self.known, self.sent = answer["version"], answer["text"], None
        self._rest()

    def look(self, version: int, text: str) -> None:
        """The answer to a poll."""
        if self.is_clean and version > self.version:
            self.draft, self.known, self.version = text, text, version

    def reload(self, version: int, text: str) -> None:
        """A new page knows what the server knows; the device kept what was typed, its base and what was sent."""
        if self.is_clean:
            self.version, self.known, self.draft = version, text, text
            return
        self.base = self.base or str(self.version)
        self.version, self.known = version, text
        self._rest()

    def _rest(self) -> None:
        if self.is_clean:
            self.base = ""


class World:
    """The server, two browsers, and everything on its way: (typist, change) or (typist, key, answer)."""

    def __init__(self, doors: list[Door], beginning: str) -> None:
        self.block = fresh()
        doors[0].put(self.block, beginning)
        self.typists = [
            NoteTypist(number=number, door=door, block=self.block) for number, door in enumerate(doors)
        ]
        for typist in self.typists:
            typist.look(1, beginning)
        self.on_the_way: list[tuple[Any, ...]] = []

    def act(self, name: str, number: int, place: int, gap: str) -> None:
        typist = self.typists[number]
        match name:
            case "type":
                typist.type_word(place, gap)
            case "take":
                typist.take_word(place)
            case "send":
                self.send(typist)
            case "deliver":
                self.deliver(place)
            case "repeat":
                self.deliver(place, keeps_a_copy=True)
            case "lose":
                if self.on_the_way:
                    self.on_the_way.pop(place % len(self.on_the_way))
            case "look":
                self.look(typist, typist.look)
            case "reload":
                self.look(typist, typist.reload)
            case "lapse" | "sign in":
                typist.is_signed_in = name == "sign in"

    def send(self, typist: NoteTypist) -> None:
        change = typist.change()
        if change is not None:
            self.on_the_way.append((typist, change))

    def deliver(self, place: int, *, keeps_a_copy: bool = False) -> None:
        if not self.on_the_way:
            return
        place %= len(self.on_the_way)
        message = self.on_the_way[place] if keeps_a_copy else self.on_the_way.pop(place)
        if len(message) == 3:
            typist, key, answer = message
            typist.hear(key, answer)
            return
        typist, change = message
        answer = self.put(typist, change)
        if answer is not None:
            self.on_the_way.append((typist, change["key"], answer))

    def put(self, typist: NoteTypist, change: dict[str, str]) -> dict[str, Any] | None:
        """The real request; None is the answer to a lapsed login."""
        door = typist.door
        if not typist.is_signed_in:
            door = Door(Browser(), door.person, door.meeting)
        answer = door.put(self.block, **change)
        if not typist.is_signed_in:
            assert answer.status_code == 401
            assert answer["HX-Redirect"].startswith("/sign-in/")
            return None
        assert answer.status_code == 200
        return answer.json()

    def look(self, typist: NoteTypist, take: Any) -> None:
        if typist.is_signed_in:
            (shown,) = typist.door.get().json()["blocks"]
            take(shown["version"], shown["text"])

    def settle(self) -> str:
        """The line comes back, both are signed in, what is still on its way arrives, the latest first."""
        for typist in self.typists:
            typist.is_signed_in = True
        while self.on_the_way:
            self.deliver(-1)
        for typist in (*self.typists, *self.typists):
            for _ in range(MOST_TURNS):
                self.send(typist)
                while self.on_the_way:
                    self.deliver(-1)
            self.look(typist, typist.look)
        return self.typists[0].door.shown()[self.block]


names = ["type"] * 4 + ["send"] * 3 + ["deliver"] * 4
names += ["take", "take", "repeat", "lose", "look", "reload", "lapse", "sign in"]
actions = st.lists(
    st.tuples(
        st.sampled_from(names),
        st.integers(0, 1),
        st.integers(0, 30),
        st.sampled_from([" ", " ", "\n", "\n\n"]),
    ),
    max_size=40,
)
beginnings = st.sampled_from(["", "b0", "b0 b1 b2\nb3 b4\n\nb5 b6 b7", " b0  b1\n"])
LOST_ANSWER = [("type", 0, 0, " "), ("send", 0, 0, " "), ("deliver", 0, 0, " "), ("lose", 0, 0, " "),
               ("type", 0, 9, " "), ("type", 1, 0, " "), ("send", 1, 0, " "), ("reload", 0, 0, " ")]  # fmt: skip


@pytest.fixture
def doors(cast, web) -> list[Door]:
    series = services.start_series(actor=cast.acts(cast.max), employee=cast.eve)
    return [Door(web(person), person, a_meeting(series)) for person in (cast.eve, cast.max)]


def fresh_meeting(doors: list[Door]) -> list[Door]:
    """Each example has a meeting of its own; the people and their sessions stay."""
    meeting = a_meeting(doors[0].meeting.series)
    return [Door(door.browser, door.person, meeting) for door in doors]


@settings(
    max_examples=40,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@example("b0 b1", LOST_ANSWER)
@given(beginnings, actions)
def test_any_interleaving_keeps_every_word_that_nobody_took_away(doors, beginning, steps) -> None:
    world = World(fresh_meeting(doors), beginning)
    for step in steps:
        world.act(*step)
        for typist in world.typists:
            taken = set[str]().union(*(one.taken for one in world.typists))
            assert typist.typed - taken <= set(typist.draft.split()), "a word left the page of who typed it"
    final = world.settle()
    typed = set(beginning.split()).union(*(typist.typed for typist in world.typists))
    taken = set[str]().union(*(typist.taken for typist in world.typists))
    assert sorted(final.split()) == sorted(typed - taken)
    assert [typist.draft for typist in world.typists] == [final, final]
    assert all(typist.is_clean for typist in world.typists)


@settings(
    max_examples=15,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(beginnings, actions, st.randoms(use_true_random=False))
def test_every_change_sent_once_more_later_has_no_effect(doors, beginning, steps, random) -> None:
    world = World(fresh_meeting(doors), beginning)
    sent: list[tuple[NoteTypist, dict[str, str]]] = []
    for step in steps:
        world.act(*step)
        sent += [(message[0], message[1]) for message in world.on_the_way if len(message) == 2]
    final = world.settle()
    random.shuffle(sent)
    block = NoteBlock.objects.get(seal_id=world.block)
    done = set(BlockVersion.objects.filter(block=block).values_list("key", flat=True))
    for typist, change in sent:
        if change["key"] in done:
            assert world.put(typist, change) == {
                "id": world.block,
                "version": block.version,
                "visibility": "shared",
                "text": final,
            }
    assert BlockVersion.objects.filter(block=block).count() == len(done)
