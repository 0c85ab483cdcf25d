"""Example content for the style page, which shows every component in every state (core/style.html)."""

from typing import Any

from django import forms
from django.core.paginator import Page, Paginator
from django.utils.translation import gettext_lazy as _

from alongside.core.templatetags.core import icon_names

RHYTHMS = [("weekly", _("Every week")), ("fortnightly", _("Every two weeks")), ("monthly", _("Once a month"))]
CHANNELS = [("mail", _("By mail")), ("chat", _("In chat")), ("none", _("Not at all"))]


class ExampleForm(forms.Form):
    """One field of each kind that Alongside asks with."""

    title = forms.CharField(label=_("What is it about?"), help_text=_("A few words are enough."))
    words = forms.CharField(label=_("Your words"), required=False, widget=forms.Textarea(attrs={"rows": 4}))
    day = forms.DateField(label=_("When"), widget=forms.DateInput(attrs={"type": "date", "class": "short"}))
    rhythm = forms.ChoiceField(label=_("How often you meet"), choices=RHYTHMS)
    channel = forms.ChoiceField(label=_("How we remind you"), choices=CHANNELS, widget=forms.RadioSelect)
    told = forms.BooleanField(label=_("Tell Eva by mail as well"), required=False)


class NavigationItem:
    """One entry of the main navigation, as base.html expects it."""

    def __init__(self, label: str, icon: str, shortcut: str, *, is_current: bool = False) -> None:
        self.label, self.icon, self.shortcut, self.is_current = label, icon, shortcut, is_current
        self.url = f"#{icon}"


def navigation() -> list[NavigationItem]:
    """Six entries: one more than the phone's tab bar has places."""
    return [
        NavigationItem("Today", "sun", "g t", is_current=True),
        NavigationItem("My team", "users", "g m"),
        NavigationItem("1:1s", "message-circle", "g o"),
        NavigationItem("Goals", "target", "g g"),
        NavigationItem("HR and I", "handshake", "g h"),
        NavigationItem("Directory", "building-2", "g d"),
    ]


def third_page() -> Page[int]:
    """The third of nine pages."""
    return Paginator(range(90), 10).page(3)


def example_context() -> dict[str, Any]:
    """All that core/style.html needs beside the request: chrome, navigation, forms, labels of audience."""
    wrong = ExampleForm({"title": "", "words": "Half a sentence", "day": "soon", "rhythm": "weekly"})
    wrong.is_valid()
    return {
        "navigation": navigation(),
        "person_name": "Petra Novak",
        "chrome": {
            "home_url": "#home",
            "search_url": "#search",
            "help_url": "#help",
            "privacy_url": "#privacy",
            "sign_out_url": "#out",
            "account_note": "Team lead, line 3",
            "account_links": [
                {"label": "My account", "url": "#account", "icon": "circle-user-round"},
                {"label": "My data", "url": "#data", "icon": "shield-check"},
            ],
            "company": "Brightwater",
        },
        "form": ExampleForm(auto_id="good_%s"),
        "wrong_form": wrong,
        "page": third_page(),
        "seen_two": {
            "names": ["Eva Vondrova", "Petra Novak"],
            "words": _("Eva and you. Nobody in HR, also after a new manager."),
            "url": "#seen",
        },
        "seen_me": {
            "names": ["Petra Novak"],
            "words": _("You alone, until you share it."),
            "url": "#seen",
            "is_private": True,
        },
        "views": [
            {"label": _("Open"), "url": "#open", "count": 4, "is_current": True},
            {"label": _("Agreed"), "url": "#agreed", "count": 12},
            {"label": _("Everything"), "url": "#all", "count": None},
        ],
        "tones": [
            "Eva Vondrova",
            "Milan Dvorak",
            "Sofia Lind",
            "Rachid Amrani",
            "Amara Okafor",
            "Jonas Weber",
            "Łucja Żak",
            "Ana",
        ],
        "themes": [("", _("As the device")), ("light", _("Light")), ("dark", _("Dark"))],
        "icons": sorted(icon_names()),
    }
