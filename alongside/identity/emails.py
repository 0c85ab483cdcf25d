"""Every mail about signing in. Only ever to the address of an account, and only if its person is invited."""

from __future__ import annotations

from email.utils import parseaddr

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string
from django.utils import translation

from alongside.identity import codes
from alongside.identity.bearers import bearers
from alongside.identity.models import Account, LinkedIdentity, OneTimeCode


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
    _send("one_time_code", context, to=account.email, key=f"one-time-code-{row.pk}", language=row.language)
    return True


def identity_linked(link: LinkedIdentity, language: str) -> bool:
    """Tell the person that a sign-in elsewhere opens their account from now on."""
    account = link.account
    if account.email is None or not account.is_open:
        return False
    context: dict[str, object] = {"provider": link.provider.name, "base_url": settings.BASE_URL}
    _send("identity_linked", context, to=account.email, key=f"identity-linked-{link.pk}", language=language)
    return True


def second_factor_forgotten(account: Account) -> None:
    """Tell the person, who has an address, that their lost second factor counts no more."""
    if account.email is None:
        return
    context: dict[str, object] = {"base_url": settings.BASE_URL}
    moment = account.rights_changed_at
    key = f"second-factor-forgotten-{account.pk}-{moment:%Y%m%d%H%M%S}"
    _send(
        "second_factor_forgotten", context, to=account.email, key=key, language=bearers().language_of(account)
    )


def _send(name: str, context: dict[str, object], *, to: str, key: str, language: str) -> None:
    host = parseaddr(settings.DEFAULT_FROM_EMAIL)[1].rpartition("@")[2] or "localhost"
    with translation.override(language or settings.LANGUAGE_CODE):
        mail = EmailMultiAlternatives(
            subject=" ".join(render_to_string(f"identity/email/{name}.subject.txt", context).split()),
            body=render_to_string(f"identity/email/{name}.txt", context),
            to=[to],
            headers={"Message-ID": f"<{key}@{host}>", "Auto-Submitted": "auto-generated"},
        )
        mail.attach_alternative(render_to_string(f"identity/email/{name}.html", context), "text/html")
    mail.send()
