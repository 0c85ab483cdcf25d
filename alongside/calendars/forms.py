"""What is well formed about calendars."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from alongside.calendars.models import Booking, Connection, Feed
from alongside.core import outbound
from alongside.core.addresses import Blocked


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


class ConnectionForm(forms.Form):
    """A calendar by CalDAV: its address, and what opens it."""

    address = forms.CharField(
        label=_("Address of your calendar"),
        max_length=2_000,
        help_text=_(
            "The CalDAV address of the one calendar you plan with, for example https://calendar.example.com/dav/eve/work/"
        ),
        widget=forms.TextInput(attrs={"inputmode": "url", "autocomplete": "off", "spellcheck": "false"}),
    )
    user_name = forms.CharField(
        label=_("Name for signing in there"),
        max_length=200,
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "none"}),
    )
    secret = forms.CharField(
        label=_("App password"),
        max_length=500,
        strip=False,
        help_text=_(
            "Make one for Alongside at your calendar, so that you can end it there as well. Never your main password."
        ),
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )

    def clean_address(self) -> str:
        address: str = self.cleaned_data["address"].strip()
        try:
            outbound.check(address)
        except Blocked as problem:
            raise forms.ValidationError(Connection.State.FORBIDDEN.label) from problem
        return address

    def clean_user_name(self) -> str:
        name: str = self.cleaned_data["user_name"].strip()
        if ":" in name:
            raise forms.ValidationError(_("A name for signing in holds no colon."))
        return name
