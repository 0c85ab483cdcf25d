"""Meetings of a 1:1, and the notes of each."""

from __future__ import annotations

from collections.abc import Callable
from typing import Literal
from uuid import UUID

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404
from ninja import Query, Router, Status

from alongside.core.api import (
    ALWAYS,
    REFUSALS,
    ApiRequest,
    PageIn,
    changed_once,
    changing,
    made_once,
    page_of,
)
from alongside.one_on_ones import queries, services
from alongside.one_on_ones.models import Meeting, Series
from alongside.one_on_ones.schemas import (
    MeetingOut,
    MeetingsOut,
    NoteIn,
    NoteOut,
    NotesOut,
    ReschedulingIn,
    SeriesOut,
)

router = Router(tags=["1:1s"])


@router.get("/{id}/meetings", response={200: MeetingsOut, **ALWAYS}, summary="Meetings of a 1:1")
def meeting_list(
    request: ApiRequest,
    id: int,
    page: Query[PageIn],
    state: Literal["planned", "held", "skipped", "cancelled"] | None = None,
) -> MeetingsOut:
    rows = queries.meetings_visible_to(request.actor).filter(series=_series(request, id))
    found, further = page_of(rows.filter(state=state) if state else rows, page)
    return MeetingsOut(items=[MeetingOut.of(one) for one in found], next=further)


@router.get("/{id}/meetings/{meeting_id}", response={200: MeetingOut, **ALWAYS}, summary="One meeting")
def meeting_detail(request: ApiRequest, id: int, meeting_id: int) -> MeetingOut:
    return MeetingOut.of(_meeting(request, id, meeting_id))


@router.post(
    "/{id}/meetings",
    response={201: MeetingOut, **REFUSALS},
    summary="We met just now, though it was not planned for now",
)
def meeting_create(request: ApiRequest, id: int) -> Status[MeetingOut]:
    """The next planned meeting becomes the one just held, where there is one. Said twice within hours it is one."""
    actor = request.actor

    def note() -> Meeting:
        with changing(request, queries.series_visible_to(actor), id, SeriesOut.of) as series:
            return services.note_meeting(actor=actor, series=series).meeting

    made = made_once(request, note, lambda pk: _meeting(request, id, pk))
    return Status(201, MeetingOut.of(_meeting(request, id, made.pk)))


@router.post("/{id}/meetings/{meeting_id}/closing", response={200: MeetingOut, **REFUSALS}, summary="We met")
def closing_create(request: ApiRequest, id: int, meeting_id: int) -> MeetingOut:
    return _changed(request, id, meeting_id, services.close_meeting)


@router.delete(
    "/{id}/meetings/{meeting_id}/closing",
    response={200: MeetingOut, **REFUSALS},
    summary="We did not meet after all",
)
def closing_delete(request: ApiRequest, id: int, meeting_id: int) -> MeetingOut:
    return _changed(request, id, meeting_id, services.reopen_meeting)


@router.post(
    "/{id}/meetings/{meeting_id}/skipping", response={200: MeetingOut, **REFUSALS}, summary="Leave it out"
)
def skipping_create(request: ApiRequest, id: int, meeting_id: int) -> MeetingOut:
    return _changed(request, id, meeting_id, services.skip_meeting)


@router.post(
    "/{id}/meetings/{meeting_id}/cancelling", response={200: MeetingOut, **REFUSALS}, summary="Call it off"
)
def cancelling_create(request: ApiRequest, id: int, meeting_id: int) -> MeetingOut:
    return _changed(request, id, meeting_id, services.cancel_meeting)


@router.post(
    "/{id}/meetings/{meeting_id}/restoration",
    response={200: MeetingOut, **REFUSALS},
    summary="Bring back a meeting that was left out or cancelled",
)
def restoration_create(request: ApiRequest, id: int, meeting_id: int) -> MeetingOut:
    return _changed(request, id, meeting_id, services.restore_meeting)


@router.post(
    "/{id}/meetings/{meeting_id}/reschedulings",
    response={200: MeetingOut, **REFUSALS},
    summary="Move a meeting (with the version you read)",
)
def rescheduling_create(request: ApiRequest, id: int, meeting_id: int, body: ReschedulingIn) -> MeetingOut:
    move = services.reschedule_meeting
    return _changed(request, id, meeting_id, move, starts_at=body.starts_at, version=body.version)


@router.get(
    "/{id}/meetings/{meeting_id}/notes", response={200: NotesOut, **ALWAYS}, summary="Notes of a meeting"
)
def note_list(request: ApiRequest, id: int, meeting_id: int) -> NotesOut:
    notes = queries.notes_of(request.actor, _meeting(request, id, meeting_id))
    return NotesOut(items=[NoteOut.of(block) for block in notes])


@router.put(
    "/{id}/meetings/{meeting_id}/notes/{note_id}",
    response={200: NoteOut, **REFUSALS},
    summary="Write a note: a new one under a UUID of yours, or new words with the version you read",
)
def note_update(request: ApiRequest, id: int, meeting_id: int, note_id: UUID, body: NoteIn) -> NoteOut:
    meeting = _meeting(request, id, meeting_id)
    block = services.replace_note(
        actor=request.actor,
        series=meeting.series,
        block_id=note_id,
        text=body.text,
        version=body.version,
        meeting_id=meeting.pk,
        visibility=body.visibility,
    )
    return NoteOut.of(block)


def _changed(
    request: ApiRequest, id: int, meeting_id: int, change: Callable[..., object], **values: object
) -> MeetingOut:
    """One step from one state to the next."""
    return changed_once(
        request,
        _meetings(request, id),
        meeting_id,
        MeetingOut.of,
        lambda meeting: change(actor=request.actor, meeting=meeting, **values),
    )


def _series(request: ApiRequest, id: int) -> Series:
    return get_object_or_404(queries.series_visible_to(request.actor), pk=id)


def _meetings(request: ApiRequest, id: int) -> QuerySet[Meeting]:
    return queries.meetings_visible_to(request.actor).filter(series_id=id)


def _meeting(request: ApiRequest, id: int, meeting_id: int) -> Meeting:
    return get_object_or_404(_meetings(request, id), pk=meeting_id)
