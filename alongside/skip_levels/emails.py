"""Every mail about skip-level talks. They say that, when and for which purpose people meet, never what they say."""

from __future__ import annotations

from django.urls import reverse

from alongside.notifications.services import tell
from alongside.skip_levels import queries
from alongside.skip_levels.models import Retelling, SkipTalk


def talk_planned(talk: SkipTalk) -> None:
    """To the person: an invitation. To the manager between: that they meet and why, before it happens."""
    for person, template in ((talk.person, "talk_invited"), (talk.manager, "talk_announced")):
        tell(
            person=person,
            template=f"skip_levels/email/{template}",
            key=f"skip-levels-{template}-{talk.pk}",
            context=_about(talk),
        )


def talk_called_off(talk: SkipTalk) -> None:
    """To the three."""
    for person in (talk.leader, talk.person, talk.manager):
        tell(
            person=person,
            template="skip_levels/email/talk_called_off",
            key=f"skip-levels-called-off-{talk.pk}-{person.pk}",
            context=_about(talk),
        )


def themes_handed_on(retelling: Retelling) -> None:
    """To the manager."""
    tell(
        person=retelling.manager,
        template="skip_levels/email/themes_handed_on",
        key=f"skip-levels-themes-{retelling.pk}",
        context={
            "leader_name": retelling.leader.first_name,
            "path": reverse("skip_levels:retelling_detail", args=[retelling.pk]),
        },
    )


def team_answered(retelling: Retelling) -> None:
    """To everybody who gets the answer."""
    for reading in queries.readers_to_tell(retelling):
        tell(
            person=reading.person,
            template="skip_levels/email/team_answered",
            key=f"skip-levels-answer-{reading.pk}",
            context={
                "leader_name": retelling.leader.first_name,
                "path": reverse("skip_levels:reading_detail", args=[reading.pk]),
            },
            routine=True,
        )


def _about(talk: SkipTalk) -> dict[str, object]:
    return {
        "leader_name": talk.leader.name,
        "person_name": talk.person.name,
        "purpose": talk.purpose,
        "starts_at": talk.starts_at.isoformat(),
        "path": reverse("skip_levels:talk_detail", args=[talk.pk]),
    }
