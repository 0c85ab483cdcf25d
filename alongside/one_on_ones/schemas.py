"""What the JSON door takes and gives."""

from __future__ import annotations

from datetime import date, datetime
from typing import Literal
from uuid import UUID

from pydantic import BaseModel, Field, model_validator

from alongside.commitments.forms import LONGEST_TEXT
from alongside.core.api import LARGEST_ID, Body, Day, Moment
from alongside.one_on_ones.forms import LONGEST_ITEM
from alongside.one_on_ones.models import AgendaItem, Meeting, NoteBlock, Pause, Series
from alongside.one_on_ones.notes import LONGEST_NOTE

LARGEST_VERSION = 2**31 - 1


class SeriesIn(Body):
    employee_id: int = Field(ge=1, le=LARGEST_ID)


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


class PauseIn(Body):
    """`until` is the first day on which the rhythm goes on; without it, until somebody says so."""

    until: Day | None = None


class PauseOut(BaseModel):
    id: int
    first_day: date
    until: date | None

    @classmethod
    def of(cls, pause: Pause) -> PauseOut:
        return cls(id=pause.pk, first_day=pause.during.lower, until=pause.during.upper)


class PausesOut(BaseModel):
    items: list[PauseOut]
    next: int | None


class ItemIn(Body):
    text: str = Field(min_length=1, max_length=LONGEST_ITEM)
    visibility: Literal["shared", "private"] = "shared"


class ItemChange(Body):
    """New words need the version they are based on; a topic can become shared, never private again."""

    text: str | None = Field(default=None, min_length=1, max_length=LONGEST_ITEM)
    version: int | None = Field(default=None, ge=0, le=LARGEST_VERSION)
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
    """`contested_by_id` is who says that a meeting noted down as held did not take place; it does not count then."""

    id: int
    starts_at: datetime
    minutes: int
    state: str
    contested_by_id: int | None
    version: int

    @classmethod
    def of(cls, meeting: Meeting) -> MeetingOut:
        contest = getattr(meeting, "contest", None)
        return cls(
            id=meeting.pk,
            starts_at=meeting.starts_at,
            minutes=meeting.minutes,
            state=meeting.state,
            contested_by_id=contest.made_by_id if contest else None,
            version=meeting.version,
        )


class ReschedulingIn(Body):
    starts_at: Moment
    version: int = Field(ge=0, le=LARGEST_VERSION)


class ActionIn(Body):
    text: str = Field(min_length=1, max_length=LONGEST_TEXT)
    owner_id: int = Field(ge=1, le=LARGEST_ID)
    due_on: Day
    cue: str = Field(default="", max_length=LONGEST_TEXT)


class SeriesPage(BaseModel):
    items: list[SeriesOut]
    next: int | None


class ItemsOut(BaseModel):
    items: list[ItemOut]
    next: int | None


class MeetingsOut(BaseModel):
    items: list[MeetingOut]
    next: int | None


class NoteOut(BaseModel):
    """`id` is the name that whoever began the note chose for it."""

    id: UUID
    author_id: int
    text: str
    visibility: str
    version: int
    changed_at: datetime

    @classmethod
    def of(cls, block: NoteBlock) -> NoteOut:
        return cls(
            id=block.seal_id,
            author_id=block.author_id,
            text=block.text,
            visibility=block.visibility,
            version=block.version,
            changed_at=block.changed_at,
        )


class NotesOut(BaseModel):
    items: list[NoteOut]


class NoteIn(Body):
    """`version` is the one you read; 0 for a new note. `visibility` counts for a new note only."""

    text: str = Field(min_length=1, max_length=LONGEST_NOTE)
    version: int = Field(default=0, ge=0, le=LARGEST_VERSION)
    visibility: Literal["shared", "private"] = "shared"
