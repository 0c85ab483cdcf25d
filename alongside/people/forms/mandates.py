"""What is well formed about administering a unit."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from alongside.people.forms.away import day_field
from alongside.people.forms.company import PersonField
from alongside.people.forms.names import NameField
from alongside.people.models import Person, Site, Unit


class AdministrationForm(forms.Form):
    person = PersonField(label=_("E-mail of the person"))
    unit: forms.ModelChoiceField[Unit] = forms.ModelChoiceField(
        label=_("Unit, with everything below it"), queryset=None
    )
    last_day = day_field(_("Last day, if it ends by itself"))

    def __init__(self, *args: Any, people: QuerySet[Person], units: QuerySet[Unit], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["person"].queryset = people  # type: ignore[attr-defined]
        self.fields["unit"].queryset = units  # type: ignore[attr-defined]
        self.fields["last_day"].required = False


class EntryForm(forms.Form):
    name = NameField(label=_("Name"), max_length=200)
    site: forms.ModelChoiceField[Site] = forms.ModelChoiceField(
        label=_("Site"), queryset=None, required=False
    )

    def __init__(self, *args: Any, sites: QuerySet[Site], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["site"].queryset = sites  # type: ignore[attr-defined]
