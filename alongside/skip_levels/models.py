"""Skip-level talks: who meets whom, what the two write down, and what goes back to the manager between them."""

from __future__ import annotations

import uuid

from django.db import models
from django.utils.translation import gettext_lazy as _

from alongside.core.encrypted import EncryptedText
from alongside.core.models import DataKey
from alongside.core.register import DataClass, Entry, Erasure, Export, Register, between_two, technical
from alongside.people.models import Person

TALK_MINUTES, GROUP_MINUTES = 30, 60


def _fact(purpose: object) -> Entry:
    """That and when two people meet: the three know it."""
    return Entry(DataClass.C2, purpose, 36, Export.EXPORT, Erasure.DELETE)  # type: ignore[arg-type]


class Retelling(models.Model):
    """What one leader heard in one manager's team: themes to the manager first, then an answer to the team."""

    class State(models.TextChoices):
        OPEN = "open", _("Being gathered")
        HANDED_ON = "handed_on", _("Handed on")
        ANSWERED = "answered", _("Answered")
        CLOSED = "closed", _("Nothing to hand on")

    leader = models.ForeignKey(Person, models.PROTECT, related_name="+")
    manager = models.ForeignKey(Person, models.PROTECT, related_name="+")
    data_key = models.OneToOneField(DataKey, models.SET_NULL, null=True, related_name="+")
    seal_id = models.UUIDField(default=uuid.uuid4, editable=False, unique=True)
    state = models.CharField(max_length=9, choices=State.choices, default=State.OPEN)
    done = EncryptedText(key="data_key", default="")  # "we did"
    begun_at = models.DateTimeField(auto_now_add=True)
    due_on = models.DateField(null=True, blank=True)  # from the moment on when enough people were heard
    handed_on_at = models.DateTimeField(null=True, blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)

    register = Register(
        subjects=("leader", "manager"),
        what=_("what came back from skip-level talks"),
        seen_by=_("the leader; the manager once it was handed on; the team once it was answered"),
        words_of="leader",
        kept_since="begun_at",
        id=technical(),
        leader=_fact(_("To know who listened")),
        manager=_fact(_("To know who gets it")),
        data_key=technical(),
        seal_id=technical(),
        state=_fact(_("So that nobody waits without an answer")),
        done=between_two(_("To say what was done")),
        begun_at=_fact(_("So that nobody waits without an answer")),
        due_on=_fact(_("So that nobody waits without an answer")),
        handed_on_at=_fact(_("So that nobody waits without an answer")),
        answered_at=_fact(_("So that nobody waits without an answer")),
    )

    class Meta:
        ordering = ["-begun_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["leader", "manager"], condition=models.Q(state="open"), name="one_open_retelling"
            )
        ]

    @property
    def is_open(self) -> bool:
        return self.state == self.State.OPEN


class SkipTalk(models.Model):
    """Half an hour of a leader with somebody two or more levels below. The manager is told before, with the purpose.

    The purpose is one of a few, so that a notice cannot carry words about a person.
    """

    class Purpose(models.TextChoices):
        KNOW = "know", _("To know each other and the work")
        HINDRANCES = "hindrances", _("What helps the work and what hinders it")
        CHANGE = "change", _("How a change arrives")
        FUTURE = "future", _("What you want to learn and do next")

    class State(models.TextChoices):
        PLANNED = "planned", _("Planned")
        HELD = "held", _("Held")
        CALLED_OFF = "called_off", _("Called off")

    leader = models.ForeignKey(Person, models.PROTECT, related_name="+")
    person = models.ForeignKey(Person, models.PROTECT, related_name="+")
    manager = models.ForeignKey(Person, models.PROTECT, related_name="+")  # who was told
    retelling = models.ForeignKey(
        Retelling, models.SET_NULL, null=True, blank=True, related_name="talks"
    )  # of what was heard, once it was held
    data_key = models.OneToOneField(DataKey, models.SET_NULL, null=True, related_name="+")
    purpose = models.CharField(max_length=10, choices=Purpose.choices)
    starts_at = models.DateTimeField()
    minutes = models.PositiveSmallIntegerField(default=TALK_MINUTES)
    state = models.CharField(max_length=10, choices=State.choices, default=State.PLANNED)
    invited_at = models.DateTimeField(auto_now_add=True)

    register = Register(
        subjects=("leader", "person", "manager"),
        what=_("skip-level talks"),
        seen_by=_("you two; the manager between you sees that and why you meet, no words"),
        kept_since="invited_at",
        id=technical(),
        leader=_fact(_("To know who meets")),
        person=_fact(_("To know who meets")),
        manager=_fact(_("To tell the manager before")),
        retelling=technical(),
        data_key=technical(),
        purpose=_fact(_("To tell the manager before")),
        starts_at=_fact(_("To meet")),
        minutes=_fact(_("To meet")),
        state=_fact(_("So that everybody gets a turn")),
        invited_at=_fact(_("So that everybody gets a turn")),
    )

    class Meta:
        ordering = ["-starts_at"]
        indexes = [models.Index(fields=["leader", "state", "starts_at"])]
        constraints = [
            models.UniqueConstraint(
                fields=["leader", "person"], condition=models.Q(state="planned"), name="one_planned_skip_talk"
            )
        ]

    def other(self, person_id: int | None) -> Person:
        """The other one of the two."""
        return self.person if person_id == self.leader_id else self.leader


