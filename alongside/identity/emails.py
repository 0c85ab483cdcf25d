"""Every mail about signing in. Only ever to the address of an account, and only if its person is invited."""

from __future__ import annotations

from email.utils import parseaddr

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string
from django.utils import translation

from alongside.identity import codes
from alongside.identity.bearers import bearers
from alongside.identity.models import OneTimeCode


def one_time_code(row: OneTimeCode) -> bool:
    """Send the code in the language of the page that asked for it. False when there is nobody to send it to."""
    account = row.account
    if account is None or account.email is None or not account.is_open or not bearers().is_invited(account):
        return False
    context = {
        "code": codes.opened(row),
        "minutes": int(codes.LIFETIME[codes.Purpose(row.purpose)].total_seconds() // 60),
        "is_reset": row.purpose == OneTimeCode.Purpose.RESET,
        "base_url": settings.BASE_URL,
    }
    host = parseaddr(settings.DEFAULT_FROM_EMAIL)[1].rpartition("@")[2] or "localhost"
    with translation.override(row.language or settings.LANGUAGE_CODE):
        mail = EmailMultiAlternatives(
            subject=" ".join(render_to_string("identity/email/one_time_code.subject.txt", context).split()),
            body=render_to_string("identity/email/one_time_code.txt", context),
            to=[account.email],
            headers={"Message-ID": f"<one-time-code-{row.pk}@{host}>", "Auto-Submitted": "auto-generated"},
        )
        mail.attach_alternative(render_to_string("identity/email/one_time_code.html", context), "text/html")
    mail.send()
    return True
