"""Drafted lines from plain values: what comes, why, and what never comes twice."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alongside.one_on_ones.drafting import Talks, draft
from alongside.one_on_ones.questions import MEETINGS_APART, Theme, questions

TODAY = date(2026, 11, 24)
LONG_AGO = TODAY - timedelta(weeks=60)


def talks(**more):
    return Talks(**{"today": TODAY, "language": "en", "is_manager": True, "paired_on": LONG_AGO, **more})


def kinds(given_talks):
    return [line.kind for line in draft(given_talks)]


def touched(*themes, weeks=1):
    return dict.fromkeys(themes, TODAY - timedelta(weeks=weeks))


@pytest.mark.parametrize(
    ("days", "key"), [(0, "first-days-1"), (29, "first-days-1"), (30, "first-days-2"), (89, "first-days-3")]
)
def test_the_first_ninety_days_have_a_line_a_month(days, key):
    lines = draft(talks(paired_on=TODAY - timedelta(days=days)))
    assert lines[0].key == key
    assert (f"{days} day" if days else "begin to meet like this today") in lines[0].why


def test_after_ninety_days_the_line_of_the_first_days_is_gone():
    assert "first_days" not in kinds(talks(paired_on=TODAY - timedelta(days=90)))


@pytest.mark.parametrize(("weeks", "comes"), [(7, False), (8, True), (20, True)])
def test_growth_comes_back_eight_weeks_after_the_last_talk_about_it(weeks, comes):
    lines = [one for one in draft(talks(themes=touched(Theme.GROWTH, weeks=weeks))) if one.kind == "growth"]
    assert bool(lines) is comes
    if comes:
        assert f"{weeks} weeks ago" in lines[0].why
        assert lines[0].theme == Theme.GROWTH


def test_the_theme_longest_untouched_is_asked_for_with_its_reason():
    seen = touched(Theme.WORKLOAD, Theme.PRIORITIES, Theme.GROWTH) | touched(Theme.OBSTACLES, weeks=40)
    line = draft(talks(themes=seen))[-1]
    assert line.theme == Theme.FEEDBACK_TO_ME  # never touched, and the first of those
    assert "in the last 12 weeks" in line.why
    assert line.text in {one.texts["en"] for one in questions() if one.slug == line.question}


def test_six_themes_in_twelve_weeks_are_enough():
    assert kinds(talks(themes=touched(*list(Theme)[:6]))) == []


def test_a_young_pair_has_missed_nothing_yet():
    assert kinds(talks(paired_on=TODAY - timedelta(days=10))) == ["first_days"]


def test_one_question_at_a_time():
    assert "theme" not in kinds(talks(asks_already=True))


def test_a_line_of_the_first_days_that_became_a_topic_does_not_come_back():
    young = TODAY - timedelta(days=10)
    assert draft(talks(paired_on=young, taken=frozenset({"first-days-1"}))) == []


def test_growth_waits_while_a_topic_about_it_is_open():
    assert "growth" in kinds(talks())
    assert "growth" not in kinds(talks(waiting=frozenset({"growth"})))
    assert "growth" in kinds(talks(taken=frozenset({"growth"})))  # talked about long ago


def test_keys_stay_the_same_from_meeting_to_meeting():
    keys = [line.key for line in draft(talks())]
    assert len(keys) == 2
    assert keys == [line.key for line in draft(talks(met=(TODAY - timedelta(days=7), TODAY)))]


def test_a_line_left_out_stays_out_over_their_meetings():
    left_on = TODAY - timedelta(days=10)
    left = dict.fromkeys((line.key for line in draft(talks())), left_on)
    met = (TODAY - timedelta(days=8), TODAY - timedelta(days=1))
    assert not set(left) & {line.key for line in draft(talks(left_out=left, met=met))}


def test_a_question_left_out_brings_no_other_one_before_they_met_again():
    question = next(line for line in draft(talks()) if line.kind == "theme")
    left = {question.key: TODAY - timedelta(days=3)}
    assert "theme" not in kinds(talks(left_out=left, met=(TODAY - timedelta(days=5),)))
    (other,) = (
        line for line in draft(talks(left_out=left, met=(TODAY - timedelta(days=1),))) if line.kind == "theme"
    )
    assert other.question != question.question


def test_each_asks_what_fits_them():
    banked = {one.slug: one for one in questions()}
    for is_manager, unfit in ((True, "employee"), (False, "manager")):
        asked = [line.question for line in draft(talks(is_manager=is_manager)) if line.question]
        assert asked and all(banked[slug].audience != unfit for slug in asked)


def test_german_lines_are_german_questions():
    line = draft(talks(language="de"))[-1]
    assert line.text in {one.texts["de"] for one in questions()}


@given(
    used=st.dictionaries(st.sampled_from([one.slug for one in questions()]), st.integers(1, 80), max_size=73),
    met=st.sets(st.integers(0, 200), max_size=12),
    is_manager=st.booleans(),
)
def test_no_question_comes_twice_within_six_meetings(used, met, is_manager):
    days = tuple(TODAY - timedelta(days=ago) for ago in sorted(met))
    last = {slug: TODAY - timedelta(days=ago) for slug, ago in used.items()}
    for line in draft(talks(questions=last, met=days, is_manager=is_manager)):
        if line.question in last:
            assert sum(day > last[line.question] for day in days) >= MEETINGS_APART
