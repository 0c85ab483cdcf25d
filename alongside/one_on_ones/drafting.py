"""What an agenda could have on it, drawn from what the two have talked about: plain values in, lines out.

Every line says why it is there. At most one question stands open at a time, a question comes back after six
meetings at the earliest. A line that was left out stays out for STAYS_OUT, and does not come in another coat
before they met again; one that was taken is not proposed while its topic is open. So a key names what a line is
about, and nothing that changes from one meeting to the next.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from alongside.core.offers import DraftedLine
from alongside.one_on_ones.questions import Audience, Question, Theme, coverage, suggest
from alongside.one_on_ones.words import THEME_WORDS

STAYS_OUT = timedelta(weeks=6)
FIRST_DAYS = timedelta(days=90)
GROWTH_AFTER = timedelta(weeks=8)
NOTHING_NEW = timedelta(weeks=3)  # a pair this young has not missed a theme yet
QUESTION = "question-"  # and its slug
WEIGHT_FIRST_DAYS, WEIGHT_GROWTH, WEIGHT_THEME = 60, 40, 20


@dataclass(frozen=True)
class Talks:
    """What one of the two may know about their talks. Days are local days of the reader.

    `met`: the days they met. `themes`: when each theme came up last. `questions`: when each question was used
    last, by slug. `taken`: keys of drafted lines that ever became topics. `left_out`: when the reader left lines out,
    by key, as far as they are to stay out. `waiting`: keys and themes of topics that are open. `asks_already`: a
    question is still open.
    """

    today: date
    language: str
    is_manager: bool
    paired_on: date
    met: tuple[date, ...] = ()
    themes: Mapping[Theme, date] = field(default_factory=dict)
    questions: Mapping[str, date] = field(default_factory=dict)
    taken: frozenset[str] = frozenset()
    left_out: Mapping[str, date] = field(default_factory=dict)
    waiting: frozenset[str] = frozenset()
    asks_already: bool = False


def draft(talks: Talks) -> list[DraftedLine]:
    """The lines to propose, the weightiest first."""
    growth = _growth(talks)
    lines = [_first_days(talks), growth, _theme(talks, leave=Theme.GROWTH if growth else None)]
    return [line for line in lines if line is not None and line.key not in talks.left_out]


def _first_days(talks: Talks) -> DraftedLine | None:
    """Month by month through the first ninety days of a pair."""
    age = talks.today - talks.paired_on
    if not timedelta(0) <= age < FIRST_DAYS:
        return None
    texts = (
        _("How do we want to work together, and how do we tell each other when it does not work?"),
        _("After the first weeks: what is different from what you expected?"),
        _("After two months: what should we keep, and what should we change between us?"),
    )
    why = ngettext(
        "Here because you two have met like this for %(n)s day. The first ninety shape the rest.",
        "Here because you two have met like this for %(n)s days. The first ninety shape the rest.",
        age.days,
    )
    if not age.days:
        why = _("Here because you two begin to meet like this today. The first ninety days shape the rest.")
    month = age.days // 30
    key = f"first-days-{month + 1}"
    if key in talks.taken:
        return None
    return DraftedLine(
        key,
        texts[month],
        why % {"n": age.days},
        "first_days",
        WEIGHT_FIRST_DAYS,
        theme=Theme.FEEDBACK_TO_ME,
    )


def _growth(talks: Talks) -> DraftedLine | None:
    """Time since the last talk about what comes next."""
    last = talks.themes.get(Theme.GROWTH)
    since = talks.today - (last or talks.paired_on)
    if since < GROWTH_AFTER or Theme.GROWTH in talks.waiting:
        return None
    weeks = since.days // 7
    if last is None:
        why = ngettext(
            "Here because it has not come up on this page since you began, %(n)s week ago.",
            "Here because it has not come up on this page since you began, %(n)s weeks ago.",
            weeks,
        )
    else:
        why = ngettext(
            "Here because you last talked about it %(n)s week ago.",
            "Here because you last talked about it %(n)s weeks ago.",
            weeks,
        )
    text = _("What comes next for you?") if talks.is_manager else _("What comes next for me?")
    return DraftedLine(Theme.GROWTH, text, why % {"n": weeks}, "growth", WEIGHT_GROWTH, theme=Theme.GROWTH)


def _theme(talks: Talks, *, leave: Theme | None) -> DraftedLine | None:
    """One question about what has not come up for the longest time."""
    if talks.asks_already or talks.today - talks.paired_on < NOTHING_NEW or _left_one_since_they_met(talks):
        return None
    seen = coverage(talks.themes.items(), today=talks.today)
    question = _question(talks, [theme for theme in seen.missing if theme is not leave])
    if seen.is_enough or question is None:
        return None
    return DraftedLine(
        QUESTION + question.slug,
        question.text(talks.language),
        _("Here because nothing about %(theme)s came up in the last 12 weeks.")
        % {"theme": THEME_WORDS[question.theme]},
        "theme",
        WEIGHT_THEME,
        theme=question.theme,
        question=question.slug,
    )


def _question(talks: Talks, themes: list[Theme]) -> Question | None:
    """The best question about the first of these themes that has one left."""
    asker = Audience.MANAGER if talks.is_manager else Audience.EMPLOYEE
    suggested = suggest(talks.themes, talks.questions, talks.met, asker=asker)
    ranks = {theme: rank for rank, theme in enumerate(themes)}
    fitting = [one for one in suggested if one.theme in ranks and QUESTION + one.slug not in talks.left_out]
    return min(fitting, key=lambda question: ranks[question.theme], default=None)


def _left_one_since_they_met(talks: Talks) -> bool:
    """A question was left out on the day of their last talk or after it."""
    last_met = max(talks.met, default=date.min)
    return any(key.startswith(QUESTION) and day >= last_met for key, day in talks.left_out.items())
