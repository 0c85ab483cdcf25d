"""How I am shown and how I want to see Alongside: as on the page “My account”."""

from __future__ import annotations

from typing import Literal

from ninja import Router
from pydantic import BaseModel, Field

from alongside.core.api import ALWAYS, REFUSALS, ApiRequest, Body, changing
from alongside.core.errors import Invalid
from alongside.people.account.services import update_preferences
from alongside.people.forms.account import PreferencesForm
from alongside.people.models import Person
from alongside.people.queries import me, people_visible_to

router = Router(tags=["My account"])


class PreferencesIn(Body):
    """Empty: the browser's language, the company's zone, the device's light or dark. Zones have their IANA names."""

    name: str = Field(min_length=1, max_length=200)
    locale: str = Field(default="", max_length=12)
    time_zone: str = Field(default="", max_length=60)
    theme: Literal["", "light", "dark"] = ""


class PreferencesOut(BaseModel):
    name: str
    locale: str
    time_zone: str
    theme: str

    @classmethod
    def of(cls, person: Person) -> PreferencesOut:
        return cls.model_validate(person, from_attributes=True)


@router.get("/", response={200: PreferencesOut, **ALWAYS}, summary="My name, language, time zone and look")
def preferences_detail(request: ApiRequest) -> PreferencesOut:
    return PreferencesOut.of(me(request.actor))


@router.put(
    "/", response={200: PreferencesOut, **REFUSALS}, summary="Choose name, language, time zone and look"
)
def preferences_update(request: ApiRequest, body: PreferencesIn) -> PreferencesOut:
    form = PreferencesForm(body.model_dump())
    for field, problems in form.errors.items():
        raise Invalid(field, str(problems[0]))
    with changing(request, people_visible_to(request.actor), request.actor.me, PreferencesOut.of) as person:
        update_preferences(actor=request.actor, person=person, **form.cleaned_data)
    return PreferencesOut.of(person)
