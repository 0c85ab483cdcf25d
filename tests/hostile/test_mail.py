"""Mail that could be sent twice, never, or to the wrong people."""

from __future__ import annotations

import threading
from datetime import timedelta

import pytest
from django.core import mail as outbox
from django.db import connections
from django.utils import timezone

from alongside.notifications import mail, queries, services, tasks
from alongside.notifications.models import Message
from alongside.people.models import Person

TEMPLATE = "one_on_ones/email/topic_added"


def a_message(person, key, template=TEMPLATE, **more):
    message = services.tell(
        person=person, template=template, key=key, context={"from_name": "A", "path": "/"}
    )
    Message.objects.filter(pk=message.pk).update(not_before=timezone.now() - timedelta(hours=1), **more)
    return message


def test_two_people_may_be_told_with_the_same_key(cast):
    for person in (cast.eve, cast.max):
        a_message(person, "survey-1-opened")
    assert set(Message.objects.values_list("person_id", flat=True)) == {cast.eve.pk, cast.max.pk}


def test_one_broken_message_does_not_hold_up_the_others(cast):
    broken = a_message(cast.max, "broken", template="does/not/exist")
    Message.objects.filter(pk=broken.pk).update(not_before=timezone.now() - timedelta(days=1))
    a_message(cast.eve, "fine")
    for message_id in queries.messages_due(most=10):
        tasks.send.call(message_id)
    assert [message.to for message in outbox.outbox] == [[cast.eve.email]]


def test_a_message_that_kills_its_worker_is_given_up_in_the_end(cast):
    message = a_message(cast.eve, "killer")
    for _ in range(services.MOST_TRIES + 3):
        services.claim(message.pk)  # and the worker is killed here
        Message.objects.filter(pk=message.pk).update(claimed_at=timezone.now() - services.LEASE * 2)
    assert services.claim(message.pk) is None


def test_a_late_failure_does_not_send_a_sent_message_again(cast):
    message = a_message(cast.eve, "slow")
    slow = services.claim(message.pk)
    Message.objects.filter(pk=message.pk).update(claimed_at=timezone.now() - services.LEASE * 2)
    quick = services.claim(message.pk)
    services.mark_sent(quick)
    services.mark_failed(slow, TimeoutError())
    assert Message.objects.get(pk=message.pk).state == "sent"


def test_nobody_who_left_or_was_erased_is_written_to(cast):
    message = a_message(cast.eve, "late")
    cast.eve.account.is_active = False
    cast.eve.account.save()
    Person.objects.filter(pk=cast.eve.pk).update(erased_at=timezone.now())
    tasks.send.call(message.pk)
    assert outbox.outbox == []


def test_a_strange_zone_does_not_break_a_mail(cast):
    Person.objects.filter(pk=cast.eve.pk).update(time_zone="Mars/Olympus")
    tasks.send.call(a_message(cast.eve, "zone").pk)
    assert len(outbox.outbox) == 1


def test_names_in_mail_are_not_escaped_in_plain_text(cast):
    message = a_message(cast.eve, "quote")
    message.context["from_name"] = "O'Brien & <Co>"
    assert "O'Brien & <Co>" in mail.compose(message).body


@pytest.mark.django_db(transaction=True)
def test_two_workers_send_one_mail(cast):
    message, gate = a_message(cast.eve, "race"), threading.Barrier(2)

    def work():
        gate.wait()
        tasks.send.call(message.pk)
        connections.close_all()

    threads = [threading.Thread(target=work) for _ in range(2)]
    [t.start() for t in threads]
    [t.join() for t in threads]
    assert len(outbox.outbox) == 1
