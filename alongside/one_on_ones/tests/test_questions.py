"""The bank is complete and decent; suggestions rotate."""

import re
from collections import Counter
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from alongside.one_on_ones.questions import Audience, Theme, coverage, questions, suggest

TODAY = date(2026, 3, 3)
WEEK = timedelta(weeks=1)

# What never stands on a page, in the forms that could slip into a question; * stands for any ending.
UNWANTED = """
    direct-report* span slot suppressed nudge* case cases sla breach* escalat* cascad* orphan* sandbag*
    only still-not again nur immer-noch-nicht schon-wieder eskal* kaskad*
"""
PRIVATE = """
    famil* child* kid kids parent* wife husband spouse marri* pregnan* relig* faith church pray*
    health* ill illness sick* doctor therap* diet weight age politic* salary home kind kinder*
    eltern* ehe* heirat* schwanger* glaube* kirche* gesund* krank* arzt alter politik* gehalt
    zuhause
"""
NEVER = re.compile(
    r"\b(" + "|".join((UNWANTED + PRIVATE).replace("-", r"\s+").replace("*", r"\w*").split()) + r")\b",
    re.IGNORECASE,
)


def test_the_bank_has_at_least_eight_questions_for_each_theme_and_some_for_either_asker() -> None:
    assert len(questions()) >= 64
    assert min(Counter(question.theme for question in questions()).values()) >= 8
    assert set(Theme) == {question.theme for question in questions()}
    for theme in Theme:
        for asker in (Audience.EMPLOYEE, Audience.MANAGER):
            assert sum(q.theme is theme and q.may_be_asked_by(asker) for q in questions()) >= 3, (
                theme,
                asker,
            )


def test_slugs_and_texts_are_unique() -> None:
    for values in (
        [q.slug for q in questions()],
        [q.text("en") for q in questions()],
        [q.text("de") for q in questions()],
    ):
        assert len(values) == len(set(values))
    assert all(re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", q.slug) and len(q.slug) <= 40 for q in questions())


@pytest.mark.parametrize("language", ["en", "de"])
def test_every_question_is_one_short_question_in_both_languages(language: str) -> None:
    for question in questions():
        text = question.text(language)
        assert text.endswith("?") and text.count("?") <= 1, text
        assert 15 <= len(text) <= 110, text


def test_no_question_uses_an_unwanted_word_or_asks_about_private_life() -> None:
    for question in questions():
        for text in question.texts.values():
            assert not NEVER.search(text), text


def test_the_check_for_words_does_find_them() -> None:
    for text in (
        "Which case is open?",
        "Why is it still not done?",
        "How is your family?",
        "Wie geht es den Kindern?",
    ):
        assert NEVER.search(text)


def test_a_language_with_region_is_found_and_an_unknown_one_reads_english() -> None:
    question = questions()[0]
    assert question.text("de-AT") == question.text("de_CH") == question.texts["de"] != question.texts["en"]
    assert question.text("fr") == question.texts["en"]


def test_the_theme_untouched_for_longest_comes_first_and_untouched_ones_before_it() -> None:
    touched = {theme: TODAY - WEEK * n for n, theme in enumerate(Theme)}
    assert [q.theme for q in suggest(touched, {}, [])[:8]] == list(reversed(Theme))
    del touched[Theme.OBSTACLES]
    assert suggest(touched, {}, [])[0].theme is Theme.OBSTACLES


def test_within_a_theme_unused_questions_come_first_then_the_one_unused_for_longest() -> None:
    growth = [q for q in questions() if q.theme is Theme.GROWTH]
    used = {q.slug: TODAY - WEEK * (50 + n) for n, q in enumerate(growth[:-1])}
    met = [TODAY - WEEK * n for n in range(60)]
    found = [q.slug for q in suggest({}, used, met) if q.theme is Theme.GROWTH]
    assert found == [growth[-1].slug, *(q.slug for q in reversed(growth[:-1]))]


def test_a_question_rests_until_six_meetings_have_passed_since() -> None:
    first = questions()[0].slug
    met = [TODAY + WEEK * n for n in range(7)]
    assert first not in {q.slug for q in suggest({}, {first: TODAY}, met[:6])}
    assert first in {q.slug for q in suggest({}, {first: TODAY}, met)}


def test_who_asks_sees_the_questions_for_both_and_for_them() -> None:
    for asker, other in ((Audience.EMPLOYEE, Audience.MANAGER), (Audience.MANAGER, Audience.EMPLOYEE)):
        found = {q.audience for q in suggest({}, {}, [], asker=asker)}
        assert found == {asker, Audience.BOTH}
        assert other not in found
    assert len(suggest({}, {}, [])) == len(questions())


@settings(max_examples=30, deadline=None)
@given(st.lists(st.integers(1, 21), min_size=14, max_size=30), st.integers(1, 5), st.sampled_from(Audience))
def test_no_question_comes_twice_within_six_meetings_and_every_theme_has_its_turn(
    gaps, per_meeting, asker
) -> None:
    day, met, used, touched = TODAY, [], {}, {}
    history: list[set[str]] = []
    for gap in gaps:
        day += timedelta(days=gap)
        asked = suggest(touched, used, met, asker=asker)[:per_meeting]
        assert len(asked) == min(per_meeting, 5)
        slugs = {question.slug for question in asked}
        assert not slugs & set[str]().union(*history[-6:])
        history.append(slugs)
        met.append(day)
        used |= dict.fromkeys(slugs, day)
        touched |= {question.theme: day for question in asked}
    assert len(touched) == 8


def test_coverage_counts_twelve_weeks_with_today_and_no_future() -> None:
    touches = [
        (Theme.WORKLOAD, TODAY),
        (Theme.GROWTH, TODAY - 12 * WEEK + timedelta(days=1)),
        (Theme.TEAM, TODAY - 12 * WEEK),
        (Theme.COMPANY, TODAY + timedelta(days=1)),
    ]
    found = coverage(touches, today=TODAY)
    assert found.touched == {Theme.WORKLOAD, Theme.GROWTH}
    assert found.missing[-1] is Theme.TEAM
    assert set(found.missing) | found.touched == set(Theme)


@pytest.mark.parametrize(("themes", "enough"), [(5, False), (6, True), (8, True)])
def test_six_of_eight_themes_are_enough(themes: int, enough: bool) -> None:
    assert coverage([(theme, TODAY) for theme in list(Theme)[:themes]], today=TODAY).is_enough is enough
