"""One shared agenda item between two people, through every door."""

from __future__ import annotations

import re
from types import SimpleNamespace

import pytest
from django.core import mail
from django.db import connection
from django.urls import reverse

from alongside.audit.models import AuditEntry
from alongside.core.actor import Door
from alongside.core.errors import Refused, Stale
from alongside.core.keyring import Unreadable
from alongside.identity.services import create_token
from alongside.one_on_ones import queries, services
from alongside.one_on_ones.models import AgendaItem, Series
from alongside.people.tests.makers import TESTS

SECRET_WORDS = "the calibration bench and who decides"


@pytest.fixture
def series(cast: SimpleNamespace) -> Series:
    return services.start_series(actor=cast.acts(cast.max), employee=cast.eve)


@pytest.fixture
def item(cast: SimpleNamespace, series: Series) -> AgendaItem:
    return services.add_item(actor=cast.acts(cast.eve), series=series, text=SECRET_WORDS)


def test_both_of_the_pair_read_a_shared_item(cast, item):
    for person in (cast.max, cast.eve):
        assert [found.text for found in queries.items_visible_to(cast.acts(person))] == [SECRET_WORDS]


@pytest.mark.parametrize("who", ["dora", "hana", "ada", "omar", "ben"])
def test_nobody_else_finds_it_at_any_door(cast, item, web, who):
    person = getattr(cast, who)
    assert not queries.items_visible_to(cast.acts(person)).exists()
    detail = reverse("one_on_ones:series_detail", args=[item.series_id])
    assert web(person).get(detail).status_code == 404
    _, secret = create_token(actor=TESTS, account=person.account, name="test")
    headers = {"Authorization": f"Bearer {secret}"}
    answer = web(person).get(f"/api/v1/one-on-ones/{item.series_id}/items", headers=headers)
    assert answer.status_code == 404
    assert SECRET_WORDS not in answer.content.decode()


def test_a_stranger_can_neither_read_nor_add_and_nothing_changes(cast, series, web):
    answer = web(cast.omar).post(reverse("one_on_ones:item_create", args=[series.pk]), {"text": "let me in"})
    assert answer.status_code == 404
    with pytest.raises(Refused):
        services.add_item(actor=cast.acts(cast.omar), series=series, text="let me in")
    assert not AgendaItem.objects.exists()
    assert not AuditEntry.objects.filter(action="one_on_ones.item_added").exists()


def test_a_private_item_is_read_by_its_author_alone(cast, series):
    services.add_item(actor=cast.acts(cast.eve), series=series, text="only mine", visibility="private")
    assert queries.items_visible_to(cast.acts(cast.eve)).count() == 1
    assert queries.items_visible_to(cast.acts(cast.max)).count() == 0


def test_the_database_holds_no_word_of_it(item):
    with connection.cursor() as cursor:
        cursor.execute("SELECT text FROM one_on_ones_agendaitem")
        stored = bytes(cursor.fetchone()[0])
    assert SECRET_WORDS.encode() not in stored


def test_bytes_moved_to_another_row_cannot_be_read(cast, series, item):
    other = services.add_item(actor=cast.acts(cast.eve), series=series, text="harmless")
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE one_on_ones_agendaitem SET text = (SELECT text FROM one_on_ones_agendaitem WHERE id = %s) WHERE id = %s",
            [item.pk, other.pk],
        )
    with pytest.raises(Unreadable):
        _ = AgendaItem.objects.select_related("series__data_key").get(pk=other.pk).text


def test_deleting_the_data_key_erases_the_words(item):
    item.series.data_key.delete()
    with pytest.raises(Unreadable):
        _ = AgendaItem.objects.select_related("series__data_key").get(pk=item.pk).text


@pytest.mark.django_db(transaction=True)
def test_the_other_is_told_that_there_is_a_topic_not_what_it_says(cast, series, run_tasks):
    services.add_item(actor=cast.acts(cast.eve), series=series, text=SECRET_WORDS)
    run_tasks()
    assert [message.to for message in mail.outbox] == [[cast.max.email]]
    whole = mail.outbox[0].message().as_string()
    assert "Eve" in whole
    assert SECRET_WORDS not in whole
    assert "calibration" not in whole
    run_tasks()
    assert len(mail.outbox) == 1


@pytest.mark.django_db(transaction=True)
def test_nobody_is_told_of_a_private_item(cast, series, run_tasks):
    services.add_item(actor=cast.acts(cast.eve), series=series, text="mine", visibility="private")
    run_tasks()
    assert mail.outbox == []


@pytest.mark.django_db(transaction=True)
def test_people_who_are_not_invited_yet_get_no_mail(cast, series, run_tasks):
    cast.max.invited_at = None
    cast.max.save()
    services.add_item(actor=cast.acts(cast.eve), series=series, text="hello")
    run_tasks()
    assert mail.outbox == []


def test_a_stale_edit_keeps_both_texts(cast, item):
    services.edit_item(actor=cast.acts(cast.eve), item=item, text="first", version=1)
    with pytest.raises(Stale) as refusal:
        services.edit_item(actor=cast.acts(cast.eve), item=item, text="second", version=1)
    assert (refusal.value.yours, refusal.value.current) == ("second", "first")
    assert AgendaItem.objects.select_related("series__data_key").get(pk=item.pk).text == "first"


def test_pressing_twice_adds_one_item(cast, series, web):
    browser = web(cast.eve)
    page = browser.get(reverse("one_on_ones:series_detail", args=[series.pk])).content.decode()
    key = re.search(r'name="once" value="(\w+)"', page)
    assert key is not None
    for _ in range(2):
        answer = browser.post(
            reverse("one_on_ones:item_create", args=[series.pk]), {"text": "once", "once": key[1]}
        )
        assert answer.status_code == 302
    assert AgendaItem.objects.count() == 1


def test_an_empty_topic_is_refused_in_words_and_the_form_can_be_sent_again(cast, series, web):
    browser, address = web(cast.eve), reverse("one_on_ones:item_create", args=[series.pk])
    assert browser.post(address, {"text": "  ", "once": "k1"}).status_code == 422
    assert browser.post(address, {"text": "now", "once": "k1"}).status_code == 302
    assert AgendaItem.objects.count() == 1


def test_htmx_gets_only_the_agenda_and_its_queries_do_not_grow(
    cast, series, web, django_assert_max_num_queries
):
    for number in range(12):
        services.add_item(actor=cast.acts(cast.eve), series=series, text=f"topic {number}")
    address = reverse("one_on_ones:series_detail", args=[series.pk])
    browser = web(cast.max)
    with django_assert_max_num_queries(15):
        answer = browser.get(address, headers={"HX-Request": "true", "HX-Target": "agenda"})
    body = answer.content.decode()
    assert body.count("topic ") >= 12
    assert "<html" not in body


def test_the_api_writes_through_the_same_service(cast, series):
    actor = cast.acts(cast.eve, Door.API)
    item = services.add_item(actor=actor, series=series, text="by api")
    assert AuditEntry.objects.get(action="one_on_ones.item_added", key=str(item.pk)).door == "api"


def test_the_audit_log_holds_references_and_no_words(item):
    entry = AuditEntry.objects.get(action="one_on_ones.item_added")
    assert SECRET_WORDS not in str(entry.__dict__)
    assert set(entry.concerns.values_list("person_id", flat=True)) == {
        item.series.manager_id,
        item.series.employee_id,
    }
