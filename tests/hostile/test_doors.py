"""Ways to read what one may not, and answers that tell too much."""

from __future__ import annotations

import re
from datetime import timedelta

import time_machine
from django.db import connection
from django.db.backends.postgresql.psycopg_any import DateRange
from django.http import HttpResponse
from django.test import Client, RequestFactory
from django.urls import reverse
from django.utils import timezone

from alongside.core.actor import ANONYMOUS
from alongside.core.errors import Stale
from alongside.core.models import OnceKey
from alongside.core.refusals import RefusalMiddleware
from alongside.home.views import days
from alongside.identity.services import create_token
from alongside.one_on_ones import services
from alongside.one_on_ones.models import AgendaItem, Series
from alongside.people import queries
from alongside.people.calendar import today
from alongside.people.models import Coverage, Person
from alongside.people.queries import team_of
from alongside.people.relations import participants
from alongside.people.tests.makers import TESTS


def item_url(series):
    return reverse("one_on_ones:item_create", args=[series.pk])


def test_a_refusal_on_the_web_is_a_403_with_its_reason(cast, series, web):
    Series.objects.filter(pk=series.pk).update(ended_on=today())
    answer = web(cast.eve).post(item_url(series), {"text": "too late", "once": "k"})
    assert answer.status_code == 403
    assert "ended" in answer.content.decode()


def test_starting_a_series_with_a_stranger_is_a_403(cast, web):
    answer = web(cast.max).post(reverse("one_on_ones:series_create", args=[cast.omar.pk]), {"once": "k"})
    assert answer.status_code == 403


def test_a_missing_page_speaks_like_the_house(cast, web):
    answer = web(cast.eve).get("/1-1s/999999/")
    assert answer.status_code == 404
    assert 'class="problem"' in answer.content.decode()


def test_invisible_and_missing_answer_the_same(cast, series, web):
    browser = web(cast.omar)
    hidden, missing = (browser.get(f"/1-1s/{pk}/") for pk in (series.pk, series.pk + 1000))
    masked = [
        re.sub(rb'name="csrfmiddlewaretoken" value="\w+"', b"", one.content) for one in (hidden, missing)
    ]
    assert (hidden.status_code, masked[0]) == (missing.status_code, masked[1])
    api = [browser.get(f"/api/v1/one-on-ones/{pk}/items") for pk in (series.pk, series.pk + 1000)]
    assert (api[0].status_code, api[0].content) == (api[1].status_code, api[1].content)


def test_a_huge_id_is_a_404(cast, web):
    assert web(cast.eve).get("/1-1s/99999999999999999999999/").status_code == 404
    assert web(cast.eve).get("/api/v1/one-on-ones/99999999999999999999999/items").status_code == 404


def test_a_lapsed_sign_in_during_an_htmx_press_leads_back_to_the_page(cast, series):
    answer = Client().post(
        item_url(series),
        {"text": "typed long"},
        headers={"HX-Request": "true", "HX-Current-URL": f"http://testserver/1-1s/{series.pk}/"},
    )
    assert answer.status_code == 401
    assert answer.headers["HX-Redirect"] == f"/sign-in/?next=%2F1-1s%2F{series.pk}%2F"


def test_the_way_back_is_never_another_host(cast, series):
    for evil in ("https://evil.example/x", "//evil.example/x"):
        answer = Client().post(item_url(series), {"text": "x"}, headers={"Referer": evil})
        assert "evil" not in answer.url


def test_no_session_survives_a_deactivated_account(cast, series, web):
    browser = web(cast.eve)
    assert browser.get(f"/1-1s/{series.pk}/").status_code == 200
    cast.eve.account.is_active = False
    cast.eve.account.save()
    assert browser.get(f"/1-1s/{series.pk}/").status_code == 302
    assert browser.get(f"/api/v1/one-on-ones/{series.pk}/items").status_code == 401


def test_an_unknown_zone_or_language_does_not_lock_a_person_out(cast, web):
    Person.objects.filter(pk=cast.eve.pk).update(time_zone="Mars/Olympus", locale="xx-nowhere")
    browser = web(cast.eve)
    browser.raise_request_exception = False
    assert browser.get("/").status_code == 200


def test_the_companys_day_does_not_depend_on_who_looks():
    instant = timezone.now().replace(hour=13, minute=0)
    with time_machine.travel(instant, tick=False):
        base = today()
        for zone in ("Pacific/Kiritimati", "Etc/GMT+12", "Asia/Tokyo"):
            with timezone.override(zone):
                assert today() == base


