"""What is well formed when somebody looks for people or asks about a day."""

from __future__ import annotations

from datetime import date

from django import forms
from django.utils.translation import gettext_lazy as _

from alongside.core.errors import Invalid
from alongside.people.calendar import today
from alongside.people.queries.directory import LONGEST_SEARCH, Asked

FIRST_DAY = date(1970, 1, 1)


class SearchForm(forms.Form):
    """Nothing here is refused: what cannot be meant is left out."""

    q = forms.CharField(required=False, max_length=LONGEST_SEARCH)
    unit = forms.IntegerField(required=False, min_value=1, max_value=2**62)
    site = forms.IntegerField(required=False, min_value=1, max_value=2**62)
    after = forms.CharField(required=False, max_length=600)

    def asked(self) -> Asked:
        """What the address asks for."""
        self.is_valid()
        meant = self.cleaned_data
        return Asked(
            words=meant.get("q") or "",
            unit=meant.get("unit"),
            site=meant.get("site"),
            after=meant.get("after") or "",
        )


def checked_day(day: date) -> date:
    """A day of the past, or today. Raises Invalid for others."""
    if not FIRST_DAY <= day <= today():
        raise Invalid("day", _("Choose a day of the past, or today."))
    return day


class DayForm(forms.Form):
    """A day of the past, or today."""

    day = forms.DateField(
        label=_("Which day?"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )

    def clean_day(self) -> date:
        try:
            return checked_day(self.cleaned_data["day"])
        except Invalid as problem:
            raise forms.ValidationError(str(problem.reason)) from problem


class TableForm(forms.Form):
    """Which page of the table behind the chart."""

    under = forms.IntegerField(required=False, min_value=1, max_value=2**62)
    after = forms.IntegerField(required=False, min_value=0, max_value=2**62)

    def asked(self) -> tuple[int | None, int]:
        """(the seat whose branch is shown, the seat after which the page begins)."""
        self.is_valid()
        return self.cleaned_data.get("under"), self.cleaned_data.get("after") or 0
