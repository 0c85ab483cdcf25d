"""Input that means one thing to one reader and another to the next: encoded twice, sent twice, more than was asked for."""

from __future__ import annotations

import json
import re
from html import unescape
from types import SimpleNamespace
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from django.core import mail as outbox
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from alongside.config.api import api
from alongside.identity.services import create_token
from alongside.identity.tests.makers import PASSWORD, is_signed_in, sign_in, with_password
from alongside.notifications import mail, services
from alongside.one_on_ones.models import AgendaItem
from alongside.people.calendar import today
from alongside.people.models import ImportRun, Person, RoleGrant
from alongside.people.services import grant_role
from alongside.people.tests.makers import TESTS
from tests.house.addresses import Address, addresses, path_of
from tests.house.code import packages
from tests.house.table import Row, table_of
from tests.house.walk import make_world

ENDS = ["\r\n", "\n", "\r", "\x0b", "\u2028"]
CHANGING = ("POST", "PUT", "PATCH")


# --- decoded once (ASVS 1.1.1) ---------------------------------------------------------------------
@pytest.mark.parametrize(
    ("sent", "shown"),
    [
        ("%2541", "%41"),
        ("%26lt%3Bb%26gt%3B", "&amp;lt;b&amp;gt;"),
        ("%2526lt%253B", "%26lt%3B"),
        ("%5Cu0041", "\\u0041"),
        ("%252e%252e%252f", "%2e%2e%2f"),
    ],
)
def test_what_was_searched_for_is_decoded_once(cast, web, sent, shown):
    page = web(cast.eve).get(f"/people/?q={sent}").content.decode()
    assert f'value="{shown}"' in page


@pytest.mark.parametrize("path", ["/people/%25{}/", "/%2570eople/{}/", "/people%252F{}/", "/people/%2525{}/"])
def test_an_address_is_decoded_once(cast, web, path):
    one = web(cast.eve)
    assert one.get(f"/people/{cast.eve.pk}/").status_code == 200
    assert one.get(f"/people/%{ord(str(cast.eve.pk)[0]):x}{str(cast.eve.pk)[1:]}/").status_code == 200  # once
    assert one.get(path.format(f"{ord(str(cast.eve.pk)[0]):x}{str(cast.eve.pk)[1:]}")).status_code == 404


TYPED = 'a&page=9#top"><b>%26 é+'


def values(page: str, name: str) -> list[dict[str, list[str]]]:
    """The parameters of every link of a page that has this one, and under "#" what stands behind the address."""
    links = [urlsplit(unescape(link)) for link in re.findall(r'(?:href|action)="([^"]*)"', page)]
    return [{**parse_qs(link.query), "#": [link.fragment]} for link in links if name in parse_qs(link.query)]


def test_what_was_typed_stands_in_links_of_pages_as_one_value(cast, web):
    back = f"/people/?q={TYPED}"
    found = values(Client().get("/sign-in/", {"next": back}).content.decode(), "next")
    assert found and all(one == {"next": [back], "#": [""]} for one in found)
    searched = values(web(cast.eve).get("/people/", {"q": TYPED, "after": "x"}).content.decode(), "q")
    assert searched and all((one["q"], one["#"]) == ([TYPED], [""]) and "page" not in one for one in searched)


def test_words_of_the_api_are_decoded_once(cast, series, ask):
    for words in ("\\u0041", "%41", "&lt;b&gt;", "&amp;lt;"):
        assert ask("post", f"/one-on-ones/{series.pk}/items", {"text": words}).status_code in (200, 201)
    assert [item.text for item in AgendaItem.objects.order_by("pk")] == [
        "\\u0041",
        "%41",
        "&lt;b&gt;",
        "&amp;lt;",
    ]


# --- sent twice (ASVS 15.3.7) ------------------------------------------------------------------------
@pytest.fixture
def ask(cast):
    _token, secret = create_token(actor=TESTS, account=cast.eve.account, name="t")

    def send(method: str, path: str, body: Any = None) -> Any:
        more = {} if body is None else {"data": body if isinstance(body, str) else json.dumps(body)}
        headers = {"Authorization": f"Bearer {secret}"}
        return Client().generic(
            method.upper(), f"/api/v1{path}", content_type="application/json", headers=headers, **more
        )

    return send


