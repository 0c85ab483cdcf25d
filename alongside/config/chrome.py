"""What surrounds every page: navigation, account menu, search, help."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from alongside.core.actor import ANONYMOUS
from alongside.core.web import Request
from alongside.people.queries import me


@dataclass(frozen=True)
class Place:
    """One entry of the navigation."""

    label: str | Promise
    url: str
    icon: str
    is_current: bool


PLACES = [
    (_("Today"), "home:today", "sun"),
    (_("1:1s"), "one_on_ones:series_list", "message-circle"),
    (_("Actions"), "commitments:commitment_list", "handshake"),
    (_("My team"), "people:team_detail", "sprout"),
    (_("People"), "people:person_list", "users"),
]

ACCOUNT_PLACES = [
    (_("My account"), "people:account_detail", "circle-user-round"),
    (_("What you are told"), "notifications:preference_detail", "bell"),
    (_("My data"), "records:my_data", "download"),
    (_("What concerns me"), "home:trace_list", "history"),
]


def chrome(request: Request) -> dict[str, Any]:
    """Context for base.html. Empty for people who are not signed in."""
    actor = getattr(request, "actor", ANONYMOUS)
    if actor.person_id is None:
        return {"chrome": {"home_url": "/"}}
    person = me(actor)
    return {
        "navigation": [
            Place(label, reverse(name), icon, _is_current(request.path, reverse(name)))
            for label, name, icon in PLACES
        ],
        "person_name": person.name,
        "theme": person.theme,
        "chrome": {
            "home_url": reverse("home:today"),
            "help_url": reverse("home:help_detail"),
            "privacy_url": reverse("home:record_list"),
            "search_url": reverse("people:person_list"),
            "sign_out_url": reverse("identity:session_delete"),
            # A shared device keeps nothing that somebody typed.
            "draft_store": "none" if getattr(request, "session", {}).get("is_shared") else "local",
            "account_links": _account_links(),
        },
    }


def _account_links() -> list[dict[str, Any]]:
    """The menu behind one's face."""
    return [{"label": label, "url": reverse(name), "icon": icon} for label, name, icon in ACCOUNT_PLACES]


def _is_current(path: str, url: str) -> bool:
    return path == url if url == "/" else path.startswith(url)
