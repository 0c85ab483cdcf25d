"""What the JSON door takes and gives."""

from __future__ import annotations

from datetime import date, datetime
from typing import Literal

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field, model_validator

from alongside.commitments.forms import LONGEST_TEXT
from alongside.one_on_ones.forms import LONGEST_ITEM
from alongside.one_on_ones.models import AgendaItem, Meeting, Series


class SeriesOut(BaseModel):
    id: int
    manager_id: int
    employee_id: int
    cadence: str
    minutes: int
    started_on: str
    ended_on: str | None

    @classmethod
    def of(cls, series: Series) -> SeriesOut:
        return cls(
            id=series.pk,
            manager_id=series.manager_id,
            employee_id=series.employee_id,
            cadence=series.cadence,
            minutes=series.minutes,
            started_on=series.started_on.isoformat(),
            ended_on=series.ended_on.isoformat() if series.ended_on else None,
        )


class ItemIn(BaseModel):
    model_config = ConfigDict(extra="forbid")
    text: str = Field(min_length=1, max_length=LONGEST_ITEM)
    visibility: Literal["shared", "private"] = "shared"


class ItemChange(BaseModel):
    """New words need the version they are based on; a topic can become shared, never private again."""

    model_config = ConfigDict(extra="forbid")
    text: str | None = Field(default=None, min_length=1, max_length=LONGEST_ITEM)
    version: int | None = None
    visibility: Literal["shared"] | None = None
    talked: bool | None = None

    @model_validator(mode="after")
    def _version_goes_with_text(self) -> ItemChange:
        if (self.text is None) != (self.version is None):
            raise ValueError("text and version go together")
        return self


class ItemOut(BaseModel):
    id: int
    author_id: int
    text: str
    visibility: str
    talked_at: datetime | None
    version: int
    made_at: datetime

    @classmethod
    def of(cls, item: AgendaItem) -> ItemOut:
        """Raises Unreadable, not a validation error, for words whose key was erased."""
        return cls(
            id=item.pk,
            author_id=item.author_id,
            text=item.text,
            visibility=item.visibility,
            talked_at=item.talked_at,
            version=item.version,
            made_at=item.made_at,
        )


class MeetingOut(BaseModel):
    id: int
    starts_at: datetime
    minutes: int
    state: str
    version: int

    @classmethod
    def of(cls, meeting: Meeting) -> MeetingOut:
        return cls.model_validate(meeting, from_attributes=True)


class ReschedulingIn(BaseModel):
    model_config = ConfigDict(extra="forbid")
    starts_at: AwareDatetime
    version: int


class ActionIn(BaseModel):
    model_config = ConfigDict(extra="forbid")
    text: str = Field(min_length=1, max_length=LONGEST_TEXT)
    owner_id: int
    due_on: date
    cue: str = Field(default="", max_length=LONGEST_TEXT)
