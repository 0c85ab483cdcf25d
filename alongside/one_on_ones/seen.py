"""Who can see what is written in a 1:1, in a sentence, for core/_seen.html."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from alongside.core.actor import Actor
from alongside.one_on_ones.models import Series


def seen_by_two(actor: Actor, series: Series) -> dict[str, Any]:
    """What both of them read; the same object for a whole request."""
    return actor.once(f"one_on_ones.seen_by_two.{series.pk}", lambda: _by_two(actor, series))


def seen_by_me(actor: Actor, series: Series) -> dict[str, Any]:
    """What only the actor reads; the same object for a whole request."""
    return actor.once(f"one_on_ones.seen_by_me.{series.pk}", lambda: _by_me(actor, series))


def _by_two(actor: Actor, series: Series) -> dict[str, Any]:
    return {
        "people": [series.employee, series.manager],
        "words": _("Only %(name)s and you. Nobody in HR, also after a new manager.")
        % {"name": series.other(actor.me).first_name},
        "url": reverse("people:audience_detail", args=["one_on_ones.series", series.pk]),
    }


def _by_me(actor: Actor, series: Series) -> dict[str, Any]:
    return {
        "is_private": True,
        "people": [series.manager if actor.me == series.manager_id else series.employee],
        "words": _("Only you. %(name)s does not see that it is there.")
        % {"name": series.other(actor.me).first_name},
    }
