"""Feeds of calendars, what was sent to calendars, and what came back."""

from __future__ import annotations

import uuid

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from alongside.core.encrypted import EncryptedText
from alongside.core.models import DataKey
from alongside.core.register import (
    DataClass,
    Entry,
    Erasure,
    Export,
    Register,
    between_two,
    private,
    technical,
)
from alongside.people.models import Person


class Feed(models.Model):
    """A secret address from which one person's calendar reads their talks. Only a hash of the secret is stored."""

    class Title(models.TextChoices):
        NAMES = "names", _("“1:1 with Eve”")
        NEUTRAL = "neutral", _("Only “Busy”")

    person = models.ForeignKey(Person, models.PROTECT, related_name="+")
    digest = models.CharField(max_length=64, unique=True)
    title = models.CharField(max_length=7, choices=Title.choices, default=Title.NAMES)
    made_at = models.DateTimeField(auto_now_add=True)
    changed_at = models.DateTimeField(default=timezone.now)
    last_read_on = models.DateField(null=True)
    ended_at = models.DateTimeField(null=True)

    register = Register(
        subjects=("person",),
        what=_("the address your calendar reads"),
        seen_by=_("only you"),
        kept_since="ended_at",
        id=technical(),
        person=private(_("To know whose talks it shows")),
        digest=technical(erasure=Erasure.DELETE),
        title=private(_("To show your talks the way you chose")),
        made_at=private(_("So that you notice an address that is not yours")),
        changed_at=technical(),
        last_read_on=private(_("So that you see whether it is still used")),
        ended_at=technical(),
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["person"], condition=models.Q(ended_at=None), name="one_live_feed_per_person"
            )
        ]


class Edition(models.Model):
    """What calendars were last told about one event: its SEQUENCE, and what its times looked like then."""

    kind = models.CharField(max_length=60)
    key = models.BigIntegerField()
    uid = models.CharField(max_length=200, unique=True)
    sequence = models.PositiveIntegerField(default=0)
    fingerprint = models.CharField(max_length=64)
    is_invited = models.BooleanField(default=False)  # both hold an invitation by mail to it
    ends_at = models.DateTimeField(null=True)  # None: it repeats without end
    changed_at = models.DateTimeField(default=timezone.now)

    register = Register(
        id=technical(),
        kind=technical(),
        key=technical(),
        uid=technical(),
        sequence=technical(),
        fingerprint=technical(),
        is_invited=technical(),
        ends_at=technical(),
        changed_at=technical(),
    )

    class Meta:
        indexes = [models.Index(fields=["kind", "key"])]


class Booking(models.Model):
    """Two people chose how their talks get into their calendars. No row: they keep them there themselves."""

    class Way(models.TextChoices):
        OWN = "own", _("They are already in our calendars")
        MAIL = "mail", _("Send us invitations by mail")

    kind = models.CharField(max_length=60)
    key = models.BigIntegerField()
    one = models.ForeignKey(Person, models.PROTECT, related_name="+")
    other = models.ForeignKey(Person, models.PROTECT, related_name="+")
    way = models.CharField(max_length=4, choices=Way.choices, default=Way.OWN)
    chosen_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    chosen_at = models.DateTimeField(default=timezone.now)

    register = Register(
        subjects=("one", "other"),
        what=_("how your talks get into your calendars"),
        id=technical(),
        kind=technical(),
        key=technical(),
        one=between_two(_("To know whose talks they are")),
        other=between_two(_("To know whose talks they are")),
        way=between_two(_("To send invitations only where you want them")),
        chosen_by=between_two(_("To show who chose it")),
        chosen_at=between_two(_("To show when it was chosen")),
    )

    class Meta:
        constraints = [models.UniqueConstraint(fields=["kind", "key"], name="one_booking_per_talk")]


class Answer(models.Model):
    """What one of the two answered to an invitation, from their calendar. Its words are never kept."""

    class Status(models.TextChoices):
        ACCEPTED = "accepted", _("comes")
        TENTATIVE = "tentative", _("comes perhaps")
        DECLINED = "declined", _("can't come")
        COUNTER = "counter", _("proposes another time")

    booking = models.ForeignKey(Booking, models.PROTECT, related_name="answers")
    person = models.ForeignKey(Person, models.PROTECT, related_name="+")
    uid = models.CharField(max_length=200)
    slot_at = models.DateTimeField(null=True)  # RECURRENCE-ID; null: every talk of the event
    status = models.CharField(max_length=9, choices=Status.choices)
    proposed_at = models.DateTimeField(null=True)
    sequence = models.PositiveIntegerField(default=0)
    stamped_at = models.DateTimeField()  # DTSTAMP: a later answer replaces an earlier one
    received_at = models.DateTimeField(default=timezone.now)

    register = Register(
        subjects=("booking.one", "booking.other"),
        what=_("answers to invitations"),
        kept_since="received_at",
        id=technical(),
        booking=technical(),
        person=between_two(_("To show both of you who answered")),
        uid=technical(),
        slot_at=between_two(_("To show which talk was meant"), months=12),
        status=between_two(_("To show both of you the answer"), months=12),
        proposed_at=between_two(_("To show both of you another time"), months=12),
        sequence=technical(),
        stamped_at=technical(),
        received_at=between_two(_("To show when the answer came"), months=12),
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["booking", "person", "uid", "slot_at"], name="one_answer_each", nulls_distinct=False
            )
        ]


class Connection(models.Model):
    """A calendar that its owner lets Alongside ask when they are busy. No time and no title of it is ever stored."""

    class Provider(models.TextChoices):
        CALDAV = "caldav", "CalDAV"
        GOOGLE = "google", "Google"
        MICROSOFT = "microsoft", "Microsoft"

    class State(models.TextChoices):
        UNTRIED = "untried", _("It was not asked yet.")
        ANSWERS = "answers", _("It answers.")
        REFUSED = "refused", _("It refuses the name, the password or the permission. Connect it once more.")
        SILENT = "silent", _("It gave no answer when it was asked last.")
        STRANGE = (
            "strange",
            _("What answers there tells no free and busy times. Look at the address once more."),
        )
        FORBIDDEN = (
            "forbidden",
            _(
                "This address can't be asked from here. It has to begin with https:// and be open to the internet, or "
                "to be allowed by whoever runs Alongside."
            ),
        )

    person = models.OneToOneField(Person, models.PROTECT, related_name="+")
    provider = models.CharField(max_length=9, choices=Provider.choices)
    data_key = models.OneToOneField(DataKey, models.SET_NULL, null=True)
    seal_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    address = EncryptedText(key="data_key", default="")
    user_name = EncryptedText(key="data_key", default="")
    secret = EncryptedText(key="data_key")  # a password, or what renews a permission
    state = models.CharField(max_length=9, choices=State.choices, default=State.UNTRIED)
    made_at = models.DateTimeField(auto_now_add=True)

    register = Register(
        subjects=("person",),
        what=_("the calendar you connected"),
        seen_by=_("only you"),
        words_of="person",
        id=technical(),
        person=private(_("To know whose calendar it is"), months=None),
        provider=private(_("To ask it the right way"), months=None),
        data_key=technical(),
        seal_id=technical(),
        address=private(_("To ask it when you are busy"), months=None),
        user_name=private(_("To ask it when you are busy"), months=None),
        secret=Entry(
            DataClass.C3, _("To ask it when you are busy"), None, Export.EXCLUDE, Erasure.DELETE
        ),  # a password in a file would open the calendar to whoever finds it
        state=private(_("To tell you when it stops answering"), months=None),
        made_at=private(_("To show since when it is connected"), months=None),
    )
