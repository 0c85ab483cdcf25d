"""My 1:1s as a list to take along: with whom and when, none of the words."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from alongside.core.actor import Actor
from alongside.core.exports import Cell, Listing
from alongside.one_on_ones import queries


def _rows(actor: Actor) -> Iterator[Sequence[Cell]]:
    series = list(queries.series_visible_to(actor).order_by("pk"))
    upcoming, last = queries.next_meetings(actor, series), queries.last_meetings(actor, series)
    for one in series:
        following, before = upcoming.get(one.pk), last.get(one.pk)
        yield (
            one.other(actor.me).name,
            one.get_cadence_display(),
            one.minutes,
            one.started_on,
            one.ended_on,
            following.starts_at if following else None,
            before.starts_at if before else None,
        )


LISTINGS = [
    Listing(
        "one-on-ones",
        gettext_lazy("My 1:1s"),
        lambda: [_("With"), _("Rhythm"), _("Minutes"), _("Since"), _("Until"), _("Next"), _("Last")],
        _rows,
    )
]
