"""The invitation mail: what Alongside is for this person, one link, and what it will never do."""

from __future__ import annotations

from typing import Any

from alongside.invitations.models import Invitation
from alongside.invitations.queries import role_of
from alongside.notifications.mail import compose
from alongside.notifications.models import Message
from alongside.notifications.services import tell
from alongside.people import queries as people
from alongside.people.models import Person

TEMPLATE = "invitations/email/invitation"


def invitation(row: Invitation) -> None:
    """To the person invited. A link that lapsed is followed by a new mail, not by the same one."""
    tell(
        person=row.person,
        template=TEMPLATE,
        key=f"invitation-{row.pk}-{row.mails}",
        context=_context(role_of(row.person), row.pk),
    )


def preview(role: str, person: Person) -> dict[str, str]:
    """The very mail this person would get, in their language, with a link that opens nothing."""
    mail = compose(Message(key="preview", person=person, template=TEMPLATE, context=_context(role, 0)))
    return {"role": role, "to": person.name, "subject": str(mail.subject), "body": str(mail.body)}


def _context(role: str, invitation_id: int) -> dict[str, Any]:
    return {"role": role, "invitation_id": invitation_id, "company": people.company().name}
