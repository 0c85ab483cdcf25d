"""What leaving puts on the Today page: people whom nobody leads at the moment, for those who can help."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from alongside.core.actor import Actor
from alongside.core.today import Rank, TodayItem
from alongside.people import queries as people
from alongside.people.leaving import queries
from alongside.people.policies import OF_HR

NAMED = 3


def without_manager_today(actor: Actor) -> list[TodayItem]:
    """One line for HR and HR partners while somebody has no active manager."""
    if actor.person_id is None or not (actor.roles & OF_HR or people.covers_anything(actor)):
        return []
    lacking = list(queries.without_manager(actor).values_list("pk", "name"))
    if not lacking:
        return []
    words = ngettext(
        "%(n)s person has no active manager", "%(n)s people have no active manager", len(lacking)
    ) % {"n": len(lacking)}
    names = ", ".join(name for _pk, name in lacking[:NAMED])
    more = len(lacking) - NAMED
    detail = _("%(names)s and %(n)s more") % {"names": names, "n": more} if more > 0 else names
    return [
        TodayItem(
            key="people.without-manager", rank=Rank.SOON, text=words, detail=detail,
            url=reverse("people:left_place_list"), verb=_("Look"), face_name=lacking[0][1], face_key=lacking[0][0],
        )
    ]  # fmt: skip
