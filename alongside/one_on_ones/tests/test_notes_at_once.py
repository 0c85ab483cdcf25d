"""Two real threads at one note: what each wrote is there, and one change is made once."""

from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from types import SimpleNamespace

import pytest
from django.db import connection

from alongside.one_on_ones import services
from alongside.one_on_ones.models import BlockVersion, NoteBlock
from alongside.one_on_ones.tests.notes_makers import Door, a_meeting, fresh
from alongside.people.tests.makers import small_company

pytestmark = pytest.mark.django_db(transaction=True)
TIMES = 8


@pytest.fixture
def people() -> SimpleNamespace:
    return small_company()


@pytest.fixture
def doors(people, web) -> list[Door]:
    meeting = a_meeting(services.start_series(actor=people.acts(people.max), employee=people.eve))
    return [Door(web(person), person, meeting) for person in (people.eve, people.max)]


def at_once(*acts: Callable[[], object]) -> list[object]:
    """Do all of it in threads that start together; what each returned."""
    start = threading.Barrier(len(acts))

    def run(act: Callable[[], object]) -> object:
        try:
            start.wait(timeout=20)
            return act()
        finally:
            connection.close()

    with ThreadPoolExecutor(len(acts)) as pool:
        return list(pool.map(run, acts))


def test_both_write_into_one_note_at_the_same_moment(doors):
    block = fresh()
    doors[0].put(block, "middle")

    def type_words(number: int) -> Callable[[], None]:
        def act() -> None:
            base, text = "1", "middle"
            for turn in range(TIMES):
                word = f"c{number}w{turn}"
                text = f"{word} {text}" if number else f"{text} {word}"
                answer = doors[number].put(block, text, base=base)
                assert answer.status_code == 200
                base, text = str(answer.json()["version"]), answer.json()["text"]

        return act

    at_once(type_words(0), type_words(1))
    words = doors[0].shown()[block].split()
    assert sorted(words) == sorted(
        ["middle", *(f"c{number}w{turn}" for number in (0, 1) for turn in range(TIMES))]
    )
    assert NoteBlock.objects.get().version == 1 + 2 * TIMES
    versions = list(BlockVersion.objects.order_by("pk").values_list("version", flat=True))
    assert versions == list(range(1, 2 + 2 * TIMES))


def test_one_change_sent_twice_at_the_same_moment_is_made_once(doors):
    block, key = fresh(), fresh()
    answers = at_once(*[lambda: doors[0].put(block, "one", key=key).json()["text"]] * 2)
    assert answers == ["one", "one"]
    assert BlockVersion.objects.count() == NoteBlock.objects.count() == 1
    later = fresh()
    at_once(*[lambda: doors[0].put(block, "one two", base="1", key=later)] * 2)
    assert doors[0].shown() == {block: "one two"}
    assert BlockVersion.objects.count() == 2


def test_removing_and_writing_at_the_same_moment_loses_no_word(doors):
    block = fresh()
    doors[0].put(block, "one")
    at_once(
        lambda: doors[0].put(block, "one two", base="1"),
        lambda: doors[1].post("note_removal_create", block, version=1),
    )
    assert doors[0].shown() == {block: "one two"}
