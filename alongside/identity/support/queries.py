"""Reading support access: what is open, what was, and whose session this is."""

from __future__ import annotations

from django.contrib.sessions.backends.base import SessionBase
from django.db.models import QuerySet
from django.utils import timezone

from alongside.core.actor import Actor
from alongside.identity.models import SupportAccess
from alongside.identity.policies import can_open_support

SESSION_KEY = "support_access"
MOST_NAMED = 5


def accesses_visible_to(actor: Actor) -> QuerySet[SupportAccess]:
    """Every access, the newest first, for administrators."""
    rows = SupportAccess.objects.order_by("-pk")
    return rows if can_open_support(actor) else rows.none()


def open_accesses(actor: Actor) -> list[SupportAccess]:
    """For the line above every page of an administrator. Nothing is asked for others."""
    if not can_open_support(actor):
        return []
    return list(live(accesses_visible_to(actor))[:MOST_NAMED])


def access_in(session: SessionBase) -> SupportAccess | None:
    """The access this session was begun with, if it is still open: asked on every request, so ending it ends it."""
    number = session.get(SESSION_KEY)
    if not number:
        return None
    return live(SupportAccess.objects.filter(pk=number)).first()


def live_access(digest: str) -> SupportAccess | None:
    """The open access with this key."""
    return live(SupportAccess.objects.filter(digest=digest)).first()


def live(rows: QuerySet[SupportAccess]) -> QuerySet[SupportAccess]:
    """Those whose key opens something now; the same as `SupportAccess.is_open`."""
    return rows.filter(ended_at=None, ends_at__gt=timezone.now())
