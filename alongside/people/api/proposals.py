"""Duties that wait for a second person. Proposing, confirming and declining ask for a fresh proof: pages alone."""

from __future__ import annotations

from datetime import datetime

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from ninja import Query, Router
from pydantic import BaseModel

from alongside.core.api import ALWAYS, REFUSALS, ApiRequest, PageIn, changing, only_there_for, page_of
from alongside.people.api.duties import TAG
from alongside.people.duties import services
from alongside.people.duties.queries import proposals_visible_to
from alongside.people.models import DutyProposal
from alongside.people.policies import can_see_proposals

router = Router(tags=[TAG])


class ProposalOut(BaseModel):
    """Gives nothing until another administrator confirms it at the page; `unit_id` goes with “hr_partner”."""

    id: int
    duty: str
    unit_id: int | None
    person_id: int
    reason: str
    proposed_by_id: int
    proposed_at: datetime
    expires_at: datetime

    @classmethod
    def of(cls, proposal: DutyProposal) -> ProposalOut:
        return cls.model_validate(proposal, from_attributes=True)


class ProposalsOut(BaseModel):
    items: list[ProposalOut]
    next: int | None


@router.get("/", response={200: ProposalsOut, **ALWAYS}, summary="Duties that wait for a second person")
def proposal_list(request: ApiRequest, page: Query[PageIn]) -> ProposalsOut:
    only_there_for(can_see_proposals(request.actor))
    found, further = page_of(proposals_visible_to(request.actor), page)
    return ProposalsOut(items=[ProposalOut.of(one) for one in found], next=further)


@router.get("/{id}", response={200: ProposalOut, **ALWAYS}, summary="One proposal that waits")
def proposal_detail(request: ApiRequest, id: int) -> ProposalOut:
    return ProposalOut.of(get_object_or_404(proposals_visible_to(request.actor), pk=id))


@router.delete("/{id}", response={204: None, **REFUSALS}, summary="Take back what I proposed")
def proposal_delete(request: ApiRequest, id: int) -> HttpResponse:
    with changing(request, proposals_visible_to(request.actor), id, ProposalOut.of) as proposal:
        services.withdraw_proposal(actor=request.actor, proposal=proposal)
    return HttpResponse(status=204)