class Topic(models.Model):
    """What one of the two wants to talk about. Nobody else opens it."""

    talk = models.ForeignKey(SkipTalk, models.CASCADE, related_name="topics")
    author = models.ForeignKey(Person, models.PROTECT, related_name="+")
    seal_id = models.UUIDField(default=uuid.uuid4, editable=False, unique=True)
    text = EncryptedText(key="talk.data_key")
    made_at = models.DateTimeField(auto_now_add=True)

    register = Register(
        subjects=("talk.leader", "talk.person"),
        what=_("topics of skip-level talks"),
        seen_by=_("you two"),
        words_of="author",
        kept_since="made_at",
        id=technical(),
        talk=technical(),
        author=between_two(_("To show who brought it")),
        seal_id=technical(),
        text=between_two(_("To prepare the talk")),
        made_at=between_two(_("To order what was brought")),
    )

    class Meta:
        ordering = ["made_at", "pk"]


class Theme(models.Model):
    """One thing heard from several people, in the leader's own words. Who said it is checked and not stored."""

    retelling = models.ForeignKey(Retelling, models.CASCADE, related_name="themes")
    seal_id = models.UUIDField(default=uuid.uuid4, editable=False, unique=True)
    text = EncryptedText(key="retelling.data_key")
    made_at = models.DateTimeField(auto_now_add=True)

    register = Register(
        subjects=("retelling.leader", "retelling.manager"),
        what=_("themes of skip-level talks"),
        seen_by=_("the leader; the manager once it was handed on; the team once it was answered"),
        words_of="retelling.leader",
        kept_since="made_at",
        id=technical(),
        retelling=technical(),
        seal_id=technical(),
        text=between_two(_("So that something changes")),
        made_at=between_two(_("To order what was heard")),
    )

    class Meta:
        ordering = ["made_at", "pk"]


class Reading(models.Model):
    """One person of the team who gets the answer: the team on the day it was given."""

    retelling = models.ForeignKey(Retelling, models.CASCADE, related_name="readings")
    person = models.ForeignKey(Person, models.PROTECT, related_name="+")
    given_at = models.DateTimeField(auto_now_add=True)

    register = Register(
        subjects=("person",),
        what=_("answers to your team after skip-level talks"),
        seen_by=_("you, your team, its manager and the leader"),
        kept_since="given_at",
        id=technical(),
        retelling=technical(),
        person=_fact(_("To know who gets the answer")),
        given_at=_fact(_("To know since when")),
    )

    class Meta:
        ordering = ["-given_at"]
        constraints = [models.UniqueConstraint(fields=["retelling", "person"], name="one_reading_each")]


class GroupTalk(models.Model):
    """An hour of a leader with five to eight people two levels below; no word of it is written down here."""

    leader = models.ForeignKey(Person, models.PROTECT, related_name="+")
    purpose = models.CharField(max_length=10, choices=SkipTalk.Purpose.choices)
    starts_at = models.DateTimeField()
    minutes = models.PositiveSmallIntegerField(default=GROUP_MINUTES)
    state = models.CharField(max_length=10, choices=SkipTalk.State.choices, default=SkipTalk.State.PLANNED)
    invited_at = models.DateTimeField(auto_now_add=True)

    register = Register(
        subjects=("leader",),
        what=_("group talks with your people"),
        seen_by=_("those invited, and their managers: that and why you meet, no words"),
        kept_since="invited_at",
        id=technical(),
        leader=_fact(_("To know who meets")),
        purpose=_fact(_("To tell the manager before")),
        starts_at=_fact(_("To meet")),
        minutes=_fact(_("To meet")),
        state=_fact(_("So that everybody gets a turn")),
        invited_at=_fact(_("So that everybody gets a turn")),
    )

    class Meta:
        ordering = ["-starts_at"]


class Place(models.Model):
    """One person of a group and their manager, as they were on the day of the invitation."""

    class State(models.TextChoices):
        INVITED = "invited", _("Invited")
        COMING = "coming", _("Comes")
        CANNOT = "cannot", _("Can’t come")
        THERE = "there", _("Was there")
        MISSED = "missed", _("Was not there")

    group = models.ForeignKey(GroupTalk, models.CASCADE, related_name="places")
    person = models.ForeignKey(Person, models.PROTECT, related_name="+")
    manager = models.ForeignKey(Person, models.PROTECT, related_name="+")  # who was told
    retelling = models.ForeignKey(Retelling, models.SET_NULL, null=True, blank=True, related_name="places")
    state = models.CharField(max_length=7, choices=State.choices, default=State.INVITED)
    placed_at = models.DateTimeField(auto_now_add=True)

    register = Register(
        subjects=("person", "manager"),
        what=_("places in group talks"),
        seen_by=_("the group and its leader; your manager sees that you are invited"),
        kept_since="placed_at",
        id=technical(),
        group=technical(),
        person=_fact(_("To know who meets")),
        manager=_fact(_("To tell the manager before")),
        retelling=technical(),
        state=_fact(_("So that everybody gets a turn")),
        placed_at=_fact(_("So that everybody gets a turn")),
    )

    class Meta:
        ordering = ["person__name", "pk"]
        constraints = [models.UniqueConstraint(fields=["group", "person"], name="one_place_each")]
