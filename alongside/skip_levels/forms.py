"""What is well formed in a skip-level talk."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from alongside.people.models import Person
from alongside.skip_levels.models import SkipTalk
from alongside.skip_levels.policies import FEWEST_IN_GROUP, MOST_IN_GROUP

LONGEST_TOPIC = 2_000
LONGEST_ANSWER = 4_000


class InvitationForm(forms.Form):
    """Why, on which day and at what time, in the zone of the reader."""

    purpose = forms.ChoiceField(
        label=_("Purpose"),
        choices=SkipTalk.Purpose.choices,
        widget=forms.RadioSelect,
        help_text=_("Both of them read it."),
    )
    day = forms.DateField(
        label=_("Day"), widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date", "class": "short"})
    )
    time = forms.TimeField(
        label=_("Time"), widget=forms.TimeInput(format="%H:%M", attrs={"type": "time", "class": "short"})
    )

    @property
    def starts_at(self) -> datetime:
        local = datetime.combine(self.cleaned_data["day"], self.cleaned_data["time"])
        return timezone.make_aware(local)


class GroupForm(InvitationForm):
    """How many, beside why and when. Who it is follows from whose turn it is."""

    size = forms.TypedChoiceField(
        label=_("How many people"),
        coerce=int,
        choices=[(n, str(n)) for n in range(FEWEST_IN_GROUP, MOST_IN_GROUP + 1)],
        initial=MOST_IN_GROUP,
        widget=forms.Select(attrs={"class": "short"}),
        help_text=_("Whose turn it is is decided by order. If somebody can’t come, the next one is invited."),
    )
    field_order = ("purpose", "size")

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        self.fields["purpose"].help_text = _("Everybody invited and their managers read it.")


class AttendanceForm(forms.Form):
    """Who was there."""

    there = forms.TypedMultipleChoiceField(
        label=_("Who was there?"), coerce=int, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args: object, people: Iterable[Person], **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        self.fields["there"].choices = [(person.pk, person.name) for person in people]  # type: ignore[attr-defined]


class TopicForm(forms.Form):
    text = forms.CharField(
        label=_("Add a topic"), max_length=LONGEST_TOPIC, widget=forms.Textarea(attrs={"rows": 2})
    )


class ThemeForm(forms.Form):
    """A theme in the leader's words, and from whom it was heard: checked, and not kept."""

    text = forms.CharField(
        label=_("What did you hear?"),
        max_length=LONGEST_TOPIC,
        help_text=_("In your own words, so that nobody is known by how they speak."),
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    heard_from = forms.TypedMultipleChoiceField(
        label=_("From whom?"),
        coerce=int,
        help_text=_("Two people or more. It is checked and not stored; nobody sees it."),
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, *args: object, people: Iterable[Person], **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        self.fields["heard_from"].choices = [(person.pk, person.name) for person in people]  # type: ignore[attr-defined]


class AnswerForm(forms.Form):
    done = forms.CharField(
        label=_("What did you do?"),
        max_length=LONGEST_ANSWER,
        help_text=_("Also what stays as it is, and why. The team reads the themes above it."),
        widget=forms.Textarea(attrs={"rows": 4}),
    )
