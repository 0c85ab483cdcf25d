"""What duties put on the Today page: proposals that wait for this administrator."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext as _

from alongside.core.actor import Actor
from alongside.core.today import Rank, TodayItem
from alongside.people.duties import queries
from alongside.people.models import DutyProposal


def proposals_today(actor: Actor) -> list[TodayItem]:
    """One line for each, until somebody has decided."""
    return [_item(proposal) for proposal in queries.waiting_for(actor)]


def _item(proposal: DutyProposal) -> TodayItem:
    duty = proposal.get_duty_display()
    return TodayItem(
        key=f"people.duty-proposal-{proposal.pk}",
        rank=Rank.SOON,
        text=_("A duty for %(name)s waits for your yes or no") % {"name": proposal.person.name},
        detail=_("%(duty)s, proposed by %(name)s") % {"duty": duty, "name": proposal.proposed_by.name},
        url=reverse("people:proposal_list"),
        verb=_("Decide"),
        face_name=proposal.person.name,
        face_key=proposal.person_id,
        order=proposal.expires_at.timestamp(),
    )
