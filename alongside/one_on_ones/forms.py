"""What is well formed in a 1:1."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from alongside.one_on_ones.models import AgendaItem

LONGEST_ITEM = 2_000


class ItemForm(forms.Form):
    text = forms.CharField(
        label=_("What do you want to talk about?"),
        max_length=LONGEST_ITEM,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    visibility = forms.ChoiceField(
        label=_("Who sees it"),
        choices=AgendaItem.Visibility.choices,
        initial=AgendaItem.Visibility.SHARED,
        required=False,
        widget=forms.RadioSelect,
    )

    def clean_visibility(self) -> str:
        return self.cleaned_data["visibility"] or AgendaItem.Visibility.SHARED
