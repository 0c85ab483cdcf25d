"""What the part `one_on_ones/_notes.html` shows: `{% notes_for actor meeting as shown %}`."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from typing import Any

from django import template

from alongside.core.actor import Actor
from alongside.core.verdict import Verdict
from alongside.one_on_ones import notes, queries
from alongside.one_on_ones.models import Meeting, NoteBlock
from alongside.one_on_ones.policies import can_write_note
from alongside.one_on_ones.seen import seen_by_me, seen_by_two

register = template.Library()


@dataclass(frozen=True)
class ShownNotes:
    """The notes of one meeting for one reader; `mark` says later what has changed since."""

    blocks: list[NoteBlock]
    removed: list[NoteBlock]
    may_write: Verdict
    mark: str
    seen: dict[str, Any]
    seen_private: dict[str, Any]

    @property
    def new_id(self) -> str:
        """A fresh name for a note that is begun without scripts."""
        return str(uuid.uuid4())


@register.simple_tag
def notes_for(actor: Actor, meeting: Meeting) -> ShownNotes:
    """Two queries: the notes with those this person removed, and whether they may write."""
    series = meeting.series
    blocks, removed = queries.notes_and_removed(actor, meeting)
    return ShownNotes(
        blocks=blocks,
        removed=removed,
        may_write=can_write_note(actor, series),
        mark=notes.fingerprint(blocks),
        seen=seen_by_two(actor, series),
        seen_private=seen_by_me(actor, series),
    )
