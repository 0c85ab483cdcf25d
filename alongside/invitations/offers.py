"""What invitations offer to other parts: their kinds of records."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from alongside.core.things import Kind
from alongside.invitations import queries
from alongside.invitations.models import Wave
from alongside.invitations.policies import can_create_wave
from alongside.people.company.checklist import BY_HR, Step
from alongside.people.queries import anybody_invited_beside

KINDS = [
    Kind(
        "invitations.wave",
        Wave,
        _("wave of invitations"),
        queries.waves_visible_to,
        url=lambda wave: reverse("invitations:wave_detail", args=[wave.pk]),
    )
]
CHECKLIST = (
    Step(
        _("Invite people, in waves"),
        "invitations:wave_list",
        anybody_invited_beside,
        may=can_create_wave,
        whose=BY_HR,
    ),
)
