"""Mail that comes back (RFC 3464). A mail server that gives up says so to the envelope sender; everybody can write there
who has seen one of our mails, so three things must agree: the signed address, its message, and whom the report names.

Nothing is ever sent because of it, so there is no loop.
"""

from __future__ import annotations

from alongside.notifications import delivery_reports, mail, queries, return_paths, services
from alongside.notifications.delivery_reports import DeliveryReport
from alongside.notifications.incoming import Incoming, Outcome
from alongside.notifications.models import Message


class ReturnedMail:
    """Implements incoming's MailDoor."""

    prefix = return_paths.PREFIX
    takes_reports = True

    def take(self, incoming: Incoming) -> Outcome:
        path = return_paths.read(incoming.token)
        message = queries.message_that_left(path.message_id) if path else None
        if message is None:
            return Outcome.NOT_OURS
        if not delivery_reports.is_report(incoming.mail):
            return Outcome.AUTOMATIC
        report = delivery_reports.report_in(incoming.mail)
        if not report.failures:
            return Outcome.NOTHING_IN_IT
        status = _status_for(report, message)
        if not status:
            return Outcome.NOT_PROVED
        services.take_back(message=message, status=status)
        return Outcome.TAKEN


def _status_for(report: DeliveryReport, message: Message) -> str:
    """The status for this reader: named by address, or, where mail is passed on, by the mail that came back."""
    own = (message.person.email or "").lower()
    named = [one.status for one in report.failures if own in one.addresses]
    if not named and report.message_id == mail.message_id_of(message):
        named = [one.status for one in report.failures]
    return named[0] if named else ""
