"""Writing notes: both may write in one block at once, and what either wrote stays."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import Exists, Max, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from alongside.audit.services import record
from alongside.core import once, removals
from alongside.core.actor import Actor
from alongside.core.errors import Invalid, Refused, Stale
from alongside.core.keyring import Unreadable
from alongside.core.models import Removal
from alongside.one_on_ones import audiences, notes, queries
from alongside.one_on_ones.models import AgendaItem, BlockVersion, Meeting, NoteBlock, Series
from alongside.one_on_ones.notes import Change
from alongside.one_on_ones.policies import can_remove_note, can_write_note

Visibility = AgendaItem.Visibility
LARGEST_VERSION = 2**31 - 1
FORGOTTEN_AT_ONCE = 5_000


@transaction.atomic
def write_note(
    *,
    actor: Actor,
    series: Series,
    block_id: UUID,
    change: Change,
    meeting_id: int | None = None,
    visibility: str = Visibility.SHARED,
) -> NoteBlock:
    """Merge a change into a block, beginning the block where it is new (`meeting_id` and `visibility` are for that).

    The same change sent again has no second effect. Words for a block that the other one removed meanwhile bring
    it back. Raises Refused, Invalid for a text or a number of notes above the limit, and NoteBlock.DoesNotExist
    where there is no such block for the actor.
    """
    can_write_note(actor, series).enforce()
    block = _held(actor, series, block_id) or _begun(actor, series, block_id, meeting_id, visibility)
    is_done, is_removed, is_known = _facts(actor, block, change.key)
    if is_done:
        return block
    _refuse_too_long(change.text, block)
    text = notes.brought_together(_base(block, change.base), change.text, block.text)
    if is_removed and text != block.text:
        removals.restore(block)
    return _keep(actor, block, change, text, is_known=is_known)


@transaction.atomic
def replace_note(
    *,
    actor: Actor,
    series: Series,
    block_id: UUID,
    text: str,
    version: int,
    meeting_id: int | None = None,
    visibility: str = Visibility.SHARED,
) -> NoteBlock:
    """Write a block anew, for pages without scripts. Raises Stale with both texts if somebody was faster."""
    can_write_note(actor, series).enforce()
    block = _held(actor, series, block_id) or _begun(actor, series, block_id, meeting_id, visibility)
    change = Change(text, str(version), once.fresh_key())
    _is_done, is_removed, is_known = _facts(actor, block, change.key)
    if version != block.version and text != block.text:
        raise Stale(yours=text, current=block.text, version=block.version)
    _refuse_too_long(text, block)
    if is_removed and text != block.text:
        removals.restore(block)
    return _keep(actor, block, change, text, is_known=is_known)


@transaction.atomic
def remove_note(*, actor: Actor, block: NoteBlock, version: int) -> None:
    """Take a note away; thirty days to bring it back. Raises Stale when there are words the actor has not seen."""
    can_remove_note(actor, block).enforce()
    current = NoteBlock.objects.select_for_update().only("version").get(pk=block.pk)
    if current.version != version:
        raise Stale(yours="", current=block.text, version=current.version)
    removals.remove(actor=actor, thing=block)
    record(actor, "one_on_ones.note_removed", subject=block, concerns=_readers(block))


@transaction.atomic
def restore_note(*, actor: Actor, block: NoteBlock) -> NoteBlock:
    """Undo of removing."""
    can_remove_note(actor, block).enforce()
    if removals.restore(block):
        record(actor, "one_on_ones.note_restored", subject=block, concerns=_readers(block))
    return block


@transaction.atomic
def order_notes(*, actor: Actor, meeting: Meeting, seen: Sequence[UUID]) -> None:
    """Put the notes of a meeting in this order. What the actor can't see keeps its place."""
    can_write_note(actor, meeting.series).enforce()
    rows = list(NoteBlock.objects.select_for_update().filter(meeting=meeting).defer("text"))
    wanted = {row.seal_id: row for row in rows if audiences.NOTE.holds(actor, row)}
    movable = {block_id: wanted[block_id] for block_id in seen if block_id in wanted}
    following = iter(movable.values())
    ordered = [next(following) if row.seal_id in movable else row for row in rows]
    for place, row in enumerate(ordered):
        row.position = place
    NoteBlock.objects.bulk_update(ordered, ["position"])
    record(actor, "one_on_ones.notes_ordered", subject=meeting, details={"count": len(movable)})


@transaction.atomic
def forget_old_versions(*, actor: Actor) -> int:
    """Delete versions whose place newer words took more than KEPT_DAYS ago; returns how many. Safe to repeat."""
    if not actor.is_system:
        raise Refused(_("Earlier versions go by themselves after a while."))
    before = timezone.now() - timedelta(days=notes.KEPT_DAYS)
    newer = BlockVersion.objects.filter(block=OuterRef("block"), pk__gt=OuterRef("pk"), made_at__lt=before)
    old = BlockVersion.objects.filter(
        Exists(newer) | Q(block__in=_removed_before(before)), made_at__lt=before
    )
    count: int = BlockVersion.objects.filter(
        pk__in=list(old.values_list("pk", flat=True)[:FORGOTTEN_AT_ONCE])
    ).delete()[0]
    if count:
        record(actor, "one_on_ones.note_versions_forgotten", details={"count": count})
    return count


