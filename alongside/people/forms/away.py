"""What is well formed about days away and about who stands in."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext_lazy as _

from alongside.people.forms.company import PersonField
from alongside.people.models import Person


def day_field(label: Any) -> forms.DateField:
    """A day, with the browser's own calendar."""
    return forms.DateField(label=label, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))


class AbsenceForm(forms.Form):
    first_day = day_field(_("First day away"))
    last_day = day_field(_("Last day away"))


class DelegationForm(forms.Form):
    to = PersonField(
        label=_("E-mail of the colleague who stands in"),
        help_text=_(
            "They see your team in their list and are named on your page. They read none of your 1:1s."
        ),
    )
    first_day = day_field(_("From"))
    last_day = day_field(_("Until, at most 180 days"))

    def __init__(self, *args: Any, people: QuerySet[Person], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["to"].queryset = people  # type: ignore[attr-defined]


class WorkingDaysForm(forms.Form):
    """The weekdays somebody works; none chosen means those of their site."""

    working_days = forms.TypedMultipleChoiceField(
        label=_("Weekdays on which you work"),
        coerce=int,
        required=False,
        choices=[(number + 1, name) for number, name in WEEKDAYS.items()],
        help_text=_(
            "Leave it empty if you work on the days of your site. Nothing is expected on other days."
        ),
        widget=forms.CheckboxSelectMultiple,
    )
