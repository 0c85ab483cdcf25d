"""What happens to feeds, invitations and answers."""

from alongside.calendars.services.answers import take_answer
from alongside.calendars.services.bookings import choose_way, refresh_plan
from alongside.calendars.services.connections import (
    connect_calendar,
    end_connection,
    end_connections_of_leavers,
    note_answers,
    try_anew,
)
from alongside.calendars.services.feeds import (
    choose_title,
    end_feed,
    end_feeds_of_leavers,
    note_reading,
    open_feed,
)

__all__ = [
    "choose_title",
    "choose_way",
    "connect_calendar",
    "end_connection",
    "end_connections_of_leavers",
    "end_feed",
    "end_feeds_of_leavers",
    "note_answers",
    "note_reading",
    "open_feed",
    "refresh_plan",
    "take_answer",
    "try_anew",
]
