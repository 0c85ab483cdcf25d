"""What skip-level talks offer to other parts."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from alongside.core.actor import Actor
from alongside.core.dates import say_moment
from alongside.core.things import Kind
from alongside.core.today import Rank, TodayItem
from alongside.people.queries import me
from alongside.skip_levels import audiences, queries, services
from alongside.skip_levels.models import Retelling, SkipTalk, Topic

KINDS = [
    Kind(
        "skip_levels.skiptalk",
        SkipTalk,
        gettext_lazy("Skip-level talk"),
        queries.talks_visible_to,
        audiences.TALK,
        lambda talk: talk.person_id,
        lambda talk: reverse("skip_levels:talk_detail", args=[talk.pk]),
    ),
    Kind(
        "skip_levels.topic",
        Topic,
        gettext_lazy("Topic of a skip-level talk"),
        queries.topics_visible_to,
        audiences.TOPIC,
        lambda topic: topic.talk.person_id,
        lambda topic: reverse("skip_levels:talk_detail", args=[topic.talk_id]),
    ),
    Kind(
        "skip_levels.retelling",
        Retelling,
        gettext_lazy("What came back from skip-level talks"),
        queries.retellings_visible_to,
        audiences.RETELLING,
        lambda retelling: retelling.manager_id,
        lambda retelling: reverse("skip_levels:retelling_detail", args=[retelling.pk]),
    ),
]

NEAR = timedelta(days=3)
STILL_TO_CLOSE = timedelta(days=14)


def end_talks(actor: Actor, person_ids: Sequence[int], day: date) -> None:
    """Somebody left: the talks they had planned are called off."""
    services.end_talks_of_leavers(actor=actor, person_ids=person_ids)


def skip_talks_today(actor: Actor) -> list[TodayItem]:
    """Talks of the next days, and those that passed and were neither closed nor called off."""
    now = timezone.now()
    near = queries.talks_visible_to(actor).filter(
        state=SkipTalk.State.PLANNED, starts_at__range=(now - STILL_TO_CLOSE, now + NEAR)
    )
    own = near.exclude(manager_id=actor.person_id).order_by("starts_at")
    return [_item(actor, talk) for talk in own[:5]]


def _item(actor: Actor, talk: SkipTalk) -> TodayItem:
    now, other = timezone.now(), talk.other(actor.person_id)
    when = say_moment(talk.starts_at, now=now, zone=me(actor).zone, locale=get_language() or "en").text
    passed = talk.starts_at < now
    return TodayItem(
        key=f"skip-talk-{talk.pk}",
        rank=Rank.LATE if passed else Rank.SOON,
        text=_("Skip-level talk with %(name)s") % {"name": other.first_name},
        detail=when,
        url=reverse("skip_levels:talk_detail", args=[talk.pk]),
        verb=_("Did you meet?") if passed else _("Prepare"),
        face_name=other.name,
        face_key=other.pk,
        order=talk.starts_at.timestamp(),
    )
