"""Who holds which duty, and who is HR partner of what.

Giving and ending them asks for a fresh proof of who one is, so it has no door here (docs/decisions/0165).
"""

from __future__ import annotations

from datetime import date

from django.shortcuts import get_object_or_404
from ninja import Query, Router
from pydantic import BaseModel

from alongside.core.api import ALWAYS, ApiRequest, PageIn, only_there_for, page_of
from alongside.people import queries
from alongside.people.api import PeopleOut, told
from alongside.people.duties.listings import names_partners
from alongside.people.models import Coverage, RoleGrant
from alongside.people.policies import can_set_up_company

TAG = "Duties and administration"
router = Router(tags=[TAG])
partners = Router(tags=[TAG])


class DutyOut(BaseModel):
    """`last_day` is null until somebody ends it."""

    id: int
    duty: str
    person_id: int
    first_day: date
    last_day: date | None

    @classmethod
    def of(cls, grant: RoleGrant) -> DutyOut:
        return cls(
            id=grant.pk,
            duty=grant.role,
            person_id=grant.person_id,
            first_day=grant.during.lower,
            last_day=grant.last_day,
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
        return cls(
            id=coverage.pk,
            unit_id=coverage.unit_id,
            person_id=coverage.partner_id,
            first_day=coverage.during.lower,
            last_day=coverage.last_day,
        )


class PartnersOut(BaseModel):
    items: list[PartnerOut]
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


@partners.get("/people", response={200: PeopleOut, **ALWAYS}, summary="The people I support as HR partner")
def supported_list(request: ApiRequest, page: Query[PageIn]) -> PeopleOut:
    rows = queries.people_covered_by(request.actor)
    people, further = page_of(rows.select_related("placement__seat", "placement__unit", "site"), page)
    return PeopleOut(items=told(request, people), next=further)


@partners.get("/{id}", response={200: PartnerOut, **ALWAYS}, summary="One HR partner of one unit")
def partner_detail(request: ApiRequest, id: int) -> PartnerOut:
    only_there_for(names_partners(request.actor))
    return PartnerOut.of(get_object_or_404(queries.coverages_held(), pk=id))
