"""What is well formed when people are invited."""

from __future__ import annotations

import re
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from alongside.identity.forms import DeviceChoice, NewPasswordForm
from alongside.invitations.models import Wave
from alongside.people.models import Unit
from alongside.people.templatetags.people import indented

LONGEST_LIST = 200_000


class WelcomeForm(NewPasswordForm, DeviceChoice):
    field_order = ["password", "device"]


class WaveForm(forms.Form):
    name = forms.CharField(
        label=_("What do you call this wave?"),
        max_length=120,
        help_text=_("For example: Managers of the works"),
    )
    reach = forms.ChoiceField(
        label=_("Who is invited?"), choices=Wave.Reach.choices, widget=forms.RadioSelect
    )
    unit: forms.ModelChoiceField[Unit] = forms.ModelChoiceField(
        label=_("Unit"), queryset=None, required=False
    )
    emails = forms.CharField(
        label=_("List"),
        required=False,
        max_length=LONGEST_LIST,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("E-mail addresses or personnel numbers, one a line or separated by commas."),
    )

    def __init__(
        self, *args: Any, units: QuerySet[Unit], tree: list[tuple[int, int, str]], **kwargs: Any
    ) -> None:
        """`tree`: (id, level from 0, name) of the units, in the order of the tree."""
        super().__init__(*args, **kwargs)
        self.fields["unit"].queryset = units  # type: ignore[attr-defined]
        rows = [(pk, indented(name, level)) for pk, level, name in tree]
        self.fields["unit"].choices = [("", ""), *rows]  # type: ignore[attr-defined]

    def clean_emails(self) -> list[str]:
        return [part for part in re.split(r"[\s,;]+", self.cleaned_data["emails"]) if part]

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        reach = cleaned.get("reach")
        if reach == Wave.Reach.UNIT and not cleaned.get("unit"):
            self.add_error("unit", _("Choose a unit."))
        if reach == Wave.Reach.LIST and not cleaned.get("emails"):
            self.add_error("emails", _("Write down at least one."))
        return cleaned
