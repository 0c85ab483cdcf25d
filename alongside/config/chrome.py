"""What surrounds every page: navigation, account menu, search, help."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Any

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from alongside.core.actor import ANONYMOUS, Actor
from alongside.core.web import Request
from alongside.home.tour import strip_of
from alongside.identity.support.queries import open_accesses
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
    (pgettext_lazy("navigation", "Actions"), "commitments:commitment_list", "handshake"),
    (_("My team"), "people:team_detail", "sprout"),
    (_("People"), "people:person_list", "users"),
]

# What a duty opens, under the own face: without it these pages would have no door.
DUTIES: list[tuple[str | Promise, str, str, set[str]]] = [
    (_("Administration"), "people:checklist_detail", "settings", {"administrator", "head_of_hr"}),
    (_("My units"), "people:administered_list", "users", {"unit_administrator"}),
    (_("Load people"), "people:import_list", "upload", {"hr_operations", "head_of_hr"}),
    (_("Invitations"), "invitations:wave_list", "send", {"hr_operations", "head_of_hr"}),
    (
        _("HR partners"),
        "people:coverage_list",
        "heart-handshake",
        {"administrator", "hr_operations", "head_of_hr"},
    ),
    (_("Who leaves"), "people:departure_list", "log-out", {"hr_operations", "head_of_hr"}),
    (
        _("Requests to be forgotten"),
        "records:erasure_request_list",
        "trash-2",
        {"hr_operations", "head_of_hr"},
    ),
    (_("Legal holds"), "records:hold_list", "lock", {"head_of_hr", "auditor"}),
]
OWN: list[tuple[str | Promise, str, str, set[str]]] = [
    (_("My account"), "people:account_detail", "circle-user-round", set()),
    (_("What you are told"), "notifications:preference_detail", "bell", set()),
    (_("Skip-level talks"), "skip_levels:talk_list", "message-circle", set()),
    (_("My data"), "records:my_data", "download", set()),
    (_("Take lists along"), "home:export_list", "file-text", set()),
    (_("What concerns me"), "home:trace_list", "history", set()),
]


def chrome(request: Request) -> dict[str, Any]:
    """Context for base.html. Empty for people who are not signed in."""
    actor = getattr(request, "actor", ANONYMOUS)
    if actor.person_id is None:
        return {"chrome": {"home_url": "/"}}
    person = me(actor)
    return {
        "navigation": [
            Place(label, _address(name), icon, _is_current(request.path, _address(name)))
            for label, name, icon in PLACES
        ],
        "person_name": person.name,
        "theme": person.theme,
        "tour": strip_of(actor, request.GET.get("tour", "")) if request.method == "GET" else None,
        "chrome": {
            "home_url": _address("home:today"),
            "help_url": _address("home:help_detail"),
            "tour_url": _address("home:tour_detail"),
            "privacy_url": _address("home:record_list"),
            "search_url": _address("people:person_list"),
            "support": open_accesses(actor),
            "support_url": _address("operations:support_list"),
            "sign_out_url": _address("identity:session_delete"),
            # A shared device keeps nothing that somebody typed.
            "draft_store": "none" if getattr(request, "session", {}).get("is_shared") else "local",
            "account_links": _account_links(actor),
        },
    }


@cache
def _address(name: str) -> str:
    """Of a page that takes nothing: the same on every page, so it is worked out once per process."""
    return reverse(name)


def _is_current(path: str, url: str) -> bool:
    return path == url if url == "/" else path.startswith(url)


def _account_links(actor: Actor) -> list[dict[str, str | Promise]]:
    return [
        {"label": label, "url": _address(name), "icon": icon}
        for label, name, icon, roles in (*DUTIES, *OWN)
        if not roles or roles & actor.roles
    ]
