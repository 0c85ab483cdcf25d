"""When one of the two leaves the company: their talks end, the words stay with those who could read them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from alongside.audit.services import record
from alongside.core.actor import Actor
from alongside.core.calendar_offers import plan_changed
from alongside.core.errors import Refused
from alongside.core.holding import held_people
from alongside.one_on_ones.calendar_talks import KIND
from alongside.one_on_ones.models import AgendaItem, BlockVersion, Meeting, NoteBlock, Series
from alongside.people.calendar import today
from alongside.people.models import Person

PRIVATE_KEPT_DAYS = 90
AT_ONCE = 1_000


@transaction.atomic
def end_talks_of_leavers(*, actor: Actor, person_ids: Sequence[int], day: date) -> int:
    """End the open 1:1s of people who have left; nobody is mailed. The other keeps reading what both wrote."""
    if not Person.objects.filter(pk__in=person_ids, left_on__isnull=False).exists():
        raise Refused(_("This ends only for people who have left."))
    pairs = Series.objects.filter(Q(manager__in=person_ids) | Q(employee__in=person_ids), ended_on=None)
    ended = list(pairs.values_list("pk", "manager_id", "employee_id"))
    ids = [pk for pk, _manager, _employee in ended]
    ahead = Meeting.objects.filter(series__in=ids, state=Meeting.State.PLANNED, starts_at__date__gte=day)
    ahead.filter(blocks=None, reschedulings=None).delete()
    Meeting.objects.filter(pk__in=ahead.values("pk")).update(state=Meeting.State.CANCELLED)
    Series.objects.filter(pk__in=ids).update(ended_on=day)
    for _pk, *both in ended:
        record(actor, "one_on_ones.series_ended", concerns=both)
    for pk in ids:
        plan_changed(KIND, pk)
    return len(ended)


@transaction.atomic
def forget_private_words(*, actor: Actor) -> int:
    """Delete what only people who left long ago could read; returns how many. Nobody inherits it. Safe to repeat."""
    if not actor.is_system:
        raise Refused(_("Private words of people who have left go by themselves."))
    long_gone = Person.objects.filter(left_on__lte=today() - timedelta(days=PRIVATE_KEPT_DAYS))
    gone = long_gone.exclude(pk__in=held_people()).values("pk")
    private = {"author__in": gone, "visibility": AgendaItem.Visibility.PRIVATE}
    blocks = list(NoteBlock.objects.filter(**private).values_list("pk", flat=True)[:AT_ONCE])
    items = list(AgendaItem.objects.filter(**private).values_list("pk", flat=True)[:AT_ONCE])
    BlockVersion.objects.filter(block__in=blocks).delete()
    NoteBlock.objects.filter(pk__in=blocks).delete()
    AgendaItem.objects.filter(pk__in=items).delete()
    count = len(blocks) + len(items)
    if count:
        record(actor, "one_on_ones.private_words_forgotten", details={"count": count})
    return count
