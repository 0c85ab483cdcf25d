"""The worker's door to identity."""

from __future__ import annotations

from datetime import timedelta

from django.tasks import task
from django.utils import timezone

from alongside.identity import codes, emails, limits
from alongside.identity.models import Device, OneTimeCode
from alongside.identity.session_store import SessionStore


@task
def send_code(code_id: int) -> None:
    """Mail one code, unless it was sent, used or lapsed meanwhile, or nobody here has the address."""
    row = (
        OneTimeCode.objects.select_related("account").filter(pk=code_id, used_at=None, ended_at=None).first()
    )
    if row is None or row.expires_at <= timezone.now():
        return
    if row.sealed and emails.one_time_code(row):
        OneTimeCode.objects.filter(pk=row.pk).update(sealed=b"")


@task
def forget_old() -> None:
    """Delete what has lapsed: sessions, mailed codes, devices, counters."""
    SessionStore.clear_expired()
    limits.forget_old()
    codes.forget_old(timezone.now() - timedelta(days=1))
    Device.objects.filter(expires_at__lt=timezone.now() - timedelta(days=30)).delete()
