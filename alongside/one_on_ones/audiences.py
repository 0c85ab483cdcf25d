"""Who can see what of a 1:1. Written once; rows, decisions, labels and recipients are compiled from it."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from alongside.core.audience import Audience, Where
from alongside.one_on_ones.models import AgendaItem, HandedOn
from alongside.people.relations import HrPartnerOf, author, participants

SERIES = Audience(
    allow=(participants("manager", "employee"),),
    promise=_("Only you two. Nobody in HR, also after a new manager."),
)
MEETING = Audience(allow=(participants("series.manager", "series.employee"),), promise=SERIES.promise)
ITEM = Audience(
    allow=(
        Where("visibility", AgendaItem.Visibility.SHARED, participants("series.manager", "series.employee")),
        Where("visibility", AgendaItem.Visibility.PRIVATE, author("author")),
    ),
    promise=_("Only you two. Nobody in HR, also after a new manager."),
)
NOTE = Audience(allow=ITEM.allow, promise=ITEM.promise)
HANDOVER = Audience(
    allow=(participants("employee", "old_manager", "new_manager"),),
    promise=_("You three. Your HR partner sees that it was done, and when."),
)
HANDOVER_PROGRESS = Audience(allow=(HrPartnerOf("employee"),))
HANDED_ON = Audience(
    allow=(
        author("author"),
        participants("handover.employee"),
        Where("visibility", HandedOn.Visibility.TRAVELLED, participants("handover.new_manager")),
    ),
    promise=_("The employee and who wrote it; the new manager once it was handed over."),
)
