"""What the directory says of somebody, and on which weekdays they work: to read, and to change by whom the page lets."""

from __future__ import annotations

from typing import Annotated, Literal

from django.shortcuts import get_object_or_404
from ninja import Router
from pydantic import BaseModel, ConfigDict, Field, StringConstraints, model_validator

from alongside.core.api import ALWAYS, LARGEST_ID, REFUSALS, ApiRequest, Body, changing
from alongside.people.api import PersonOut, router, told
from alongside.people.away import services as away
from alongside.people.mandates import services
from alongside.people.mandates.policies import can_edit_entry
from alongside.people.models import Person
from alongside.people.policies import can_change_absence
from alongside.people.queries import directory, people_visible_to, sites
from alongside.people.queries.teams import hr_partners_of

working_days = Router(tags=["Days away"])
type Weekday = Literal[1, 2, 3, 4, 5, 6, 7]


class EntryChange(Body):
    """What is not named stays as it is; `site_id` null takes the site away. The e-mail address opens the account and
    is not among it."""

    model_config = ConfigDict(json_schema_extra={"minProperties": 1})

    name: Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=200)] | None = None
    site_id: int | None = Field(default=None, ge=1, le=LARGEST_ID)

    @model_validator(mode="after")
    def _says_what(self) -> EntryChange:
        if not self.model_fields_set:
            raise ValueError("name what to change")
        return self


class HrPartnerOut(BaseModel):
    """The one whose unit is closest; null where nobody supports this person."""

    person_id: int | None


class WorkingDaysIn(Body):
    """ISO weekdays, 1 is Monday; none: those of the site."""

    working_days: list[Weekday] = Field(max_length=7)


class WorkingDaysOut(BaseModel):
    """The weekdays somebody chose; empty where those of their site hold."""

    person_id: int
    working_days: list[int]

    @classmethod
    def of(cls, person: Person) -> WorkingDaysOut:
        return cls(person_id=person.pk, working_days=person.working_days)


@router.patch("/people/{id}", response={200: PersonOut, **REFUSALS}, summary="Correct name or site")
def entry_update(request: ApiRequest, id: int, body: EntryChange) -> PersonOut:
    can_edit_entry(request.actor, get_object_or_404(people_visible_to(request.actor), pk=id)).enforce()
    with changing(request, directory.anybody(request.actor), id, lambda one: _told(request, one)) as person:
        site = person.site
        if "site_id" in body.model_fields_set:
            site = get_object_or_404(sites(), pk=body.site_id) if body.site_id else None
        services.update_entry(actor=request.actor, person=person, name=body.name or person.name, site=site)
    return _told(request, get_object_or_404(directory.anybody(request.actor), pk=id))


@router.get("/people/{id}/hr-partner", response={200: HrPartnerOut, **ALWAYS}, summary="Whom HR sends")
def hr_partner_detail(request: ApiRequest, id: int) -> HrPartnerOut:
    person = get_object_or_404(directory.anybody(request.actor), pk=id)
    found = hr_partners_of(request.actor, [person]).get(person.pk, [])
    return HrPartnerOut(person_id=found[0].pk if found else None)


@working_days.get("/{person_id}", response={200: WorkingDaysOut, **ALWAYS}, summary="Weekdays of work")
def working_days_detail(request: ApiRequest, person_id: int) -> WorkingDaysOut:
    return WorkingDaysOut.of(_whose_days(request, person_id))


@working_days.put(
    "/{person_id}", response={200: WorkingDaysOut, **REFUSALS}, summary="Choose the weekdays of work"
)
def working_days_update(request: ApiRequest, person_id: int, body: WorkingDaysIn) -> WorkingDaysOut:
    _whose_days(request, person_id)  # who may not know the days gets no answer from If-Match either
    with changing(request, people_visible_to(request.actor), person_id, WorkingDaysOut.of) as person:
        away.choose_working_days(actor=request.actor, person=person, working_days=body.working_days)
    return WorkingDaysOut.of(person)


def _told(request: ApiRequest, person: Person) -> PersonOut:
    return told(request, [person])[0]


def _whose_days(request: ApiRequest, person_id: int) -> Person:
    person: Person = get_object_or_404(people_visible_to(request.actor), pk=person_id)
    can_change_absence(request.actor, person).enforce()
    return person
