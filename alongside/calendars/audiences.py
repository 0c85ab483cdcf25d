"""Who can see what of calendars."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from alongside.core.audience import Audience
from alongside.people.relations import LineAbove, ReportsOf, author, participants

FEED = Audience(allow=(author("person"),), promise=_("Only you, and whoever has the address."))
BOOKING = Audience(
    allow=(participants("one", "other"),), promise=_("Only you two. Nobody in HR, also after a new manager.")
)
ANSWER = Audience(allow=(participants("booking.one", "booking.other"),), promise=BOOKING.promise)
CONNECTION = Audience(
    allow=(author("person"),),
    promise=_("Only you. Others are proposed times that suit you both, and never see your calendar."),
)
# Whose planning may ask a connected calendar: people who meet in a line. They get few times, never its contents.
TIMES = Audience(
    allow=(author("person"), LineAbove("person"), ReportsOf("person")), promise=CONNECTION.promise
)