def test_nobody_reads_a_day_early_by_choosing_a_zone(cast, web):
    """A coverage that begins tomorrow opens nothing today, whatever zone the partner sets for themselves."""
    instant = timezone.now().replace(hour=13, minute=0)
    with time_machine.travel(instant, tick=False):
        tomorrow = instant.date() + timedelta(days=1)
        Coverage.objects.create(unit=cast.sales, partner=cast.hana, during=DateRange(tomorrow, None))
        with timezone.override("Pacific/Kiritimati"):
            covered = queries.people_covered_by(cast.acts(cast.hana))
            assert not covered.filter(pk=cast.omar.pk).exists()


def test_the_anonymous_actor_remembers_nothing_between_requests():
    ANONYMOUS.once("attack", lambda: "leak")
    assert ANONYMOUS.once("attack", lambda: "fresh") == "fresh"


def test_headers_on_everything(cast, web):
    browser = web(cast.eve)
    for path in ("/", "/nope", "/sign-in/", "/api/v1/one-on-ones/", "/api/v1/nope", "/1-1s", "/healthz"):
        answer = browser.get(path)
        assert "default-src 'none'" in answer.headers.get("Content-Security-Policy", ""), path
        assert (
            answer.headers["Cache-Control"] == "no-store" or "no-store" in answer.headers["Cache-Control"]
        ), path
        assert answer.headers["X-Content-Type-Options"] == "nosniff", path
    bad = Client().get("/", headers={"Host": "evil.example"})
    assert bad.status_code == 400
    assert "default-src 'none'" in bad.headers.get("Content-Security-Policy", "")


def test_a_person_reads_errors_of_the_api_in_their_language(cast, series):
    Person.objects.filter(pk=cast.omar.pk).update(locale="de")
    _, secret = create_token(actor=TESTS, account=cast.omar.account, name="t")
    answer = Client().get(
        f"/api/v1/one-on-ones/{series.pk}/items", headers={"Authorization": f"Bearer {secret}"}
    )
    assert answer.headers.get("Content-Language") == "de"


def test_an_api_press_needs_the_csrf_token_when_it_comes_by_session(cast, series):
    browser = Client(enforce_csrf_checks=True)
    browser.force_login(cast.eve.account, backend="allauth.account.auth_backends.AuthenticationBackend")
    url = f"/api/v1/one-on-ones/{series.pk}/items"
    answer = browser.post(url, {"text": "forged"}, content_type="application/json")
    assert answer.status_code == 403
    assert AgendaItem.objects.count() == 0


def test_an_unknown_address_of_the_api_answers_json(cast, web):
    answer = web(cast.eve).get("/api/v1/nope")
    assert answer.headers["Content-Type"] == "application/problem+json"
    assert answer.json()["code"] == "not_found"


def test_erased_words_do_not_break_the_page(cast, series, web):
    services.add_item(actor=cast.acts(cast.eve), series=series, text="gone soon")
    series.data_key.delete()
    browser = web(cast.eve)
    browser.raise_request_exception = False
    assert browser.get(f"/1-1s/{series.pk}/").status_code != 500
    assert browser.get(f"/api/v1/one-on-ones/{series.pk}/items").status_code != 500


def test_the_system_has_no_team(cast):
    assert not team_of(TESTS).exists()


def test_relations_of_nobody_hold_for_nothing(cast):
    assert not Person.objects.filter(participants("typed_by").q(ANONYMOUS)).exists()
    assert OnceKey.objects.count() == 0 and connection.vendor == "postgresql"


def test_a_stale_edit_shows_both_texts_and_stays_beside_the_form_for_htmx(cast):
    request = RequestFactory().post("/x")
    request.actor = cast.acts(cast.eve)
    answer = RefusalMiddleware(lambda _: HttpResponse()).process_exception(
        request, Stale(yours="my long words", current="their words", version=2)
    )
    body = answer.content.decode()
    assert answer.status_code == 409
    assert "my long words" in body
    assert "their words" in body
    assert answer.headers["HX-Retarget"] == "#notices"


def test_a_lapsed_form_token_is_told_in_the_words_of_the_house(cast):
    answer = Client(enforce_csrf_checks=True).post("/sign-in/", {"login": "x"})
    assert answer.status_code == 403
    assert 'class="problem"' in answer.content.decode()


def test_a_server_error_speaks_like_the_house(cast, web, monkeypatch):
    monkeypatch.setattr(days, "page", lambda *_, **__: 1 / 0)
    browser = web(cast.eve)
    browser.raise_request_exception = False
    answer = browser.get("/")
    assert answer.status_code == 500
    assert "Something broke on our side" in answer.content.decode()
