"""What a token of the company opens, address by address: a new one is closed to it until somebody writes it here."""

from __future__ import annotations

import re

import pytest
from django.test import Client

from alongside.audit.models import AuditEntry
from alongside.config.api import api
from alongside.identity.scopes import SERVICE_SCOPES
from alongside.identity.services import create_service_token
from alongside.people.services import add_typed_person
from alongside.people.tests.makers import TESTS

pytestmark = pytest.mark.django_db
# The directory, to read. Everybody who is signed in reads all of it at pages, but for what is asked about below.
DIRECTORY = {
    "/people", "/people/{id}", "/people/{id}/hr-partner", "/team", "/me", "/units", "/units/{id}", "/seats",
    "/sites/", "/sites/{id}", "/absences/", "/delegations/",
}  # fmt: skip
# In the area of the directory and yet about somebody: the policies say no to whoever is nobody.
ABOUT_SOMEBODY = {"/people/{id}/history", "/working-days/{person_id}"}
OPERATIONS = [
    (method, path.removeprefix("/api/v1"))
    for path, methods in api.get_openapi_schema()["paths"].items()
    for method in methods
]


@pytest.fixture
def company():
    """company("get", "/people"): one call with a token that may do whatever a token of the company may."""
    _token, secret = create_service_token(actor=TESTS, name="t", scopes=SERVICE_SCOPES)

    def send(method, path):
        headers = {"Authorization": f"Bearer {secret}"}
        more = {} if method == "get" else {"data": "{}", "content_type": "application/json"}
        return getattr(Client(), method)(f"/api/v1{path}", headers=headers, **more)

    return send


def test_it_opens_the_directory_and_webhooks_and_nothing_else(cast, company):
    before, opened = AuditEntry.objects.count(), set()
    for method, path in OPERATIONS:
        if path.startswith("/webhooks"):
            continue
        answer = company(method, re.sub(r"\{\w+\}", "987654", path))
        if answer.status_code != 403:
            opened.add((method, path))
        else:
            assert answer.json()["code"] == "refused", path
    assert opened == {("get", path) for path in DIRECTORY | ABOUT_SOMEBODY}
    assert AuditEntry.objects.count() == before


@pytest.mark.parametrize("path", sorted(ABOUT_SOMEBODY))
def test_about_somebody_it_learns_nothing(cast, company, path):
    answer = company("get", re.sub(r"\{\w+\}", str(cast.eve.pk), path))
    assert (answer.status_code, answer.json()["code"]) == (403, "refused")


def test_who_was_typed_in_by_a_manager_is_that_managers_alone(cast, company):
    typed = add_typed_person(actor=cast.acts(cast.max), name="Nora Neu")
    assert company("get", f"/people/{typed.pk}").status_code == 404
    listed = {one["id"] for one in company("get", "/people?limit=500").json()["items"]}
    assert cast.eve.pk in listed and typed.pk not in listed


def test_it_is_nobody_and_leads_nobody(cast, company):
    assert company("get", "/me").status_code == 404
    assert company("get", "/team").json() == {"leads": False, "items": []}
