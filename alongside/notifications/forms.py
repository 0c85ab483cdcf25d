"""What is well formed in a choice of news."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from alongside.notifications.models import Preference


class PreferenceForm(forms.Form):
    routine = forms.ChoiceField(
        label=_("How do you want to hear of news?"),
        help_text=_("News: a topic was added, a talk was closed, something was answered."),
        choices=Preference.Routine.choices,
        widget=forms.RadioSelect,
    )
