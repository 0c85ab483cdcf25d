"""Opening and ending support access, and coming in with its key."""

from __future__ import annotations

import secrets
from datetime import timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from alongside.audit.services import record
from alongside.core.actor import ANONYMOUS, Actor
from alongside.core.errors import Invalid, Refused
from alongside.identity.models import SupportAccess
from alongside.identity.policies import can_look_as_supporter, can_open_support
from alongside.identity.services import digest_of
from alongside.identity.support import queries

LONGEST = timedelta(hours=24)
KEY_BYTES = 24


@transaction.atomic
def open_support(
    *, actor: Actor, name: str, contact: str, reason: str, hours: int, company: str = ""
) -> tuple[SupportAccess, str]:
    """Let a named supporter see the machine until then, 24 hours at most; the key is shown once."""
    can_open_support(actor).enforce()
    if not timedelta(0) < timedelta(hours=hours) <= LONGEST:
        raise Invalid("hours", _("At most 24 hours. Afterwards it can be opened anew."))
    key, now = f"support-{secrets.token_urlsafe(KEY_BYTES)}", timezone.now()
    access = SupportAccess.objects.create(
        name=name,
        company=company,
        contact=contact,
        reason=reason,
        digest=digest_of(key),
        opened_by_id=actor.me,
        opened_at=now,
        ends_at=now + timedelta(hours=hours),
    )
    record(actor, "identity.support_opened", subject=access, concerns=[actor.me], details={"hours": hours})
    return access, key


@transaction.atomic
def end_support(*, actor: Actor, access: SupportAccess) -> None:
    """The very next request with it is a stranger's. Twice is once."""
    can_open_support(actor).enforce()
    ended = queries.live(SupportAccess.objects.filter(pk=access.pk))
    if ended.update(ended_at=timezone.now(), ended_by_id=actor.person_id):
        record(actor, "identity.support_ended", subject=access, concerns=[access.opened_by_id])


@transaction.atomic
def begin_support(*, actor: Actor, key: str) -> SupportAccess:
    """Come in with the key. Raises Refused alike for a wrong, an old and an ended one."""
    access = queries.live_access(digest_of(key.strip()))
    if access is None:
        raise Refused(_("This key opens nothing, or its time is over."))
    SupportAccess.objects.filter(pk=access.pk, used_at=None).update(used_at=timezone.now())
    record(
        ANONYMOUS, "identity.support_begun", subject=access, concerns=[access.opened_by_id],
        purpose=f"support-access-{access.pk}",
    )  # fmt: skip
    return access


@transaction.atomic
def note_look(*, actor: Actor, page: str) -> None:
    """Every page a supporter opens is recorded before it is shown."""
    can_look_as_supporter(actor).enforce()
    if actor.support_id is None:
        return
    access = SupportAccess.objects.get(pk=actor.support_id)
    record(
        actor, "identity.support_looked", subject=access, concerns=[access.opened_by_id],
        purpose=f"support-access-{access.pk}", details={"page": page},
    )  # fmt: skip
