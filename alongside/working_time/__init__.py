"""Business-hours clocks over versioned calendars. See README.md."""

from alongside.working_time.calendars import Calendar, CalendarHistory, Hours, same_hours
from alongside.working_time.clocks import NeverDue, Pause, add, elapsed

__all__ = ["Calendar", "CalendarHistory", "Hours", "NeverDue", "Pause", "add", "elapsed", "same_hours"]
