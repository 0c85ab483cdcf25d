"""What a link in a reminder may do, once."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from alongside.core import once
from alongside.core.actor import Actor
from alongside.core.errors import Refused
from alongside.one_on_ones.links import Link
from alongside.one_on_ones.models import AgendaItem, Series
from alongside.one_on_ones.policies import can_add_item
from alongside.one_on_ones.services.items import add_item


@transaction.atomic
def add_item_by_link(*, actor: Actor, series: Series, text: str, link: Link) -> AgendaItem:
    """Bring one shared topic. Raises Refused when this link has brought its topic already."""
    can_add_item(actor, series).enforce()
    _row, is_new = once.claim(key=link.key, person_id=actor.me)
    if not is_new:
        raise Refused(_("This link has done its task. Sign in to add more."))
    return add_item(actor=actor, series=series, text=text)
