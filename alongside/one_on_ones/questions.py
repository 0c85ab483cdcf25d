"""Questions for 1:1s: a bank by theme, what to suggest next, and which themes were touched lately.

Two people should come past every theme in turn: least recently touched first, and no question that they
had in one of their last six meetings.
"""

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from functools import cache
from importlib.resources import files
from itertools import zip_longest

MEETINGS_APART = 6
ROLLING = timedelta(weeks=12)
THEMES_WANTED = 6


class Theme(StrEnum):
    """What 1:1s should come to in turn, in the order in which themes never touched are suggested."""

    WORKLOAD = "workload"
    PRIORITIES = "priorities"
    OBSTACLES = "obstacles"
    FEEDBACK_TO_ME = "feedback-to-me"
    GROWTH = "growth"
    STRENGTHS = "strengths"
    TEAM = "team"
    COMPANY = "company"


class Audience(StrEnum):
    """Who asks the question."""

    EMPLOYEE = "employee"
    MANAGER = "manager"
    BOTH = "both"


@dataclass(frozen=True)
class Question:
    """One question; `texts` by language code, English always among them.

    The slug never changes its meaning.
    """

    slug: str
    theme: Theme
    audience: Audience
    texts: Mapping[str, str]

    def text(self, language: str) -> str:
        """The question in a language ("de", "de-at"), in English where it is not translated."""
        return self.texts.get(language.replace("_", "-").split("-")[0].lower(), self.texts["en"])

    def may_be_asked_by(self, asker: Audience) -> bool:
        return Audience.BOTH in (self.audience, asker) or self.audience is asker


@cache
def questions() -> tuple[Question, ...]:
    """The whole bank in its stored order."""
    with files(__package__).joinpath("data", "questions.toml").open("rb") as bank:
        rows = tomllib.load(bank)["question"]
    return tuple(
        Question(
            row["slug"], Theme(row["theme"]), Audience(row["audience"]), {"en": row["en"], "de": row["de"]}
        )
        for row in rows
    )


def suggest(
    themes_last_touched: Mapping[Theme, date],
    questions_last_used: Mapping[str, date],
    meetings: Iterable[date],
    *,
    asker: Audience = Audience.BOTH,
) -> list[Question]:
    """All questions that may come next, the best first; take as many as are wanted.

    Themes take turns, least recently touched first; within a theme the least recently used question comes
    first. `questions_last_used` is by slug. `meetings` are the days on which the two met: a question comes
    back after six of them, counted from the day after its use.
    """
    met = sorted(meetings)

    def is_rested(question: Question) -> bool:
        used = questions_last_used.get(question.slug)
        return used is None or sum(day > used for day in met) >= MEETINGS_APART

    def last_used(question: Question) -> date:
        return questions_last_used.get(question.slug, date.min)

    open_now = [one for one in questions() if one.may_be_asked_by(asker) and is_rested(one)]
    turns = sorted(Theme, key=lambda theme: themes_last_touched.get(theme, date.min))
    by_theme = [sorted((one for one in open_now if one.theme is theme), key=last_used) for theme in turns]
    return [one for row in zip_longest(*by_theme) for one in row if one is not None]


@dataclass(frozen=True)
class Coverage:
    """Themes touched in the last twelve weeks and those left, the longest untouched first."""

    touched: frozenset[Theme]
    missing: tuple[Theme, ...]

    @property
    def is_enough(self) -> bool:
        return len(self.touched) >= THEMES_WANTED


def coverage(touches: Iterable[tuple[Theme, date]], *, today: date) -> Coverage:
    """Which themes came up in the twelve weeks up to and with today. Touches in the future do not count."""
    last: dict[Theme, date] = {}
    for theme, day in touches:
        if day <= today:
            last[theme] = max(day, last.get(theme, date.min))
    touched = frozenset(theme for theme, day in last.items() if day > today - ROLLING)
    missing = [theme for theme in Theme if theme not in touched]
    return Coverage(touched, tuple(sorted(missing, key=lambda theme: last.get(theme, date.min))))
