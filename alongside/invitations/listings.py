"""Waves of invitations as a list to take along: counts, as on their page."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from alongside.core.actor import Actor
from alongside.core.exports import Cell, Listing
from alongside.invitations.queries import progress_of, waves_visible_to
from alongside.people.policies import can_invite


def _rows(actor: Actor) -> Iterator[Sequence[Cell]]:
    for wave in waves_visible_to(actor):
        far = progress_of(wave)
        counts = (far.people, far.invited, far.by_letter, far.came)
        yield (wave.title, wave.get_reach_display(), wave.get_state_display(), wave.begun_at, *counts)


LISTINGS = [
    Listing(
        "invitations",
        gettext_lazy("Waves of invitations"),
        lambda: [
            _("Wave"),
            _("Who"),
            _("State"),
            _("Begun"),
            _("People"),
            _("Invited"),
            _("By letter"),
            _("Came"),
        ],
        _rows,
        may=can_invite,
    )
]
