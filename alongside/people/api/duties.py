"""Who holds which duty, who is HR partner of what, and what waits for a second person.

Giving and ending them asks for a fresh proof of who one is, so it has no door here (docs/decisions/0165).
"""

from __future__ import annotations

from datetime import date, datetime, timedelta

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from ninja import Query, Router
from pydantic import BaseModel

from alongside.core.api import ALWAYS, REFUSALS, ApiRequest, PageIn, changing, only_there_for, page_of
from alongside.people import queries
from alongside.people.duties import services
from alongside.people.duties.listings import names_partners
from alongside.people.duties.queries import proposals_visible_to
from alongside.people.models import Coverage, DutyProposal, RoleGrant
from alongside.people.policies import can_see_proposals, can_set_up_company

TAG = "Duties and administration"
router = Router(tags=[TAG])
partners = Router(tags=[TAG])
proposals = Router(tags=[TAG])
A_DAY = timedelta(days=1)


class DutyOut(BaseModel):
    """`last_day` is null until somebody ends it."""

    id: int
    duty: str
    person_id: int
    first_day: date
    last_day: date | None

    @classmethod
    def of(cls, grant: RoleGrant) -> DutyOut:
        until: date | None = grant.during.upper
        return cls(
            id=grant.pk,
            duty=grant.role,
            person_id=grant.person_id,
            first_day=grant.during.lower,
            last_day=until - A_DAY if until else None,
        )


class DutiesOut(BaseModel):
    items: list[DutyOut]
    next: int | None


class PartnerOut(BaseModel):
    """The unit with everything below it, unless somebody supports a part more closely."""

    id: int
    unit_id: int
    person_id: int
    first_day: date
    last_day: date | None

    @classmethod
    def of(cls, coverage: Coverage) -> PartnerOut:
        until: date | None = coverage.during.upper
        return cls(
            id=coverage.pk,
            unit_id=coverage.unit_id,
            person_id=coverage.partner_id,
            first_day=coverage.during.lower,
            last_day=until - A_DAY if until else None,
        )


class PartnersOut(BaseModel):
    items: list[PartnerOut]
    next: int | None


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


@router.get("/", response={200: DutiesOut, **ALWAYS}, summary="Who holds which duty today")
def duty_list(request: ApiRequest, page: Query[PageIn]) -> DutiesOut:
    only_there_for(can_set_up_company(request.actor))
    found, further = page_of(queries.duties_held(), page)
    return DutiesOut(items=[DutyOut.of(one) for one in found], next=further)


@router.get("/{id}", response={200: DutyOut, **ALWAYS}, summary="One duty that somebody holds today")
def duty_detail(request: ApiRequest, id: int) -> DutyOut:
    only_there_for(can_set_up_company(request.actor))
    return DutyOut.of(get_object_or_404(queries.duties_held(), pk=id))


@partners.get("/", response={200: PartnersOut, **ALWAYS}, summary="Who is HR partner of which unit today")
def partner_list(request: ApiRequest, page: Query[PageIn]) -> PartnersOut:
    only_there_for(names_partners(request.actor))
    found, further = page_of(queries.coverages_held(), page)
    return PartnersOut(items=[PartnerOut.of(one) for one in found], next=further)


@partners.get("/{id}", response={200: PartnerOut, **ALWAYS}, summary="One HR partner of one unit")
def partner_detail(request: ApiRequest, id: int) -> PartnerOut:
    only_there_for(names_partners(request.actor))
    return PartnerOut.of(get_object_or_404(queries.coverages_held(), pk=id))


@proposals.get("/", response={200: ProposalsOut, **ALWAYS}, summary="Duties that wait for a second person")
def proposal_list(request: ApiRequest, page: Query[PageIn]) -> ProposalsOut:
    only_there_for(can_see_proposals(request.actor))
    found, further = page_of(proposals_visible_to(request.actor), page)
    return ProposalsOut(items=[ProposalOut.of(one) for one in found], next=further)


@proposals.get("/{id}", response={200: ProposalOut, **ALWAYS}, summary="One proposal that waits")
def proposal_detail(request: ApiRequest, id: int) -> ProposalOut:
    return ProposalOut.of(get_object_or_404(proposals_visible_to(request.actor), pk=id))


@proposals.delete("/{id}", response={204: None, **REFUSALS}, summary="Take back what I proposed")
def proposal_delete(request: ApiRequest, id: int) -> HttpResponse:
    with changing(request, proposals_visible_to(request.actor), id, ProposalOut.of) as proposal:
        services.withdraw_proposal(actor=request.actor, proposal=proposal)
    return HttpResponse(status=204)
