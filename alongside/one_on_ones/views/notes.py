"""The web door to notes: PUT merges what a script sends, POST checks the version of a plain form."""

from __future__ import annotations

import json
import re
from typing import Any, Literal
from urllib.parse import urlencode
from uuid import UUID

from django.conf import settings
from django.http import Http404, HttpResponse, HttpResponseRedirect, JsonResponse
from django.middleware.csrf import get_token
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST
from pydantic import BaseModel, ConfigDict, Field, field_validator

from alongside.core.errors import Invalid, Refused, Words
from alongside.core.web import Request, once_only, page, signed_in
from alongside.one_on_ones import notes, queries, services
from alongside.one_on_ones.forms import NoteForm
from alongside.one_on_ones.models import Meeting, NoteBlock


class ChangeIn(BaseModel):
    """A change as a script sends it. `person` is who typed it: the words must not be saved as somebody else's."""

    model_config = ConfigDict(extra="forbid")
    person: int
    key: str = Field(pattern=r"^[A-Za-z0-9-]{8,64}$")
    base: str = Field(max_length=70)
    text: str
    meeting: int | None = None
    visibility: Literal["shared", "private"] = "shared"

    @field_validator("text", mode="before")
    @classmethod
    def _tidy(cls, text: Any) -> Any:
        return notes.tidy(text) if isinstance(text, str) else text


@require_GET
@signed_in
def note_list(request: Request, pk: int) -> HttpResponse:
    """The notes of a meeting; with `since` (the mark of the last answer) what changed, as JSON, or 204."""
    meeting = _meeting(request, pk)
    if "since" not in request.GET:
        context = {"series": meeting.series, "meeting": meeting, "actor": request.actor}
        return page(request, "one_on_ones/note_list.html", context)
    if request.GET.get("person") != str(request.actor.me):
        return _somebody_else(request)
    blocks = queries.notes_of(request.actor, meeting)
    mark = notes.fingerprint(blocks)
    if mark == request.GET["since"]:
        return HttpResponse(status=204)
    return JsonResponse(
        {"since": mark, "csrf": get_token(request), "blocks": [_shown(one) for one in blocks]}
    )


@require_http_methods(["PUT"])
@signed_in
def note_update(request: Request, pk: int, block_id: UUID) -> HttpResponse:
    """Merge a change: 200 with version and text, 401, 403, 404, or 422 with words. Nothing is written otherwise."""
    try:
        sent = ChangeIn.model_validate(json.loads(request.body))
    except (ValueError, RecursionError):
        return JsonResponse(
            {"detail": _("That can't be read. Load the page anew: your words are kept.")}, status=400
        )
    if sent.person != request.actor.me:
        return _somebody_else(request)
    series = get_object_or_404(queries.series_visible_to(request.actor), pk=pk)
    try:
        block = services.write_note(
            actor=request.actor,
            series=series,
            block_id=block_id,
            change=notes.Change(sent.text, sent.base, sent.key),
            meeting_id=sent.meeting,
            visibility=sent.visibility,
        )
    except NoteBlock.DoesNotExist as missing:
        raise Http404 from missing
    except Refused as refused:
        return JsonResponse({"detail": str(refused.reason)}, status=403)
    except Invalid as invalid:
        return JsonResponse({"detail": str(invalid.reason)}, status=422)
    return JsonResponse(_shown(block))


@require_POST
@signed_in
@once_only
def note_replacement_create(request: Request, pk: int, block_id: UUID) -> HttpResponse:
    """Save a note from a plain form; 409 with both texts when somebody was faster, refusals with the words typed."""
    series = get_object_or_404(queries.series_visible_to(request.actor), pk=pk)
    form = NoteForm(request.POST)
    if not form.is_valid():
        return _not_saved(
            request, _("That can't be read. Copy your words and load the page anew."), status=422
        )
    try:
        services.replace_note(actor=request.actor, series=series, block_id=block_id, **form.cleaned_data)
    except NoteBlock.DoesNotExist as missing:
        raise Http404 from missing
    except Refused as refused:
        return _not_saved(request, refused.reason, status=403)
    except Invalid as invalid:
        return _not_saved(request, invalid.reason, status=422)
    return _back(request, pk)


@require_POST
@signed_in
@once_only
def note_removal_create(request: Request, pk: int, block_id: UUID) -> HttpResponse:
    """Remove a note as it was read: `version` says what was seen."""
    block = get_object_or_404(queries.blocks_visible_to(request.actor), series_id=pk, seal_id=block_id)
    services.remove_note(actor=request.actor, block=block, version=_number(request.POST.get("version", "")))
    return _back(request, pk)


@require_POST
@signed_in
@once_only
def note_removal_delete(request: Request, pk: int, block_id: UUID) -> HttpResponse:
    """Bring a removed note back, within thirty days."""
    block = get_object_or_404(queries.blocks_removed_by(request.actor), series_id=pk, seal_id=block_id)
    services.restore_note(actor=request.actor, block=block)
    return _back(request, pk)


@require_POST
@signed_in
@once_only
def note_order_update(request: Request, pk: int) -> HttpResponse:
    """`order` is every note as shown; without scripts `move` says "<note> up" or "<note> down"."""
    meeting = _meeting(request, pk)
    try:
        seen = notes.moved(request.POST.getlist("order"), request.POST.get("move", ""))
    except ValueError as unknown:
        raise Http404 from unknown
    services.order_notes(actor=request.actor, meeting=meeting, seen=seen)
    return _back(request, pk)


def _meeting(request: Request, pk: int) -> Meeting:
    """The meeting that `meeting` names, or the next one."""
    named = request.GET.get("meeting") or request.POST.get("meeting_id")
    if named is None:
        series = get_object_or_404(queries.series_visible_to(request.actor), pk=pk)
        meeting = queries.next_meeting(request.actor, series)
        if meeting is None:
            raise Http404
        return meeting
    return get_object_or_404(queries.meetings_visible_to(request.actor), series_id=pk, pk=_number(named))


def _number(words: str) -> int:
    """A number as a form sends it; -1, which nothing has, for anything else."""
    return int(words) if re.fullmatch("[0-9]{1,18}", words) else -1


def _shown(block: NoteBlock) -> dict[str, object]:
    return {
        "id": str(block.seal_id),
        "version": block.version,
        "visibility": block.visibility,
        "text": block.text,
    }


def _somebody_else(request: Request) -> HttpResponse:
    """Another person signed in meanwhile, in the same browser: for the page that asks, its login has lapsed."""
    target = f"{settings.LOGIN_URL}?{urlencode({'next': request.htmx.current_url_abs_path or '/'})}"
    return HttpResponse(status=401, headers={"HX-Redirect": target})


def _not_saved(request: Request, reason: Words, *, status: int) -> HttpResponse:
    context = {"reason": reason, "words": request.POST.get("text", "")}
    return page(request, "one_on_ones/note_not_saved.html", context, status=status)


def _back(request: Request, pk: int) -> HttpResponseRedirect:
    """To the page where the form stands: that of the 1:1, of a past meeting, or of the notes."""
    target = request.POST.get("back", "")
    if not url_has_allowed_host_and_scheme(target, allowed_hosts=None, require_https=request.is_secure()):
        target = reverse("one_on_ones:series_detail", args=[pk])
    return HttpResponseRedirect(f"{target}#notes")
