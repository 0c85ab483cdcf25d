"""What skip-level talks offer to other parts."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, timedelta

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from alongside.core.actor import Actor
from alongside.core.dates import say_moment
from alongside.core.things import Kind
from alongside.core.today import Rank, TodayItem
from alongside.people.queries import faces, me
from alongside.skip_levels import audiences, queries, services
from alongside.skip_levels.models import GroupTalk, Retelling, SkipTalk, Topic
from alongside.skip_levels.queries import groups

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
    Kind(
        "skip_levels.grouptalk",
        GroupTalk,
        gettext_lazy("Group talk"),
        groups.groups_visible_to,
        audiences.GROUP,
        None,
        lambda group: reverse("skip_levels:group_detail", args=[group.pk]),
    ),
]

NEAR = timedelta(days=3)
STILL_TO_CLOSE = timedelta(days=14)


def end_talks(actor: Actor, person_ids: Sequence[int], day: date) -> None:
    """Somebody left: the talks they had planned are called off."""
    services.end_talks_of_leavers(actor=actor, person_ids=person_ids)
    services.end_groups_of_leavers(actor=actor, person_ids=person_ids)


def skip_talks_today(actor: Actor) -> list[TodayItem]:
    """Talks of the next days, and those that passed and were neither closed nor called off."""
    now = timezone.now()
    within = (now - STILL_TO_CLOSE, now + NEAR)
    near = queries.talks_visible_to(actor).filter(state=SkipTalk.State.PLANNED, starts_at__range=within)
    own = near.exclude(manager_id=actor.person_id).order_by("starts_at")
    pair = own.select_related(None).select_related("leader", "person")
    talks = pair.only("starts_at", "leader", "person", *faces("leader", "person"))
    led = groups.groups_visible_to(actor).filter(state=SkipTalk.State.PLANNED, starts_at__range=within)
    shared = led.select_related(None).select_related("leader").only("starts_at", "leader", *faces("leader"))
    return [*(_item(actor, talk) for talk in talks[:5]), *_group_items(actor, shared[:5])]


def _group_items(actor: Actor, shared: Iterable[GroupTalk]) -> Iterator[TodayItem]:
    """For the leader and the group; managers who were told have nothing to do."""
    now = timezone.now()
    for group in shared:
        people = {place.person_id for place in group.seen_places}  # type: ignore[attr-defined]
        is_leader, passed = actor.person_id == group.leader_id, group.starts_at < now
        if not is_leader and (passed or actor.person_id not in people):
            continue
        when = say_moment(group.starts_at, now=now, zone=me(actor).zone, locale=get_language() or "en")
        yield TodayItem(
            key=f"group-talk-{group.pk}",
            rank=Rank.LATE if passed else Rank.SOON,
            text=_("Group talk with %(name)s") % {"name": group.leader.name},
            detail=when.text,
            url=reverse("skip_levels:group_detail", args=[group.pk]),
            verb=_("Did you meet?") if passed else _("Open it"),
            face_name=group.leader.name,
            face_key=group.leader_id,
            order=group.starts_at.timestamp(),
        )


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
