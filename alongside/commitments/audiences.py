"""Who can see a commitment, and what was written for HR about one."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from alongside.core.audience import Audience
from alongside.people.relations import HrPartnerOf, participants

COMMITMENT = Audience(
    allow=(participants("owner", "owed_to"),),
    promise=_("Only you two: the one who does it and the one it is for."),
)
HELPERS = Audience(allow=(HrPartnerOf("commitment.owner"),))
OBSTACLE = Audience(
    allow=(participants("commitment.owner", "commitment.owed_to"), HrPartnerOf("commitment.owner")),
    promise=_("You two, and the HR partner: these words, and nothing else you wrote."),
)
