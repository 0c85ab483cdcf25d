"""What is well formed in a 1:1."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from zoneinfo import ZoneInfo

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from alongside.one_on_ones import notes
from alongside.one_on_ones.models import AgendaItem, Series
from alongside.one_on_ones.pasting import MOST_LINES, lines_of
from alongside.one_on_ones.questions import Theme
from alongside.one_on_ones.recurrence import MAX_LENGTH
from alongside.one_on_ones.words import THEME_WORDS
from alongside.people.models import Person

LONGEST_ITEM = 2_000
LONGEST_PASTE = 40_000
LONGEST_SUMMARY = 4_000
SHORTEST, LONGEST = 10, 180  # minutes
NO_DAY = _("Choose the first day.")
NO_TIME = _("Choose a time, for example 10:30.")
NO_LENGTH = _("Choose between 10 and 180 minutes.")


class ItemForm(forms.Form):
    """One topic; several lines are shown as several topics first, and one tap decides."""

    text = forms.CharField(
        label=_("Add a topic"),
        max_length=LONGEST_PASTE,
        widget=forms.Textarea(attrs={"rows": 1, "class": "one-line"}),
    )
    visibility = forms.ChoiceField(
        label=_("Who sees it"),
        choices=AgendaItem.Visibility.choices,
        initial=AgendaItem.Visibility.SHARED,
        required=False,
        widget=forms.RadioSelect,
    )
    split = forms.ChoiceField(choices=[("lines", ""), ("one", "")], required=False)

    lines: list[str]

    def clean_visibility(self) -> str:
        return self.cleaned_data["visibility"] or AgendaItem.Visibility.SHARED

    def clean(self) -> dict[str, object]:
        text, split = self.cleaned_data.get("text", ""), self.cleaned_data.get("split")
        self.lines = lines_of(text) if split != "one" else [text]
        if len(self.lines) > MOST_LINES:
            self.add_error(
                "text", _("That is a long list. Paste up to %(n)s lines at a time.") % {"n": MOST_LINES}
            )
        elif any(len(line) > LONGEST_ITEM for line in self.lines):
            self.add_error("text", _("A topic has up to %(n)s characters.") % {"n": LONGEST_ITEM})
        return self.cleaned_data

    @property
    def asks_how(self) -> bool:
        """Several lines, and nobody has said yet whether they are one topic."""
        return self.is_valid() and len(self.lines) > 1 and not self.cleaned_data["split"]


class TopicByLinkForm(forms.Form):
    text = forms.CharField(
        label=_("Your topic"),
        max_length=LONGEST_ITEM,
        help_text=_("Only the two of you read it. Nobody in HR."),
        widget=forms.Textarea(attrs={"rows": 2}),
    )


class ItemEditForm(forms.Form):
    text = forms.CharField(
        label=_("Your topic"), max_length=LONGEST_ITEM, widget=forms.Textarea(attrs={"rows": 2})
    )
    theme = forms.ChoiceField(
        label=_("What it is about"),
        required=False,
        choices=[("", _("Not chosen")), *((theme.value, THEME_WORDS[theme]) for theme in Theme)],
    )
    version = forms.IntegerField(widget=forms.HiddenInput)


class MoveForm(forms.Form):
    """A day and a time of day, in the zone of the reader."""

    day = forms.DateField(
        label=_("Day"), widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date", "class": "short"})
    )
    time = forms.TimeField(
        label=_("Time"), widget=forms.TimeInput(format="%H:%M", attrs={"type": "time", "class": "short"})
    )
    version = forms.IntegerField(widget=forms.HiddenInput)

    @property
    def starts_at(self) -> datetime:
        local = datetime.combine(self.cleaned_data["day"], self.cleaned_data["time"])
        return timezone.make_aware(local)


class WhenForm(forms.Form):
    """From when on, at what time and how long, in the zone of the series."""

    first_on = forms.DateField(
        label=_("First day"),
        help_text=_("The weekday of this day is the weekday of your 1:1."),
        error_messages={"required": NO_DAY, "invalid": NO_DAY},
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date", "class": "short"}),
    )
    starts_at = forms.TimeField(
        label=_("Time"),
        error_messages={"required": NO_TIME, "invalid": NO_TIME},
        widget=forms.TimeInput(format="%H:%M", attrs={"type": "time", "class": "short"}),
    )
    minutes = forms.IntegerField(
        label=_("Minutes"),
        min_value=SHORTEST,
        max_value=LONGEST,
        error_messages=dict.fromkeys(("required", "invalid", "min_value", "max_value"), NO_LENGTH),
        widget=forms.NumberInput(attrs={"class": "short"}),
    )
    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: object, zone: str = "", **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        if zone and ZoneInfo(zone) != timezone.get_current_timezone():
            self.fields["starts_at"].help_text = _("In the time of %(zone)s.") % {"zone": zone}


class RhythmForm(WhenForm):
    """How often and when."""

    cadence = forms.ChoiceField(
        label=_("How often"),
        error_messages={"required": _("Choose how often you meet.")},
        choices=[one for one in Series.Cadence.choices if one[0] != Series.Cadence.CUSTOM],
        widget=forms.RadioSelect,
    )
    field_order: tuple[str, ...] = ("cadence", "first_on")


class SeveralForm(RhythmForm):
    """One rhythm for several people of a team; `version` is for the rhythm of a pair that exists."""

    people = forms.TypedMultipleChoiceField(
        label=_("With whom"),
        coerce=int,
        error_messages={"required": _("Choose at least one person.")},
        widget=forms.CheckboxSelectMultiple,
    )
    version = None  # type: ignore[assignment]  # this is how Django leaves a field out
    field_order = ("people", "cadence", "minutes", "first_on", "starts_at")

    def __init__(self, *args: object, team: Iterable[Person], zone: str = "", **kwargs: object) -> None:
        super().__init__(*args, zone=zone, **kwargs)
        choices = [(person.pk, person.name) for person in team]
        self.fields["people"].choices = choices  # type: ignore[attr-defined]
        self.fields["first_on"].help_text = _("From this day on, on working days of both of you.")
        self.fields["starts_at"].label = _("Time of the first talk")
        self.fields["starts_at"].help_text = _(
            "The others follow one by one, on later days from 9:00 on, where you have no other 1:1 and nobody is away."
        )


class OwnRhythmForm(WhenForm):
    """A rule that people bring along, with its dates to look at first."""

    recurrence = forms.CharField(
        label=_("Your rule"),
        max_length=MAX_LENGTH,
        help_text=_("As calendars write it (RFC 5545), for example FREQ=MONTHLY;BYDAY=1TU,3TU"),
        widget=forms.TextInput(attrs={"autocapitalize": "characters", "spellcheck": "false"}),
    )
    field_order = ("recurrence", "first_on")

    def __init__(self, *args: object, zone: str = "", **kwargs: object) -> None:
        super().__init__(*args, zone=zone, **kwargs)
        self.fields["first_on"].help_text = _(
            "The rule begins on this day or the first one after it that fits."
        )

    def clean(self) -> dict[str, object]:
        return {**self.cleaned_data, "cadence": Series.Cadence.CUSTOM}


class RatingForm(forms.Form):
    """Two questions after every fourth talk."""

    useful = forms.TypedChoiceField(
        label=_("How useful were your last talks to you?"),
        coerce=int,
        choices=[
            (1, _("1, not useful")),
            (2, _("2, a little")),
            (3, _("3, fairly")),
            (4, _("4, useful")),
            (5, _("5, very useful")),
        ],
        widget=forms.RadioSelect,
    )
    employee_talked = forms.IntegerField(
        label="",
        help_text=_("From never on the left to the whole time on the right. A guess is enough."),
        min_value=0,
        max_value=100,
        initial=50,
        widget=forms.NumberInput(attrs={"type": "range", "step": 10}),
    )

    def __init__(self, *args: object, employee: str, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        asked = _("How much of the time does %(name)s talk?") % {"name": employee}
        self.fields["employee_talked"].label = asked


class PauseForm(forms.Form):
    until = forms.DateField(
        label=_("Until"),
        required=False,
        help_text=_("The first day on which you go on. Leave it empty to pause until one of you resumes."),
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date", "class": "short"}),
    )


class TypedPersonForm(forms.Form):
    """Somebody of my team whom Alongside does not know yet."""

    name = forms.CharField(label=_("Their name"), max_length=200)
    email = forms.EmailField(
        label=_("Their e-mail"),
        required=False,
        help_text=_("Nothing is sent to them. It helps to find them when your company loads its people."),
    )


class NoteForm(forms.Form):
    """A note saved without scripts; what it begins from is its version, 0 where it is new."""

    text = forms.CharField(required=False, strip=False)
    version = forms.IntegerField(min_value=0)
    meeting_id = forms.IntegerField(required=False)
    visibility = forms.ChoiceField(choices=AgendaItem.Visibility.choices, required=False)

    def clean_text(self) -> str:
        return notes.tidy(self.cleaned_data["text"])

    def clean_visibility(self) -> str:
        return self.cleaned_data["visibility"] or AgendaItem.Visibility.SHARED


class HandoverSummaryForm(forms.Form):
    """The employee's words for a new manager."""

    text = forms.CharField(
        label=_("What your new manager should know"),
        required=False,
        max_length=LONGEST_SUMMARY,
        widget=forms.Textarea(attrs={"rows": 5}),
    )


class HandoverNoteForm(forms.Form):
    """The words of the manager before."""

    text = forms.CharField(
        label=_("Your note"),
        required=False,
        max_length=LONGEST_SUMMARY,
        widget=forms.Textarea(attrs={"rows": 5}),
    )
