"""What is well formed about support access."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

HOURS = [(1, _("1 hour")), (4, _("4 hours")), (8, _("8 hours")), (24, _("24 hours"))]


class SupportForm(forms.Form):
    name = forms.CharField(label=_("Name of the supporter"), max_length=160)
    company = forms.CharField(label=_("Their company"), max_length=160, required=False)
    contact = forms.CharField(label=_("E-mail or phone"), max_length=254)
    reason = forms.CharField(label=_("What for?"), max_length=300, widget=forms.Textarea(attrs={"rows": 2}))
    hours = forms.TypedChoiceField(label=_("For how long?"), choices=HOURS, coerce=int, initial=4)


class SupportKeyForm(forms.Form):
    key = forms.CharField(
        label=_("Your key"),
        max_length=80,
        widget=forms.PasswordInput(attrs={"autocomplete": "off", "data-sensitive": ""}),
    )
