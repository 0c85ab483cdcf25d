"""Forgetting in time: what is older than its register says goes, in steps; a hold keeps it."""

from __future__ import annotations

from datetime import timedelta

import pytest
from dateutil.relativedelta import relativedelta
from django.utils import timezone

from alongside.audit.models import AuditEntry
from alongside.commitments.models import Commitment, Obstacle, Turn
from alongside.core import removals
from alongside.core.errors import Refused
from alongside.core.models import DataKey, Removal
from alongside.one_on_ones import services as talks
from alongside.one_on_ones.models import AgendaItem, BlockVersion, Meeting, NoteBlock, Series
from alongside.people.calendar import today
from alongside.people.models import Person
from alongside.people.tests.makers import TESTS
from alongside.records import services
from alongside.records.queries import rows
from alongside.records.services import retention
from alongside.records.tests.makers import head_of_hr, words_everywhere


@pytest.fixture
def topics(cast):
    words_everywhere(cast)
    return AgendaItem.objects.filter(author=cast.eve)


def made(topics, *, ago):
    topics.update(made_at=timezone.now() - ago)


def test_a_topic_goes_after_36_months_and_not_a_day_before(cast, topics):
    limit = relativedelta(months=36)
    AgendaItem.objects.filter(author=cast.eve).update(made_at=timezone.now() - limit + timedelta(days=1))
    services.forget_old_rows(actor=TESTS)
    assert topics.count() == 2
    AgendaItem.objects.filter(author=cast.eve).update(made_at=timezone.now() - limit - timedelta(days=1))
    assert retention.report()["one_on_ones.AgendaItem"] == 2
    assert topics.count() == 2, "a report changes nothing"
    assert services.forget_old_rows(actor=TESTS) == 2
    assert not topics.exists()
    assert AgendaItem.objects.filter(author=cast.max).count() == 2


def test_forgetting_twice_is_forgetting_once_and_writes_one_entry(cast, topics):
    made(topics, ago=timedelta(days=2000))
    services.forget_old_rows(actor=TESTS)
    assert services.forget_old_rows(actor=TESTS) == 0
    assert AuditEntry.objects.filter(action="records.rows_forgotten").count() == 1


def test_a_hold_keeps_what_is_too_old(cast, topics):
    made(topics, ago=timedelta(days=2000))
    services.place_hold(
        actor=cast.acts(head_of_hr(cast)),
        person=cast.eve,
        reason="A claim",
        review_on=today() + timedelta(days=9),
    )
    services.forget_old_rows(actor=TESTS)
    assert topics.count() == 2


def test_a_hold_keeps_what_somebody_removed_and_private_words_of_who_has_left(cast, topics):
    item = topics.first()
    talks.remove_item(actor=cast.acts(cast.eve), item=item)
    Removal.objects.update(removed_at=timezone.now() - timedelta(days=31))
    Person.objects.filter(pk=cast.eve.pk).update(left_on=today() - timedelta(days=91))
    hold = services.place_hold(
        actor=cast.acts(head_of_hr(cast)),
        person=cast.eve,
        reason="A claim",
        review_on=today() + timedelta(days=9),
    )
    assert removals.purge() == 0
    assert talks.forget_private_words(actor=TESTS) == 0
    services.end_hold(actor=cast.acts(cast.omar), hold=hold)
    assert removals.purge() == 1
    assert talks.forget_private_words(actor=TESTS) > 0


def test_many_rows_go_in_steps(cast, topics, monkeypatch):
    monkeypatch.setattr(retention, "STEP", 1)
    made(topics, ago=timedelta(days=2000))
    assert [services.forget_old_rows(actor=TESTS) for _ in range(3)] == [1, 1, 0]


def test_rows_that_younger_ones_need_do_not_stand_in_the_way_of_others(cast, monkeypatch):
    """Two old actions, the first with a young reason: the second goes although the first comes first."""
    monkeypatch.setattr(retention, "STEP", 1)
    words_everywhere(cast)
    long_ago = timezone.now() - timedelta(days=2000)
    kept, free = Commitment.objects.order_by("pk")[:2]
    Commitment.objects.filter(pk__in=[kept.pk, free.pk]).update(made_at=long_ago)
    Obstacle.objects.filter(commitment=free).delete()
    Turn.objects.filter(commitment=free).delete()
    services.forget_old_rows(actor=TESTS)
    assert Commitment.objects.filter(pk=kept.pk).exists()
    assert not Commitment.objects.filter(pk=free.pk).exists()


def test_an_old_1_1_goes_whole_and_its_key_with_it(cast):
    made = words_everywhere(cast)
    key = made.series.data_key_id
    long_ago = timezone.now() - timedelta(days=2000)
    for model in (AgendaItem, Commitment, Turn):
        model.objects.update(made_at=long_ago)
    NoteBlock.objects.update(changed_at=long_ago)
    BlockVersion.objects.update(made_at=long_ago)
    Obstacle.objects.update(asked_at=long_ago)
    Meeting.objects.update(starts_at=long_ago)
    Series.objects.update(ended_on=long_ago.date())
    for _pass in range(4):
        services.forget_old_rows(actor=TESTS)
    assert not Series.objects.filter(pk=made.series.pk).exists()
    assert not DataKey.objects.filter(pk=key).exists()


def test_only_the_software_forgets(cast, topics):
    made(topics, ago=timedelta(days=2000))
    with pytest.raises(Refused):
        services.forget_old_rows(actor=cast.acts(cast.hana))
    assert topics.count() == 2


def test_every_moment_from_which_months_are_counted_is_a_column(db):
    for model, register in rows.registered():
        retention.overdue(model, register).exists()  # a path that is none raises FieldError
