"""What is well formed in a 1:1."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from alongside.one_on_ones import notes
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
