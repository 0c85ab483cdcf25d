"""Ways to lose what was typed, or to have an effect twice."""

from __future__ import annotations

import threading
from datetime import timedelta

import pytest
import time_machine
from django.db import connections
from django.http import HttpResponse
from django.test import Client, RequestFactory
from django.urls import reverse
from django.utils import timezone

from alongside.core import once, tasks
from alongside.core.models import OnceKey
from alongside.core.web import once_only
from alongside.identity.services import create_token
from alongside.one_on_ones.models import AgendaItem, Series
from alongside.people.models import Person
from alongside.people.tests.makers import TESTS


def item_url(series):
    return reverse("one_on_ones:item_create", args=[series.pk])


def test_the_same_form_sent_again_with_other_words_loses_nothing(cast, series, web):
    """The back button brings the old form with its old key; the new words must not vanish behind a redirect."""
    browser = web(cast.eve)
    browser.post(item_url(series), {"text": "first", "once": "k"})
    browser.post(item_url(series), {"text": "second", "once": "k"})
    assert AgendaItem.objects.count() == 2


def test_a_key_used_at_another_address_does_not_swallow_the_press(cast, series, web):
    browser = web(cast.max)
    browser.post(item_url(series), {"text": "first", "once": "k"})
    answer = browser.post(reverse("one_on_ones:series_create", args=[cast.ben.pk]), {"once": "k"})
    assert Series.objects.filter(employee=cast.ben).exists(), answer.url


def test_a_key_is_one_persons_own(cast, series, web):
    for person in (cast.eve, cast.max):
        web(person).post(item_url(series), {"text": "mine", "once": "shared-key"})
    assert AgendaItem.objects.count() == 2


@pytest.mark.parametrize("key", ["nul\x00byte", "x" * 5000, "ü€😀"])
def test_a_strange_key_is_no_server_error(cast, series, web, key):
    browser = web(cast.eve)
    browser.raise_request_exception = False
    assert browser.post(item_url(series), {"text": "hello", "once": key}).status_code in {302, 400, 422}


def test_long_keys_with_the_same_beginning_are_different_keys(cast, series, web):
    browser = web(cast.eve)
    for end in "ab":
        browser.post(item_url(series), {"text": "hello " + end, "once": "k" * 64 + end})
    assert AgendaItem.objects.count() == 2


@pytest.mark.django_db
def test_a_view_that_writes_and_answers_200_is_refused_loudly_not_undone_in_silence(cast):
    @once_only
    def view(request):
        Person.objects.filter(pk=cast.eve.pk).update(theme="dark")
        return HttpResponse(status=204)

    request = RequestFactory().post("/x", {"once": "k"})
    request.actor = cast.acts(cast.eve)
    try:
        answer = view(request)
    except TypeError:
        return
    assert answer.status_code >= 400 or Person.objects.get(pk=cast.eve.pk).theme == "dark"


@pytest.mark.django_db(transaction=True)
def test_two_presses_at_the_same_moment_have_one_effect(cast, series, web):
    browsers, answers = [web(cast.eve), web(cast.eve)], []
    gate = threading.Barrier(2)

    def press(browser):
        gate.wait()
        answers.append(browser.post(item_url(series), {"text": "raced", "once": "k"}).status_code)
        connections.close_all()

    threads = [threading.Thread(target=press, args=[browser]) for browser in browsers]
    [thread.start() for thread in threads]
    [thread.join() for thread in threads]
    assert answers == [302, 302]
    assert AgendaItem.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_starting_the_same_series_twice_at_once_gives_one_series_and_no_error(cast, web):
    browsers, answers = [web(cast.max), web(cast.max)], []
    gate = threading.Barrier(2)
    url = reverse("one_on_ones:series_create", args=[cast.ben.pk])

    def press(browser, key):
        browser.raise_request_exception = False
        gate.wait()
        answers.append(browser.post(url, {"once": key}).status_code)
        connections.close_all()

    threads = [threading.Thread(target=press, args=[b, k]) for b, k in zip(browsers, "ab", strict=True)]
    [thread.start() for thread in threads]
    [thread.join() for thread in threads]
    assert answers == [302, 302]
    assert Series.objects.count() == 1


def test_a_read_only_token_cannot_write(cast, series):
    _, secret = create_token(actor=TESTS, account=cast.eve.account, name="t", scopes=("read",))
    url, headers = f"/api/v1/one-on-ones/{series.pk}/items", {"Authorization": f"Bearer {secret}"}
    answer = Client().post(url, {"text": "x"}, content_type="application/json", headers=headers)
    assert answer.status_code == 403


def test_the_idempotency_key_of_the_api_has_one_effect(cast, series):
    _, secret = create_token(actor=TESTS, account=cast.eve.account, name="t")
    url = f"/api/v1/one-on-ones/{series.pk}/items"
    headers = {"Authorization": f"Bearer {secret}", "Idempotency-Key": "same"}
    for _ in range(2):
        Client().post(url, {"text": "x"}, content_type="application/json", headers=headers)
    assert AgendaItem.objects.count() == 1


@pytest.mark.parametrize("body", ["{", '{"text": "\\ud800"}', '{"text": "a\\u0000b"}', "[]", '{"text": 1}'])
def test_a_broken_body_has_the_one_error_shape(cast, series, web, body):
    browser = web(cast.eve)
    browser.raise_request_exception = False
    answer = browser.post(f"/api/v1/one-on-ones/{series.pk}/items", body, content_type="application/json")
    assert answer.status_code in {201, 400, 422}
    if answer.status_code != 201:
        assert set(answer.json()) == {"type", "title", "status", "code", "detail", "fields"}


def test_keys_go_once_nobody_will_repeat_the_press(cast, series, web):
    web(cast.eve).post(item_url(series), {"text": "first", "once": "k"})
    tasks.forget_once_keys.call()
    assert OnceKey.objects.count() == 1
    with time_machine.travel(timezone.now() + timedelta(days=once.KEPT_DAYS, hours=1)):
        tasks.forget_once_keys.call()
    assert not OnceKey.objects.exists()
