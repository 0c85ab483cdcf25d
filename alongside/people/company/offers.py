"""What setting up puts on the Today page: the next step, for an administrator, until the list is done."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext as _

from alongside.core.actor import Actor
from alongside.core.today import Rank, TodayItem
from alongside.people.company.checklist import steps_for
from alongside.people.models import RoleGrant
from alongside.people.queries import me


def set_up_today(actor: Actor) -> list[TodayItem]:
    """One line that leads to the list, with what comes next."""
    if RoleGrant.Role.ADMINISTRATOR not in actor.roles:
        return []
    steps = steps_for(actor)
    following = next((step for step in steps if not step.done), None)
    if following is None:
        return []
    done = sum(step.done for step in steps)
    return [
        TodayItem(
            key="people.set-up",
            rank=Rank.THIS_WEEK,
            text=_("Setting up Alongside: %(done)s of %(total)s done") % {"done": done, "total": len(steps)},
            detail=_("Next: %(words)s.") % {"words": following.words},
            url=reverse("people:checklist_detail"),
            verb=_("Go on"),
            face_name=me(actor).name,
            face_key=actor.me,
        )
    ]
