"""What is well formed in an endpoint."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from alongside.webhooks.events import TYPES, words_of


class EndpointForm(forms.Form):
    name = forms.CharField(
        label=_("What is it for?"), max_length=80, help_text=_("For example: the intranet")
    )
    url = forms.CharField(
        label=_("Address"), max_length=2000, help_text=_("https://, on the public internet"),
        widget=forms.URLInput(attrs={"inputmode": "url", "autocomplete": "off"}),
    )  # fmt: skip
    events = forms.MultipleChoiceField(
        label=_("Only these events"),
        choices=[(one, words_of(one)) for one in TYPES],
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Nothing chosen: all of them."),
    )
