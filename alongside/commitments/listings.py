"""What was agreed, for the two whom it concerns, and what HR was asked to remove, without the words."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from alongside.commitments.queries import commitments_visible_to, obstacles_to_remove
from alongside.core.actor import Actor
from alongside.core.exports import Cell, Listing
from alongside.core.keyring import Unreadable


def _rows(actor: Actor) -> Iterator[Sequence[Cell]]:
    for one in commitments_visible_to(actor).order_by("due_on", "pk"):
        try:
            text = one.text
        except Unreadable:  # its key was erased
            text = ""
        yield (text, one.owner.name, one.owed_to.name, one.due_on, one.get_state_display(), one.times_carried)


def _obstacles(actor: Actor) -> Iterator[Sequence[Cell]]:
    for one in obstacles_to_remove(actor):
        state = _("waits") if one.is_open else _("answered")
        yield (one.asked_at, one.asked_by.name, one.commitment.owner.name, state, one.answered_at)


LISTINGS = [
    Listing(
        "actions",
        gettext_lazy("What was agreed"),
        lambda: [_("Action"), _("Who"), _("For whom"), _("By"), _("State"), _("Times carried over")],
        _rows,
    ),
    Listing(
        "obstacles",
        gettext_lazy("Obstacles"),
        lambda: [_("Asked"), _("Asked by"), _("For the work of"), _("State"), _("Answered")],
        _obstacles,
        may=lambda actor: obstacles_to_remove(actor).exists(),
    ),
]
