"""What is well formed when somebody leaves or takes over."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from alongside.people.forms.away import day_field
from alongside.people.forms.company import PersonField
from alongside.people.models import Person

AT_ONCE, ON_DAY = "at_once", "on_day"


class DepartureForm(forms.Form):
    when = forms.ChoiceField(
        label=_("When does the access end?"),
        choices=[(ON_DAY, _("at the end of a last day")), (AT_ONCE, _("now, at once"))],
        initial=ON_DAY,
        widget=forms.RadioSelect,
    )
    last_day = day_field(_("Last day"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["last_day"].required = False

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        if cleaned.get("when") == ON_DAY and not cleaned.get("last_day") and "last_day" not in self.errors:
            self.add_error("last_day", _("Choose the last day."))
        return cleaned

    def chosen(self) -> date | None:
        """The last day; None for at once."""
        return None if self.cleaned_data["when"] == AT_ONCE else self.cleaned_data["last_day"]


class TakeOverForm(forms.Form):
    person = PersonField(label=_("E-mail of the person who takes over"))

    def __init__(self, *args: Any, people: QuerySet[Person], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["person"].queryset = people  # type: ignore[attr-defined]
