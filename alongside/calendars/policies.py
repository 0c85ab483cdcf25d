"""Who may do what with calendars."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.translation import gettext_lazy as _

from alongside.calendars import audiences
from alongside.calendars.models import Booking, Connection, Feed
from alongside.core.actor import Actor
from alongside.core.calendar_offers import PlannedTalk
from alongside.core.verdict import ALLOW, Verdict, deny


def can_open_feed(actor: Actor) -> Verdict:
    """Make an address for a calendar: everybody for themselves."""
    return deny(_("Sign in first.")) if actor.person_id is None else ALLOW


def can_change_feed(actor: Actor, feed: Feed) -> Verdict:
    """Choose its titles, end it: whoever it belongs to."""
    return (
        ALLOW if audiences.FEED.holds(actor, feed) else deny(_("Everybody looks after their own calendar."))
    )


def can_choose_way(actor: Actor, talk: PlannedTalk) -> Verdict:
    """Have invitations sent or not: both of the pair, while they meet."""
    if actor.person_id not in talk.people:
        return deny(_("Only the two people of a 1:1 choose how it gets into their calendars."))
    return ALLOW if talk.goes_on else deny(_("This 1:1 has ended."))


def can_answer_invitation(actor: Actor, booking: Booking) -> Verdict:
    """Answer for oneself: each of the two, from the mailbox the invitation went to."""
    if audiences.BOOKING.holds(actor, booking):
        return ALLOW
    return deny(_("Only the two people of a 1:1 answer its invitations."))


def can_connect_calendar(actor: Actor) -> Verdict:
    """Let Alongside ask one's own calendar for busy times: everybody for themselves."""
    return deny(_("Sign in first.")) if actor.person_id is None else ALLOW


def can_end_connection(actor: Actor, connection: Connection) -> Verdict:
    """Stop it, or have it tried: whoever it belongs to."""
    if audiences.CONNECTION.holds(actor, connection):
        return ALLOW
    return deny(_("Everybody looks after their own calendar."))


def can_note_answer(actor: Actor, connection: Connection) -> Verdict:
    """Keep for its owner whether a calendar answered: whoever's planning asked it."""
    return ALLOW if audiences.TIMES.holds(actor, connection) else deny(_("You can't ask this calendar."))


def can_find_times(actor: Actor, people: Sequence[int]) -> Verdict:
    """Have times proposed: one of those who are to meet, for all of them."""
    if actor.person_id not in people:
        return deny(_("Times are proposed to people who meet."))
    return ALLOW
