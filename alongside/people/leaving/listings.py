"""Who leaves, and who is without an active manager, as lists to take along."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from alongside.core.actor import Actor
from alongside.core.exports import Cell, Listing
from alongside.people.leaving.queries import departures_visible_to, without_manager
from alongside.people.policies import OF_HR, can_see_departures
from alongside.people.queries import people_covered_by


def _departures(actor: Actor) -> Iterator[Sequence[Cell]]:
    for one in departures_visible_to(actor):
        by = one.made_by.name if one.made_by else ""
        yield (one.person.name, one.last_day, one.done_at, one.get_source_display(), by)


def _without_manager(actor: Actor) -> Iterator[Sequence[Cell]]:
    for one in without_manager(actor).select_related("placement__manager"):
        place = one.placement
        unit, meanwhile = place.unit, place.manager
        yield (
            one.name,
            place.seat.title,
            unit.name if unit else "",
            meanwhile.name if meanwhile else "",
        )


def _sees_places(actor: Actor) -> bool:
    return bool(actor.roles & OF_HR) or people_covered_by(actor).exists()


LISTINGS = [
    Listing(
        "leaving",
        gettext_lazy("Who leaves"),
        lambda: [_("Name"), _("Last day"), _("Access ended"), _("Where it comes from"), _("Entered by")],
        _departures,
        can_see_departures,
    ),
    Listing(
        "without-manager",
        gettext_lazy("Without an active manager"),
        lambda: [_("Name"), _("Title"), _("Unit"), _("Meanwhile")],
        _without_manager,
        _sees_places,
    ),
]
