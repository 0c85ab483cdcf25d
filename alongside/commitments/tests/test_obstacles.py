"""Asking HR to remove an obstacle: HR gets one sentence, both see that HR was asked."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core import mail
from django.urls import reverse

from alongside.audit.models import AuditEntry
from alongside.commitments import queries, services
from alongside.commitments.models import Commitment, Obstacle
from alongside.core.errors import Invalid, Refused
from alongside.core.models import DataKey
from alongside.people.calendar import today

ACTION, SENTENCE = "Ask purchasing for two dates", "Purchasing answers once a month"


@pytest.fixture
def agreed(cast):
    return services.create_commitment(
        actor=cast.acts(cast.max), kind=Commitment.Kind.ACTION, owner_id=cast.eve.pk, owed_to_id=cast.max.pk,
        text=ACTION, due_on=today() + timedelta(days=7), data_key=DataKey.fresh(),
    )  # fmt: skip


@pytest.fixture
def obstacle(cast, agreed):
    return services.ask_hr(actor=cast.acts(cast.max), commitment=agreed, words=SENTENCE)


def test_the_hr_partner_reads_the_sentence_and_nothing_else(cast, obstacle, web):
    page = web(cast.hana).get(reverse("commitments:obstacle_list")).content.decode()
    assert SENTENCE in page and "Max Manager" in page and "Eve Employee" in page
    assert ACTION not in page
    detail = reverse("commitments:commitment_detail", args=[obstacle.commitment_id])
    assert web(cast.hana).get(detail).status_code == 404


def test_both_see_that_hr_was_asked_and_with_which_words(cast, obstacle, web):
    for person in (cast.eve, cast.max):
        detail = reverse("commitments:commitment_detail", args=[obstacle.commitment_id])
        assert SENTENCE in web(person).get(detail).content.decode()


@pytest.mark.parametrize("who", ["dora", "ada", "omar", "ben"])
def test_nobody_else_reads_it(cast, obstacle, web, who):
    person = getattr(cast, who)
    assert not queries.obstacles_visible_to(cast.acts(person)).exists()
    assert SENTENCE not in web(person).get(reverse("commitments:obstacle_list")).content.decode()
    answer = reverse("commitments:answer_create", args=[obstacle.pk])
    assert web(person).post(answer, {"words": "mine now"}).status_code == 404


def test_the_sentence_has_a_key_of_its_own(agreed, obstacle):
    agreed.data_key.delete()
    assert Obstacle.objects.select_related("data_key").get().words == SENTENCE
    assert obstacle.data_key_id is not None


def test_the_answer_goes_to_both_once(cast, obstacle, web):
    address = reverse("commitments:answer_create", args=[obstacle.pk])
    assert web(cast.hana).post(address, {"words": "They answer on Tuesdays now"}).status_code == 302
    found = queries.obstacles_visible_to(cast.acts(cast.eve)).get()
    assert (found.answer, found.answered_by) == ("They answer on Tuesdays now", cast.hana)
    assert web(cast.hana).post(address, {"words": "And on Fridays"}).status_code == 403


def test_the_two_cannot_answer_themselves(cast, obstacle):
    with pytest.raises(Refused):
        services.answer_obstacle(actor=cast.acts(cast.eve), obstacle=obstacle, words="never mind")
    assert Obstacle.objects.get().answered_at is None
    assert not AuditEntry.objects.filter(action="commitments.obstacle_answered").exists()


def test_asking_needs_a_sentence_and_an_hr_partner(cast, agreed):
    with pytest.raises(Invalid):
        services.ask_hr(actor=cast.acts(cast.eve), commitment=agreed, words="  ")
    elsewhere = services.create_commitment(
        actor=cast.acts(cast.dora), kind=Commitment.Kind.PROMISE, owner_id=cast.omar.pk, owed_to_id=cast.dora.pk,
        text="Call", due_on=today(), data_key=DataKey.fresh(),
    )  # fmt: skip
    with pytest.raises(Refused):
        services.ask_hr(actor=cast.acts(cast.omar), commitment=elsewhere, words=SENTENCE)
    assert not Obstacle.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_the_mails_hold_a_link_and_no_words(cast, agreed, run_tasks):
    obstacle = services.ask_hr(actor=cast.acts(cast.max), commitment=agreed, words=SENTENCE)
    run_tasks()
    assert sorted(message.to[0] for message in mail.outbox) == [cast.eve.email, cast.hana.email]
    services.answer_obstacle(actor=cast.acts(cast.hana), obstacle=obstacle, words="secret answer")
    run_tasks()
    assert sorted(message.to[0] for message in mail.outbox[2:]) == [cast.eve.email, cast.max.email]
    for message in mail.outbox:
        whole = message.message().as_string()
        assert not any(words in whole for words in (ACTION, SENTENCE, "secret answer"))
        assert not any(name in str(message.subject) for name in ("Eve", "Max"))