def test_the_query_never_stands_in_for_the_body(cast, series, web):
    with_password(cast.eve)
    browser = Client()
    assert (
        browser.post(f"/sign-in/?name={cast.eve.email}&password={PASSWORD}", {"next": "/"}).status_code == 422
    )
    assert browser.post(f"/sign-in/?password={PASSWORD}", {"name": cast.eve.email}).status_code == 422
    assert not is_signed_in(browser)
    path = reverse("one_on_ones:item_create", args=[series.pk])
    assert (
        web(cast.eve).post(f"{path}?text=of+the+query", {"text": "of the body", "once": "k"}).status_code
        == 302
    )
    assert [item.text for item in AgendaItem.objects.all()] == ["of the body"]
    assert web(cast.eve).post(f"{path}?text=of+the+query", {"once": "k2"}).status_code == 422


def test_a_name_sent_twice_is_one_name_for_every_reader(cast):
    """The last one counts: for the account, for the password and for the limit alike."""
    with_password(cast.eve)
    with_password(cast.max, "another lantern violin")
    kind = "application/x-www-form-urlencoded"
    both = f"name={cast.max.email}&name={cast.eve.email}"
    for password, opens in (("another lantern violin", False), (PASSWORD, True)):
        browser = Client()
        browser.post("/sign-in/", f"{both}&password={password}", content_type=kind)
        assert is_signed_in(browser) is opens
        assert not opens or browser.session["_auth_user_id"] == str(cast.eve.account.pk)


def test_cookies_and_headers_are_no_fields(cast):
    with_password(cast.eve)
    browser = Client(headers={"name": cast.eve.email, "password": PASSWORD})
    browser.cookies["name"], browser.cookies["password"] = cast.eve.email, PASSWORD
    assert browser.post("/sign-in/", {"next": "/"}).status_code == 422
    assert sign_in(browser, cast.eve.email).status_code == 302


def test_the_api_reads_each_parameter_once(cast, series, ask):
    assert len(ask("get", "/people?limit=500&limit=1").json()["items"]) == 1
    body = '{"text": "first", "text": "last"}'
    assert ask("post", f"/one-on-ones/{series.pk}/items", body).status_code in (200, 201)
    assert [item.text for item in AgendaItem.objects.all()] == ["last"]
    assert ask("post", f"/one-on-ones/{series.pk}/items?text=query", "{}").status_code == 422


# --- more than was asked for (ASVS 15.3.3) -----------------------------------------------------------
def test_every_body_of_the_api_refuses_what_it_does_not_know():
    document = api.get_openapi_schema()
    schemas, loose, seen = document["components"]["schemas"], [], 0
    for path, operations in document["paths"].items():
        for method, operation in operations.items():
            for content in operation.get("requestBody", {}).get("content", {}).values():
                seen += 1
                named = content["schema"]
                schema = schemas[named["$ref"].rpartition("/")[2]] if "$ref" in named else named
                if schema.get("additionalProperties") is not False:
                    loose.append(f"{method.upper()} {path}")
    assert seen > 10
    assert not loose, f"Make their bodies a core.api.Body: {loose}"


def writing(package: str) -> list[tuple[Address, Row, str]]:
    table = table_of(package)
    known = table.TABLE if table is not None else {}
    return [
        (address, known[address.name], method)
        for address in addresses()
        if address.is_api and address.name in known
        for method in known[address.name].expected
        if method in CHANGING
    ]


