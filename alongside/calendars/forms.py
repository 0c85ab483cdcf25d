"""What is well formed about calendars."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from alongside.calendars.models import Booking, Feed


class TitleForm(forms.Form):
    title = forms.ChoiceField(
        label=_("What your calendar shows"),
        choices=Feed.Title.choices,
        widget=forms.RadioSelect,
        help_text=_("Whoever sees your calendar sees this. What you talk about is never in it."),
    )


class WayForm(forms.Form):
    way = forms.ChoiceField(
        label=_("Your 1:1s in your calendars"), choices=Booking.Way.choices, widget=forms.RadioSelect
    )
