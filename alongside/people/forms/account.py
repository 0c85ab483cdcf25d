"""What is well formed in one's own preferences."""

from __future__ import annotations

from zoneinfo import available_timezones

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from alongside.people.forms.names import NameField

THEMES = [("", _("As my device")), ("light", _("Light")), ("dark", _("Dark"))]


def zone_choices(*, first: tuple[str, object] | None = None) -> list[tuple[str, object]]:
    """Every zone people live in, by its IANA name."""
    zones = sorted(
        zone
        for zone in available_timezones()
        if "/" in zone and not zone.startswith(("Etc/", "posix", "right"))
    )
    return [*([first] if first else []), ("UTC", "UTC"), *((zone, zone.replace("_", " ")) for zone in zones)]


class PreferencesForm(forms.Form):
    name = NameField(
        label=_("Your name, as colleagues see it"),
        max_length=200,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    locale = forms.ChoiceField(label=_("Language"), required=False)
    time_zone = forms.ChoiceField(label=_("Time zone"), required=False)
    theme = forms.ChoiceField(
        label=_("Light or dark"), choices=THEMES, required=False, widget=forms.RadioSelect
    )

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        languages = [("", _("As my browser")), *settings.LANGUAGES]
        self.fields["locale"].choices = languages  # type: ignore[attr-defined]
        self.fields["time_zone"].choices = zone_choices(first=("", _("As the company")))  # type: ignore[attr-defined]
