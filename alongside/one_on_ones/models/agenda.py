"""What two people want to talk about."""

from __future__ import annotations

import uuid

from django.db import models
from django.utils.translation import gettext_lazy as _

from alongside.core.encrypted import EncryptedText
from alongside.core.register import Register, between_two, technical
from alongside.one_on_ones.models.meetings import Meeting
from alongside.one_on_ones.models.series import Series
from alongside.people.models import Person


class AgendaItem(models.Model):
    """One thing to talk about, shared with the other or private to its author.

    An item belongs to the series, not to a meeting: it stays open until it was talked about, whatever
    happens to meetings in between. `talked_in` is the meeting in which it was ticked off.
    """

    class Visibility(models.TextChoices):
        SHARED = "shared", _("Both of you")
        PRIVATE = "private", _("Only you")

    series = models.ForeignKey(Series, models.PROTECT, related_name="items")
    author = models.ForeignKey(Person, models.PROTECT, related_name="+")
    visibility = models.CharField(max_length=7, choices=Visibility.choices, default=Visibility.SHARED)
    seal_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    text = EncryptedText(key="series.data_key")
    position = models.PositiveIntegerField(default=0)
    theme = models.CharField(max_length=20, blank=True)  # one of rhythm themes, when known
    question = models.CharField(max_length=60, blank=True)  # slug in the question bank it came from
    origin = models.CharField(
        max_length=80, blank=True
    )  # key of the draft it was taken from; says why it is here
    talked_in = models.ForeignKey(Meeting, models.PROTECT, null=True, blank=True, related_name="items_talked")
    talked_at = models.DateTimeField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1)
    made_at = models.DateTimeField(auto_now_add=True)

    register = Register(
        subjects=("author", "series.manager", "series.employee"),
        words_of="author",
        private_when=("visibility", "private"),
        kept_since="made_at",
        what=_("what you want to talk about in a 1:1"),
        id=technical(),
        series=technical(),
        author=between_two(_("To show who brought a topic")),
        visibility=technical(),
        seal_id=technical(),
        text=between_two(_("To prepare your talk")),
        position=technical(),
        theme=between_two(_("To suggest themes you have not talked about")),
        question=between_two(_("So that no question comes twice too soon")),
        origin=between_two(_("To say why a line is here")),
        talked_in=between_two(_("To carry open topics over")),
        talked_at=between_two(_("To carry open topics over")),
        version=technical(),
        made_at=between_two(_("To order topics")),
    )

    class Meta:
        ordering = ["position", "made_at", "pk"]
        indexes = [models.Index(fields=["series", "talked_at"])]

    @property
    def reader_ids(self) -> list[int]:
        """Whom an act on this topic concerns: both, or its author alone."""
        if self.visibility == self.Visibility.PRIVATE:
            return [self.author_id]
        return [self.series.manager_id, self.series.employee_id]


class LeftOut(models.Model):
    """A drafted line that one of the two left out; it doesn't come back before `until`."""

    series = models.ForeignKey(Series, models.PROTECT, related_name="left_out")
    person = models.ForeignKey(Person, models.PROTECT, related_name="+")
    draft = models.CharField(max_length=80)
    until = models.DateTimeField()

    register = Register(
        subjects=("person",),
        what=_("suggested lines you left out"),
        seen_by=_("only you"),
        kept_since="until",
        id=technical(),
        series=technical(),
        person=between_two(_("So that a line you left out stays out")),
        draft=technical(),
        until=technical(),
    )

    class Meta:
        constraints = [models.UniqueConstraint(fields=["series", "person", "draft"], name="left_out_once")]
