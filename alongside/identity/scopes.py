"""What a token may be used for: an area of the product, to read it or to change it. Pure functions.

"read" and "write" alone mean every area that is open to the token's owner. Whoever may change may read.
"""

from __future__ import annotations

from collections.abc import Collection

from django.utils.translation import gettext_lazy as _

READ, WRITE = "read", "write"
AREAS = {
    "directory": _("people, units, the chart, sites, days away"),
    "talks": _("my 1:1s and skip-level talks"),
    "actions": _("what was agreed"),
    "account": _("how I hear of news, my calendar, my data"),
    "administration": _("duties, HR partners, who leaves, invitations, imports"),
    "events": _("webhooks"),
}
SCOPES = (READ, WRITE, *(f"{area}:{may}" for area in AREAS for may in (READ, WRITE)))
# A token that belongs to no person sees nothing that people say to each other, and opens nothing that the
# administrator who makes it may not do.
SERVICE_SCOPES = ("directory:read", "events:read", "events:write")


def allows(scopes: Collection[str], area: str, *, to_change: bool) -> bool:
    """Whether a token with these scopes opens an area."""
    changes = {WRITE, f"{area}:{WRITE}"}
    return bool(set(scopes) & (changes if to_change else changes | {READ, f"{area}:{READ}"}))


def chosen(areas: Collection[str], may: Collection[str]) -> tuple[str, ...]:
    """The scopes for some areas (none named: all of them) and what may be done there."""
    if not areas:
        return tuple(one for one in (READ, WRITE) if one in may)
    return tuple(f"{area}:{one}" for area in AREAS if area in areas for one in (READ, WRITE) if one in may)
