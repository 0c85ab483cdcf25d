"""Notes of a meeting as ordered blocks. Both can type at once; the server merges within a block."""

from __future__ import annotations

import uuid

from django.db import models
from django.utils.translation import gettext_lazy as _

from alongside.core.encrypted import EncryptedText
from alongside.core.register import Register, between_two, technical
from alongside.one_on_ones.models.agenda import AgendaItem
from alongside.one_on_ones.models.meetings import Meeting
from alongside.one_on_ones.models.series import Series
from alongside.people.models import Person


class NoteBlock(models.Model):
    """One paragraph with its own audience. `seal_id` is its stable name, chosen by the client that made it.

    `position` is never shown to a client: the other one's private blocks have positions too.
    """

    series = models.ForeignKey(Series, models.PROTECT, related_name="blocks")
    meeting = models.ForeignKey(Meeting, models.PROTECT, related_name="blocks")
    author = models.ForeignKey(Person, models.PROTECT, related_name="+")
    visibility = models.CharField(
        max_length=7, choices=AgendaItem.Visibility.choices, default=AgendaItem.Visibility.SHARED
    )
    seal_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    text = EncryptedText(key="series.data_key")
    position = models.PositiveIntegerField(default=0)
    version = models.PositiveIntegerField(default=0)  # 0: made, and nothing written yet
    changed_at = models.DateTimeField(auto_now=True)

    register = Register(
        subjects=("author", "series.manager", "series.employee"),
        words_of="author",
        private_when=("visibility", "private"),
        kept_since="changed_at",
        what=_("notes of your 1:1s"),
        id=technical(),
        series=technical(),
        meeting=technical(),
        author=between_two(_("To show who began a note")),
        visibility=technical(),
        seal_id=technical(),
        text=between_two(_("To remember what you talked about")),
        position=technical(),
        version=technical(),
        changed_at=between_two(_("To keep the newest words")),
    )

    class Meta:
        ordering = ["position", "pk"]


class BlockVersion(models.Model):
    """One change of a block, and what the block said after it; goes 30 days after newer words took its place.

    `key` names the change: the client chose it, and sending it again has no second effect. `sent` is what the
    client sent, where merging made something else of it (`text`); both can be the base of later changes.
    """

    block = models.ForeignKey(NoteBlock, models.PROTECT, related_name="versions")
    version = models.PositiveIntegerField()  # the same as before where a change brought nothing new
    key = models.CharField(max_length=64)
    seal_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    text = EncryptedText(key="block.series.data_key")
    sent = EncryptedText(key="block.series.data_key", null=True)  # type: ignore[misc]
    made_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    made_at = models.DateTimeField(auto_now_add=True)

    register = Register(
        subjects=("block.author", "block.series.manager", "block.series.employee"),
        words_of="made_by",
        private_when=("block.visibility", "private"),
        kept_since="made_at",
        what=_("earlier versions of your notes"),
        id=technical(),
        block=technical(),
        version=technical(),
        key=technical(),
        seal_id=technical(),
        text=between_two(_("To merge what you both typed"), months=1),
        sent=between_two(_("To merge what you both typed"), months=1),
        made_by=between_two(_("To merge what you both typed"), months=1),
        made_at=between_two(_("To merge what you both typed"), months=1),
    )

    class Meta:
        constraints = [models.UniqueConstraint(fields=["block", "key"], name="each_change_once")]
        indexes = [models.Index(fields=["block", "version"]), models.Index(fields=["made_at"])]
