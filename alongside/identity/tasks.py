"""The worker's door to identity."""

from __future__ import annotations

from datetime import timedelta

from django.tasks import task
from django.utils import timezone

from alongside.identity import codes, devices, emails, limits, queries
from alongside.identity.session_store import SessionStore


@task
def send_code(code_id: int) -> None:
    """Mail one code, unless it was sent, used or lapsed meanwhile, or nobody here has the address."""
    row = queries.code_to_send(code_id)
    if row is not None and row.sealed and emails.one_time_code(row):
        codes.note_sent(row)


@task
def announce_link(link_id: int, language: str) -> None:
    """Tell the person that an account elsewhere opens theirs from now on."""
    link = queries.link_to_announce(link_id)
    if link is not None:
        emails.identity_linked(link, language)


@task
def announce_forgotten_factor(account_id: int) -> None:
    """Tell the person that a second factor they lost counts no more."""
    account = queries.account_to_write_to(account_id)
    if account is not None:
        emails.second_factor_forgotten(account)


@task
def forget_old() -> None:
    """Throw away what has lapsed: sessions, mailed codes, devices, counters."""
    SessionStore.clear_expired()
    limits.forget_old()
    codes.forget_old(timezone.now() - timedelta(days=1))
    devices.forget_old()
