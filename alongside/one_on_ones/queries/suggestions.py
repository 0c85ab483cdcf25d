"""What drafted lines are drawn from, and which of them the reader left out."""

from __future__ import annotations

from datetime import date

from django.utils import timezone

from alongside.core.actor import Actor
from alongside.one_on_ones import queries
from alongside.one_on_ones.drafting import STAYS_OUT, Talks
from alongside.one_on_ones.models import LeftOut, Series
from alongside.one_on_ones.questions import Theme


def talks_of(actor: Actor, series_id: int, *, language: str) -> Talks | None:
    """What the actor may know about the talks of a series, as plain values for drafting."""
    series = queries.series_by_key(actor, series_id)
    if series is None:
        return None
    marked = queries.items_visible_to(actor).exclude(theme="", question="", origin="").filter(series=series)
    rows = list(marked.values_list("theme", "question", "origin", "talked_at", "made_at"))
    waiting = {
        word for theme, _q, origin, talked_at, _made in rows if not talked_at for word in (theme, origin)
    }
    themes: dict[Theme, date] = {}
    questions: dict[str, date] = {}
    for theme, question, _origin, talked_at, made_at in rows:
        if question:
            used = timezone.localdate(talked_at or made_at)
            questions[question] = max(used, questions.get(question, date.min))
        if theme in set(Theme) and talked_at is not None:
            touched = timezone.localdate(talked_at)
            themes[Theme(theme)] = max(touched, themes.get(Theme(theme), date.min))
    return Talks(
        today=timezone.localdate(),
        language=language,
        is_manager=actor.person_id == series.manager_id,
        paired_on=series.started_on,
        met=tuple(timezone.localdate(one.starts_at) for one in queries.held_meetings(actor, series)),
        themes=themes,
        questions=questions,
        taken=frozenset(origin for _t, _q, origin, _at, _made in rows if origin),
        left_out=left_out_by(actor, series),
        waiting=frozenset(waiting - {""}),
        asks_already=any(question and talked_at is None for _t, question, _o, talked_at, _made in rows),
    )


def left_out_by(actor: Actor, series: Series) -> dict[str, date]:
    """Keys of the drafted lines that the actor left out and that are not due again, with the day; loaded once."""

    def load() -> dict[str, date]:
        rows = LeftOut.objects.filter(series=series, person_id=actor.me, until__gt=timezone.now())
        return {
            key: timezone.localdate(until - STAYS_OUT) for key, until in rows.values_list("draft", "until")
        }

    return actor.once(f"one_on_ones.left_out.{series.pk}", load)
