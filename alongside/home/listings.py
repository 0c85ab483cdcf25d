"""What happened that concerns me, as a list to take along."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from alongside.core.actor import Actor
from alongside.core.exports import Cell, Listing
from alongside.home.traces import traces_of

AT_ONCE = 2_000  # each step sorts all that concerns one person, so a file takes few of them


def _rows(actor: Actor) -> Iterator[Sequence[Cell]]:
    mark: int | None = None
    while True:
        traces, mark = traces_of(actor, before=mark, most=AT_ONCE)
        for trace in traces:
            yield (trace.at, trace.who, trace.said)
        if mark is None:
            return


LISTINGS = [
    Listing(
        "about-me",
        gettext_lazy("What happened that concerns me"),
        lambda: [_("When"), _("Who"), _("What")],
        _rows,
    )
]
