"""Requests to be forgotten and legal holds as lists to take along, without the words of a hold."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from alongside.core.actor import Actor
from alongside.core.exports import Cell, Listing
from alongside.records.policies import can_see_holds, can_see_requests
from alongside.records.queries.requests import holds_visible_to, requests_visible_to


def _requests(actor: Actor) -> Iterator[Sequence[Cell]]:
    for one in requests_visible_to(actor).order_by("due_on", "pk"):
        yield (one.person.name, one.asked_at, one.due_on, one.get_answer_display(), one.answered_at)


def _holds(actor: Actor) -> Iterator[Sequence[Cell]]:
    for one in holds_visible_to(actor).order_by("review_on", "pk"):
        yield (one.person.name, one.placed_by.name, one.placed_at, one.review_on, one.ended_at)


LISTINGS = [
    Listing(
        "erasure-requests",
        gettext_lazy("Requests to be forgotten"),
        lambda: [_("Name"), _("Asked"), _("Answer by"), _("Answer"), _("Answered")],
        _requests,
        can_see_requests,
    ),
    Listing(
        "legal-holds",
        gettext_lazy("Legal holds"),
        lambda: [_("Name"), _("Placed by"), _("Placed"), _("Look at it again"), _("Ended")],
        _holds,
        can_see_holds,
    ),
]
