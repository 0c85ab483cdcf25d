"""What was agreed, as a list to take along: for the two whom it concerns."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from alongside.commitments.queries import commitments_visible_to
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


LISTINGS = [
    Listing(
        "actions",
        gettext_lazy("What was agreed"),
        lambda: [_("Action"), _("Who"), _("For whom"), _("By"), _("State"), _("Times carried over")],
        _rows,
    )
]
