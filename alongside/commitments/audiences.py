"""Who can see a commitment."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from alongside.core.audience import Audience
from alongside.people.relations import participants

COMMITMENT = Audience(
    allow=(participants("owner", "owed_to"),),
    promise=_("Only you two: the one who does it and the one it is for."),
)
