"""Who signs in by letter: whom the reader may print one for, and new PINs that wait. No code is ever told here:
printing a letter asks for a fresh proof of who one is."""

from __future__ import annotations

from datetime import datetime

from ninja import Query, Router
from pydantic import BaseModel

from alongside.core.api import ALWAYS, ApiRequest, PageIn, only_there_for, page_of
from alongside.identity.models import Account, OneTimeCode
from alongside.invitations import queries
from alongside.people.models import Person
from alongside.people.policies import OF_HR

router = Router(tags=["Invitations"])


class RecipientOut(BaseModel):
    """`external_id` is the personnel number to sign in with; `has_pin` says that they have been in."""

    person_id: int
    external_id: str
    has_pin: bool

    @classmethod
    def of(cls, person: Person) -> RecipientOut:
        account = person.account
        has_pin = account is not None and account.has_usable_password()
        return cls(person_id=person.pk, external_id=person.external_id or "", has_pin=has_pin)


class RecipientsOut(BaseModel):
    items: list[RecipientOut]
    next: int | None


class NewPinOut(BaseModel):
    """Whoever asked for it does not confirm it."""

    id: int
    person_id: int
    asked_at: datetime
    asked_by_me: bool

    @classmethod
    def of(cls, waiting: OneTimeCode, account: Account, *, me: int) -> NewPinOut:
        return cls(
            id=waiting.pk,
            person_id=account.person.pk,
            asked_at=waiting.made_at,
            asked_by_me=waiting.made_by_id == me,
        )


class NewPinsOut(BaseModel):
    items: list[NewPinOut]
    next: int | None


@router.get(
    "/letters", response={200: RecipientsOut, **ALWAYS}, summary="People without e-mail, by whom I may help"
)
def recipient_list(request: ApiRequest, page: Query[PageIn]) -> RecipientsOut:
    """For HR all of them, for a manager their own team, for who administers a unit its people."""
    rows = queries.people_for_letters(request.actor).select_related("account")
    only_there_for(request.actor.roles & OF_HR or rows.exists())
    found, further = page_of(rows, page)
    return RecipientsOut(items=[RecipientOut.of(one) for one in found], next=further)


@router.get(
    "/letters/new-pins",
    response={200: NewPinsOut, **ALWAYS},
    summary="New PINs that a second person of HR confirms",
)
def new_pin_list(request: ApiRequest, page: Query[PageIn]) -> NewPinsOut:
    only_there_for(request.actor.roles & OF_HR)
    found, further = page_of(queries.resets_waiting(), page)
    told = [NewPinOut.of(one, one.account, me=request.actor.me) for one in found if one.account]
    return NewPinsOut(items=told, next=further)
