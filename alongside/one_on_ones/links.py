"""Links in reminders that finish one task without signing in: said as signed text, checked against what is now.

A link names one meeting, one person and one task. It opens nothing to read. It ends three days after the
meeting, when the meeting was closed, left out or called off, and when its task is done.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from django.core import signing

SALT = "alongside.one_on_ones.links"
LONGEST = timedelta(days=60)
AFTER_THE_MEETING = timedelta(days=3)


class Task(StrEnum):
    WE_MET = "met"
    ADD_TOPIC = "topic"


@dataclass(frozen=True)
class Link:
    meeting_id: int
    person_id: int
    task: Task

    def token(self) -> str:
        """Text for an address; nobody can make one without the secret of this installation."""
        return signing.dumps([self.meeting_id, self.person_id, self.task], salt=SALT)

    @property
    def key(self) -> str:
        """The name under which its use is noted: the same however often a mail with it was sent."""
        return f"one-on-ones-link-{self.task}-{self.meeting_id}"


def read(token: str) -> Link | None:
    """The link that this installation signed; None for anything else, or a very old one."""
    try:
        meeting_id, person_id, task = signing.loads(token, salt=SALT, max_age=LONGEST)
        return Link(int(meeting_id), int(person_id), Task(task))
    except (signing.BadSignature, ValueError, TypeError):
        return None


def is_over(*, ends_at: datetime, now: datetime) -> bool:
    """Three days after the end of the meeting."""
    return now > ends_at + AFTER_THE_MEETING
