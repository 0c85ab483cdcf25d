"""What invitations offer beside the name of a person: inviting them, for those who may."""

from __future__ import annotations

from collections.abc import Sequence

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from alongside.core.actor import Actor
from alongside.core.person_offers import NextTalk, PersonAct
from alongside.invitations import queries
from alongside.people.policies import OF_HR
from alongside.people.queries.mandates import UNIT_ADMINISTRATOR


class InvitingPeople:
    """Asks nothing for people who invite nobody."""

    def acts(self, actor: Actor, person_ids: Sequence[int]) -> dict[int, list[PersonAct]]:
        if not actor.roles & (OF_HR | {UNIT_ADMINISTRATOR}):
            return {}
        found = queries.people_to_invite_singly(actor).filter(pk__in=person_ids).values_list("pk", flat=True)
        return {
            pk: [PersonAct(_("Invite"), reverse("invitations:invitation_create", args=[pk]), writes=True)]
            for pk in found
        }

    def talks(self, actor: Actor, person_ids: Sequence[int]) -> dict[int, NextTalk]:
        return {}

    def acts_for_several(self, actor: Actor, person_ids: Sequence[int]) -> list[PersonAct]:
        return []
