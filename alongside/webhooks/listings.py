"""Webhooks as a list to take along, without their addresses: those may hold a key."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from alongside.core.actor import Actor
from alongside.core.exports import Cell, Listing
from alongside.webhooks.models import Endpoint
from alongside.webhooks.policies import can_keep_webhooks
from alongside.webhooks.queries import endpoints_visible_to


def _standing(endpoint: Endpoint) -> str:
    if endpoint.stopped_at:
        return _("stopped")
    return _("not answering") if endpoint.failing_since else _("on")


def _endpoints(actor: Actor) -> Iterator[Sequence[Cell]]:
    for one in endpoints_visible_to(actor):
        yield (one.name, ", ".join(one.events) or _("all events"), one.made_at, _standing(one))


LISTINGS = [
    Listing(
        "webhooks",
        gettext_lazy("Webhooks"),
        lambda: [_("Name"), _("Events"), _("Since"), _("State")],
        _endpoints,
        can_keep_webhooks,
    )
]
