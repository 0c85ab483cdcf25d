"""Who can see what of calendars."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from alongside.core.audience import Audience
from alongside.people.relations import author, participants

FEED = Audience(allow=(author("person"),), promise=_("Only you, and whoever has the address."))
BOOKING = Audience(
    allow=(participants("one", "other"),), promise=_("Only you two. Nobody in HR, also after a new manager.")
)
ANSWER = Audience(allow=(participants("booking.one", "booking.other"),), promise=BOOKING.promise)