@pytest.mark.parametrize("package", [name for name in packages() if writing(name)])
def test_a_field_too_many_is_refused_at_each_address_of_the_api(db, package):
    """With the one field more the same call is refused that is taken without it; the walk tries it without."""
    world = make_world()
    table = table_of(package)
    assert table is not None
    if hasattr(table, "prepare"):
        table.prepare(world)
    tried = 0
    for address, row, method in writing(package):
        person = next(
            (name for name, status in row.expected[method].items() if status < 300 and name != "anonymous"),
            None,
        )
        body = (row.data(world) if callable(row.data) else row.data) or {}
        if person is None or not body:
            continue
        tried += 1
        answer = _send(world, person, method, path_of(address, row.args(world)), {**body, "surprise": 1})
        assert (answer.status_code, answer.json()["code"]) == (422, "invalid"), (
            f"{address.name}: {answer.content!r}"
        )
    assert tried or not any(row.data for _address, row, _method in writing(package))


def _send(world: SimpleNamespace, person: str, method: str, path: str, body: dict[str, Any]) -> Any:
    _token, secret = create_token(actor=TESTS, account=world.people[person].account, name="t")
    headers = {"Authorization": f"Bearer {secret}"}
    data = json.dumps(body, default=str)
    return Client().generic(method, path, data, content_type="application/json", headers=headers)


# --- into mail (ASVS 1.3.11) -------------------------------------------------------------------------
@pytest.mark.parametrize("end", ENDS)
def test_a_name_adds_no_header_and_no_reader_to_a_mail(cast, end):
    name = f"Eve{end}Bcc: mallory@evil.example{end}X-Evil: 1{end}{end}Another body"
    Person.objects.filter(pk=cast.eve.pk).update(name=name)
    message = services.tell(
        person=Person.objects.get(pk=cast.eve.pk), template="one_on_ones/email/topic_added", key="k",
        context={"from_name": name, "path": "/"},
    )  # fmt: skip
    mail.deliver(message)
    [sent] = outbox.outbox
    assert sent.recipients() == [cast.eve.email]
    whole = sent.message()
    assert not {"bcc", "x-evil"} & {header.lower() for header in whole}
    assert "mallory" not in whole["To"]
    assert len(whole["Subject"].splitlines()) <= 1


@pytest.mark.parametrize("end", ENDS[:3])
def test_an_address_with_the_end_of_a_line_in_it_is_written_to_nobody(cast, end):
    Person.objects.filter(pk=cast.eve.pk).update(email=f"eve@example.org{end}Bcc: mallory@evil.example")
    message = services.tell(
        person=Person.objects.get(pk=cast.eve.pk), template="one_on_ones/email/topic_added", key="k",
        context={"from_name": "A", "path": "/"},
    )  # fmt: skip
    with pytest.raises(ValueError, match=r"(?i)header|linefeed|newline|address"):
        mail.deliver(message)
    assert outbox.outbox == []


# --- names of files (ASVS 5.4.2) ---------------------------------------------------------------------
@pytest.mark.parametrize(
    "name",
    [
        'people.csv"; filename="run.exe',
        "people.csv\r\nX-Evil: 1",
        "../../people.csv",
        "<script>alert(1)</script>.csv",
        "people.csv%0d%0aX-Evil: 1",
        "people\u202evsc.exe",
    ],
)
def test_the_name_of_a_file_that_came_in_names_no_file_that_goes_out(cast, web, name):
    grant_role(actor=TESTS, person=cast.hana, role=RoleGrant.Role.HR_OPERATIONS, since=today())
    browser = web(cast.hana)
    sent = SimpleUploadedFile(name, b"id,name,email\n1,Ann Lee,nobody(at)x\n")
    sent._name = name  # as a hostile client writes it, past what the class makes of it
    assert browser.post("/people/import/new/", {"file": sent}).status_code == 302
    run = ImportRun.objects.get()
    page = browser.get(f"/people/import/{run.pk}/").content.decode()
    assert "<script>alert" not in page
    answer = browser.post("/exports/import-rows/", {"kind": "csv", "part": run.pk})
    assert answer.status_code == 200
    assert (
        answer.headers["Content-Disposition"] == f'attachment; filename="import-rows-{run.pk}-{today()}.csv"'
    )
    assert "X-Evil" not in answer.headers
