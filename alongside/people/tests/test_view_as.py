""" "View as": the real page answers in somebody's place, and nothing of them is taken on or left behind."""

from __future__ import annotations

import pytest
from django.test import RequestFactory
from django.urls import reverse

from alongside.audit.models import AuditEntry
from alongside.core.actor import Door
from alongside.one_on_ones import services
from alongside.people.tests.makers import acts
from alongside.people.view_as import gets_nothing


@pytest.fixture
def series(cast):
    return services.start_series(actor=cast.acts(cast.max), employee=cast.eve)


def address(series, person) -> str:
    return reverse("people:onlooker_detail", args=["one_on_ones.series", series.pk, person.pk])


@pytest.mark.parametrize("who", ["hana", "dora", "ada"])
def test_one_sees_the_empty_page_that_hr_the_administrator_and_a_skip_level_get(cast, series, web, who):
    person, before = getattr(cast, who), AuditEntry.objects.count()
    browser = web(cast.eve)
    listed = browser.get(reverse("people:audience_detail", args=["one_on_ones.series", series.pk]))
    assert address(series, person) in listed.content.decode()
    shown = browser.get(address(series, person))
    assert shown.status_code == 200
    assert "There is nothing here" in shown.content.decode()
    assert "This page opens for them" not in shown.content.decode()
    assert AuditEntry.objects.count() == before
    assert browser.get(f"/1-1s/{series.pk}/").status_code == 200  # one is still oneself


@pytest.mark.parametrize("who", ["hana", "dora", "ada", "omar", "ben"])
def test_whoever_does_not_see_the_record_cannot_ask(cast, series, web, who):
    assert web(getattr(cast, who)).get(address(series, cast.hana)).status_code == 404


@pytest.mark.parametrize("who", ["omar", "ben", "max", "eve"])
def test_nobody_else_can_be_asked_about(cast, series, web, who):
    assert web(cast.eve).get(address(series, getattr(cast, who))).status_code == 404


def test_it_is_the_page_that_answers_and_not_a_sentence(cast, series):
    """The same question for somebody for whom the page is there, and for a page that is there for everybody."""
    request = RequestFactory().get("/")
    request.actor, request.htmx, request.session = acts(cast.eve, Door.WEB), None, {}
    url = f"/1-1s/{series.pk}/agenda.pdf"
    assert gets_nothing(request, url, cast.hana)
    assert not gets_nothing(request, url, cast.max)
    assert request.actor.person_id == cast.eve.pk
