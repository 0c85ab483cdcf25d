"""Duties, HR partners, who administers units, what waits, who is from outside, sites: as lists to take along."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from alongside.core.actor import Actor
from alongside.core.exports import Cell, Listing
from alongside.people import queries
from alongside.people.duties.queries import proposals_visible_to
from alongside.people.mandates.policies import can_see_administrations
from alongside.people.policies import can_name_partner, can_see_proposals, can_set_up_company
from alongside.people.queries.mandates import administrations_held


def names_partners(actor: Actor) -> bool:
    """Whether the page of HR partners is there."""
    return bool(can_set_up_company(actor) or can_name_partner(actor, queries.me(actor)))


def _duties(actor: Actor) -> Iterator[Sequence[Cell]]:
    for one in queries.duties_held():
        yield (one.get_role_display(), one.person.name, one.during.lower)


def _partners(actor: Actor) -> Iterator[Sequence[Cell]]:
    for one in queries.coverages_held():
        yield (one.unit.name, one.partner.name, one.during.lower)


def _administrations(actor: Actor) -> Iterator[Sequence[Cell]]:
    for one in administrations_held():
        yield (one.unit.name, one.person.name, one.last_day)


def _proposals(actor: Actor) -> Iterator[Sequence[Cell]]:
    """None of the reasons: those are read on the page."""
    for one in proposals_visible_to(actor):
        unit = one.unit.name if one.unit else ""
        yield (
            one.get_duty_display(),
            unit,
            one.person.name,
            one.proposed_by.name,
            one.proposed_at,
            one.expires_at,
        )


def _outsiders(actor: Actor) -> Iterator[Sequence[Cell]]:
    for one in queries.outsiders():
        yield (one.get_duty_display(), one.name, one.contact)


def _sites(actor: Actor) -> Iterator[Sequence[Cell]]:
    for one in queries.sites():
        yield (one.name, one.time_zone, one.country, one.subdivision)


LISTINGS = [
    Listing(
        "duties",
        gettext_lazy("Duties"),
        lambda: [_("Duty"), _("Person"), _("Since")],
        _duties,
        can_set_up_company,
    ),
    Listing(
        "partners",
        gettext_lazy("HR partners"),
        lambda: [_("Unit"), _("Person"), _("Since")],
        _partners,
        names_partners,
    ),
    Listing(
        "unit-administration",
        gettext_lazy("Administration of units"),
        lambda: [_("Unit"), _("Person"), _("Last day")],
        _administrations,
        can_see_administrations,
    ),
    Listing(
        "proposals",
        gettext_lazy("Duties that wait for a second person"),
        lambda: [_("Duty"), _("Unit"), _("Person"), _("Proposed by"), _("Proposed"), _("Ends by itself")],
        _proposals,
        can_see_proposals,
    ),
    Listing(
        "outsiders",
        gettext_lazy("Who steps in from outside"),
        lambda: [_("Duty"), _("Name"), _("How to reach them")],
        _outsiders,
        can_set_up_company,
    ),
    Listing(
        "sites",
        gettext_lazy("Sites"),
        lambda: [_("Site"), _("Time zone"), _("Country"), _("Region")],
        _sites,
        can_set_up_company,
    ),
]
