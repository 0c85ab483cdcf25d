"""Skip-level talks of the tests, made through the services."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from types import SimpleNamespace
from typing import Any

from django.utils import timezone

from alongside.people.calendar import today
from alongside.people.models import Person
from alongside.people.tests.makers import a_person, a_seat
from alongside.skip_levels import rotation, services
from alongside.skip_levels.models import GroupTalk, Retelling, SkipTalk


def in_time() -> datetime:
    """The first day that leaves the manager a whole working day, at ten."""
    return timezone.make_aware(datetime.combine(rotation.first_day(None, today()), time(10)))


def a_skip_talk(cast: SimpleNamespace, person: Person | None = None) -> SkipTalk:
    """Dora invites Eve, or somebody else of Max's team."""
    return services.invite_to_talk(
        actor=cast.acts(cast.dora), person=person or cast.eve, purpose="know", starts_at=in_time()
    )


def a_held_talk(cast: SimpleNamespace, person: Person | None = None, *, days_ago: int = 0) -> SkipTalk:
    """They met so many days ago."""
    talk = a_skip_talk(cast, person)
    SkipTalk.objects.filter(pk=talk.pk).update(starts_at=timezone.now() - timedelta(days=days_ago, minutes=5))
    talk.refresh_from_db()
    services.close_talk(actor=cast.acts(cast.dora), talk=talk)
    talk.refresh_from_db()
    return talk


def a_third(cast: SimpleNamespace) -> Person:
    """Cara, who works with Eve and Ben."""
    return a_person("Cara Third", seat=a_seat("Fitter", cast.works, cast.lead_seat))


def three_heard(cast: SimpleNamespace) -> Retelling:
    """Dora has talked with three people of Max's team."""
    for person in (cast.eve, cast.ben, a_third(cast)):
        talk = a_held_talk(cast, person)
    return talk.retelling


def a_team(cast: SimpleNamespace, count: int, *, first: int = 0) -> list[Person]:
    """So many more who work with Eve and Ben, with accounts and mail."""
    return [
        a_person(f"Team {number}", seat=a_seat(f"Seat {number}", cast.works, cast.lead_seat))
        for number in range(first, first + count)
    ]


def a_group(cast: SimpleNamespace, size: int = 5, **more: Any) -> GroupTalk:
    """Dora invites those whose turn it is."""
    values: dict[str, Any] = {"purpose": "know", "starts_at": in_time(), "size": size, **more}
    return services.invite_group(actor=cast.acts(cast.dora), **values)


def a_held_group(cast: SimpleNamespace, size: int = 5) -> GroupTalk:
    """All of them were there."""
    group = a_group(cast, size)
    GroupTalk.objects.filter(pk=group.pk).update(starts_at=timezone.now() - timedelta(minutes=70))
    group.refresh_from_db()
    services.close_group(
        actor=cast.acts(cast.dora), group=group, there=[one.person_id for one in group.places.all()]
    )
    return group
