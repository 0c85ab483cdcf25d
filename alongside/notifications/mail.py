"""Rendering one message in its reader's language and handing it to the mail server."""

from __future__ import annotations

import smtplib
from email.utils import parseaddr

from django.conf import settings
from django.core.mail import EmailMultiAlternatives, mailers
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone, translation

from alongside.notifications.models import Message
from alongside.notifications.return_paths import ReturnPath


class Unreachable(Exception):
    """The mail server can't be reached or does not greet: no fault of the mail that asked. The cause says more."""


def deliver(message: Message) -> None:
    """Send by SMTP with a Message-ID made from the message's key, so that a repeat can be recognised.

    Raises Unreachable before anything of this mail was sent; what comes later may be the mail's own fault.
    """
    mail = compose(message)
    server = mailers.default
    try:
        server.open()
    except (OSError, smtplib.SMTPException) as problem:
        raise Unreachable from problem
    try:
        server.send_messages([mail])
    finally:
        server.close()


def message_id_of(message: Message) -> str:
    """The same for every try, so that readers' programs and reports can tell which one it is."""
    host = parseaddr(settings.DEFAULT_FROM_EMAIL)[1].rpartition("@")[2] or "localhost"
    return f"<{message.key}@{host}>"


def compose(message: Message) -> EmailMultiAlternatives:
    """The mail as it will leave: text and HTML in the reader's language and zone."""
    person = message.person
    choice = f"{settings.BASE_URL}{reverse('notifications:preference_detail')}"
    context = {
        **message.context,
        "person": person,
        "base_url": settings.BASE_URL,
        "settings_url": choice,
    }
    with translation.override(person.language), timezone.override(person.zone):
        subject = " ".join(render_to_string(f"{message.template}.subject.txt", context).split())
        text = render_to_string(f"{message.template}.txt", context)
        page = render_to_string(f"{message.template}.html", context)
    calendar = message.context.get("calendar", {})
    back = ReturnPath(message.pk).address
    mail = EmailMultiAlternatives(
        subject=subject,
        body=text,
        to=[person.email or ""],
        reply_to=[calendar["reply_to"]] if calendar.get("reply_to") else None,
        from_email=back or None,  # of the envelope; people see the header
        headers={
            "From": settings.DEFAULT_FROM_EMAIL,
            "Message-ID": message_id_of(message),
            "Auto-Submitted": "auto-generated",
        },
    )
    mail.attach_alternative(page, "text/html")
    if calendar:  # last, because mail programs show the last part they know (RFC 6047)
        mail.attach_alternative(calendar["body"], f"text/calendar; method={calendar['method']}")
    return mail
