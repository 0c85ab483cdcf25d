"""What commitments put on the Today page: what I said I would do by now, and what others wait for."""

from __future__ import annotations

from datetime import timedelta

from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from alongside.commitments import queries
from alongside.core.actor import Actor
from alongside.core.dates import say_day
from alongside.core.today import Rank, TodayItem
from alongside.people import queries as people
from alongside.people.calendar import today

NEAR = timedelta(days=2)


def due_today(actor: Actor) -> list[TodayItem]:
    """My own open ones that are due within two days or were due before."""
    mine = queries.open_commitments(actor).filter(owner_id=actor.me, due_on__lte=today() + NEAR)
    due = queries.as_lines(mine, "owed_to")
    zone, locale = people.me(actor).zone, translation.get_language() or "en"
    items = []
    for one in due[:10]:
        late = one.due_on < today()
        said = say_day(one.due_on, now=timezone.now(), zone=zone, locale=locale).text
        words = _("for %(name)s · was due %(day)s") if late else _("for %(name)s · due %(day)s")
        items.append(
            TodayItem(
                key=f"commitments-{one.pk}",
                rank=Rank.LATE if late else Rank.SOON,
                text=one.text,
                detail=words % {"name": one.owed_to.first_name, "day": said},
                url=reverse("commitments:commitment_detail", args=[one.pk]),
                verb=_("Choose"),
                face_name=one.owed_to.name,
                face_key=one.owed_to_id,
                order=one.due_on.toordinal(),
            )
        )
    return items