def _held(actor: Actor, series: Series, block_id: UUID) -> NoteBlock | None:
    """The block, locked until the transaction ends, so that changes come one after the other."""
    rows = NoteBlock.objects.filter(audiences.NOTE.q(actor), series=series, seal_id=block_id)
    block = rows.select_for_update(of=("self",)).first()
    if block is not None:
        block.series = series
    return block


def _begun(
    actor: Actor, series: Series, block_id: UUID, meeting_id: int | None, visibility: str
) -> NoteBlock:
    """A new empty block at the end of its meeting; of two that begin it at the same time, one does."""
    meetings = queries.meetings_visible_to(actor).filter(series=series, pk=meeting_id or 0)
    meeting = meetings.select_for_update(of=("self",)).first()
    if meeting is None:
        raise NoteBlock.DoesNotExist
    # Counted as the actor sees it: the other one's private notes must not show in a refusal.
    if queries.blocks_visible_to(actor).filter(meeting=meeting).count() >= notes.MOST_NOTES:
        raise Invalid(
            "text",
            _("There are so many notes in this meeting that no more fit. Write on in one that is there."),
        )
    last: int | None = NoteBlock.objects.filter(meeting=meeting).aggregate(last=Max("position"))["last"]
    block = NoteBlock(
        series=series,
        meeting=meeting,
        author_id=actor.me,
        visibility=visibility,
        seal_id=block_id,
        text="",
        position=0 if last is None else last + 1,
    )
    NoteBlock.objects.bulk_create([block], ignore_conflicts=True)
    held = _held(actor, series, block_id)
    if held is None:
        raise NoteBlock.DoesNotExist
    return held


def _facts(actor: Actor, block: NoteBlock, key: str) -> tuple[bool, bool, bool]:
    """Was this change made already; is the block removed; did the actor write in it just now.

    A query of its own, after the lock: what the locking query sees of other tables is from before it waited.
    """
    mine = BlockVersion.objects.filter(
        block=block, made_by_id=actor.me, made_at__gt=timezone.now() - notes.ONE_SITTING
    )
    removed = Removal.objects.filter(kind=block._meta.label_lower, key=str(block.pk))
    done = BlockVersion.objects.filter(block=block, key=key)
    facts: tuple[bool, bool, bool] = NoteBlock.objects.values_list(
        Exists(done), Exists(removed), Exists(mine)
    ).get(pk=block.pk)
    return facts


def _base(block: NoteBlock, base: str) -> str | None:
    """The text a change began from; None when it is no longer known."""
    if base == "0":
        return ""
    if base == str(block.version):
        return block.text
    rows = block.versions.order_by("-pk")
    if base.startswith("k:"):
        row = rows.filter(key=base.removeprefix("k:")).first()
    elif base.isascii() and base.isdecimal() and int(base) <= LARGEST_VERSION:
        row = rows.filter(version=int(base)).first()
    else:
        return None
    if row is None:
        return None
    row.block = block
    return row.text if base.isdecimal() or row.sent is None else row.sent


def _refuse_too_long(text: str, block: NoteBlock) -> None:
    """Before merging, which takes its time with long texts."""
    if notes.is_too_long(text, block.text):
        words = _(
            "This note is longer than 20,000 characters. Shorten it, or put the rest into another note."
        )
        raise Invalid("text", words)


def _keep(actor: Actor, block: NoteBlock, change: Change, text: str, *, is_known: bool) -> NoteBlock:
    data_key = block.series.data_key
    if data_key is None:
        raise Unreadable("the key was erased")
    with data_key.held():
        if text != block.text or not block.version:
            block.text = text
            block.version += 1
            block.save(update_fields=["text", "version", "changed_at"])
        BlockVersion.objects.create(
            block=block,
            version=block.version,
            key=change.key,
            text=text,
            sent=None if change.text == text else change.text,  # type: ignore[misc]  # the stub forgets null=True
            made_by_id=actor.me,
        )
    if not is_known:
        record(actor, "one_on_ones.note_written", subject=block, concerns=_readers(block))
    return block


def _readers(block: NoteBlock) -> list[int]:
    if block.visibility == Visibility.PRIVATE:
        return [block.author_id]
    return [block.series.manager_id, block.series.employee_id]


def _removed_before(moment: object) -> list[int]:
    kind = NoteBlock._meta.label_lower
    keys = Removal.objects.filter(kind=kind, removed_at__lt=moment).values_list("key", flat=True)
    return [int(key) for key in keys]
