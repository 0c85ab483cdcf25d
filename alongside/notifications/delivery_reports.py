"""Delivery status notifications (RFC 3464): what a mail server says became of a mail. Pure, and nothing is trusted."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from email.message import EmailMessage, Message

STATUS = re.compile(r"\s*([245]\.\d{1,3}\.\d{1,3})(?:\s|\(|$)")
MOST_RECIPIENTS = 20
FAILED = "failed"
# RFC 3463: 1 the address, 2 the mailbox, 4 the way there; 0 says no more. The rest is about the mail or the sender.
OF_THE_ADDRESS = frozenset({"0", "1", "2", "4"})


@dataclass(frozen=True)
class Failure:
    """One reader whom the mail did not reach for good: a status like "5.1.1", and the addresses it is said of."""

    status: str
    addresses: frozenset[str]


@dataclass(frozen=True)
class DeliveryReport:
    """What failed, and the Message-ID of the mail that came back with it (empty when it did not)."""

    failures: tuple[Failure, ...]
    message_id: str


def is_report(mail: EmailMessage) -> bool:
    """Whether it says of itself to be one; an absence notice or a person's words are none."""
    named = mail.get_content_type() == "multipart/report"
    return named and str(mail.get_param("report-type", "")).lower() == "delivery-status"


def report_in(mail: EmailMessage) -> DeliveryReport:
    """The first report of a mail. Delays and successes are no failures, nor is a failure that may pass (4.x.x)."""
    blocks = next(
        (part for part in mail.walk() if part.get_content_type() == "message/delivery-status"), None
    )
    return DeliveryReport(tuple(_failures(blocks)) if blocks is not None else (), _returned_id(mail))


def is_about_the_address(status: str) -> bool:
    """Whether a status speaks of the address, and not of this one mail or of us (a policy, its size)."""
    return status.split(".")[1:2] != [] and status.split(".")[1] in OF_THE_ADDRESS


def _failures(blocks: Message) -> Iterator[Failure]:
    groups = blocks.get_payload()
    for group in (groups if isinstance(groups, list) else [])[: MOST_RECIPIENTS + 1]:
        if not isinstance(group, Message) or str(group.get("Action", "")).strip().lower() != FAILED:
            continue
        status = STATUS.match(str(group.get("Status", "")))
        if status is None or not status[1].startswith("5."):
            continue
        named = (str(group.get(name, "")) for name in ("Final-Recipient", "Original-Recipient"))
        yield Failure(status[1], frozenset(filter(None, map(_address, named))))


def _address(field: str) -> str:
    """ "rfc822; Eve@Example.org" -> "eve@example.org"."""
    kind, _, address = field.partition(";")
    return address.strip().strip("<>").lower() if kind.strip().lower() == "rfc822" else ""


def _returned_id(mail: EmailMessage) -> str:
    """From the mail, or its head, that came back with the report."""
    for part in mail.walk():
        if part.get_content_type() == "message/rfc822":
            inner = part.get_payload()
            whole = inner[0] if isinstance(inner, list) and inner else None
            return str(whole.get("Message-ID", "")).strip() if isinstance(whole, Message) else ""
        if part.get_content_type() == "text/rfc822-headers":
            found = re.search(r"^message-id:\s*(<[^>\r\n]{1,250}>)", str(part.get_payload()), re.I | re.M)
            return found[1] if found else ""
    return ""
