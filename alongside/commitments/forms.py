"""What is well formed in an action."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from alongside.commitments import rules
from alongside.people.calendar import today
from alongside.people.models import Person

LONGEST_TEXT = 500
LONGEST_REASON = 500


class DayInput(forms.DateInput):
    input_type = "date"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%d", attrs={"class": "short"})


class ActionForm(forms.Form):
    """Exactly one owner, exactly one date, a verb first."""

    prefix = "action"

    text = forms.CharField(
        label=_("What is to be done?"),
        max_length=LONGEST_TEXT,
        help_text=_("Begin with a verb: “Ask purchasing for two dates”."),
        widget=forms.Textarea(attrs={"rows": 1, "class": "one-line"}),
    )
    owner = forms.TypedChoiceField(label=_("Who does it?"), coerce=int, widget=forms.RadioSelect)
    due_on = forms.DateField(label=_("By when?"), widget=DayInput())
    cue = forms.CharField(
        label=_("A cue"),
        max_length=LONGEST_TEXT,
        required=False,
        help_text=_("“When the Tuesday meeting ends, I will write to them.” It helps to do it."),
    )

    @classmethod
    def for_two(cls, one: Person, other: Person, me: int, data: Any = None, text: str = "") -> ActionForm:
        """For an action between two people; me stands first and is proposed."""
        day = today()
        form = cls(data, initial={"text": text, "owner": me, "due_on": rules.proposed_due(day)})
        people = sorted((one, other), key=lambda person: person.pk != me)
        form.fields["owner"].choices = [  # type: ignore[attr-defined]
            (person.pk, _("You") if person.pk == me else person.first_name) for person in people
        ]
        form.fields["due_on"].widget.attrs |= {
            "min": day.isoformat(),
            "max": rules.latest_due(day).isoformat(),
        }
        return form


class RedateForm(forms.Form):
    due_on = forms.DateField(label=_("New date"), widget=DayInput())
    reason = forms.CharField(label=_("Why it moves"), max_length=LONGEST_REASON)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("initial", {"due_on": rules.proposed_due(today())})
        super().__init__(*args, **kwargs)


class DropForm(forms.Form):
    reason = forms.CharField(label=_("Why it is dropped"), max_length=LONGEST_REASON)


class ObstacleForm(forms.Form):
    words = forms.CharField(
        label=_("What stands in the way?"),
        max_length=LONGEST_REASON,
        help_text=_("HR reads this sentence and nothing else. Both of you see that HR was asked."),
        widget=forms.Textarea(attrs={"rows": 2}),
    )


class AnswerForm(forms.Form):
    words = forms.CharField(
        label=_("What you did, or why it has to stay"),
        max_length=LONGEST_REASON,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
