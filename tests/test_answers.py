"""Every answer at every address: its media type is what it is, files have names of ours, and a way out is on each page."""

from __future__ import annotations

import pytest
from django.test import Client

from tests.house.addresses import addresses
from tests.house.answers import wrong_name, wrong_type
from tests.house.papers import MADE
from tests.house.table import walked
from tests.house.walk import Seen, walk

# Where people get files. A new place wants a thought about the name: who can write into it?
FILES = {
    "home": {"home:export_create"},
    "calendars": {"calendars:feed_detail"},
    "one_on_ones": {"one_on_ones:agenda_pdf"} if MADE == 200 else set(),
    "records": {"records:my_data_json"} | ({"records:my_data_pdf"} if MADE == 200 else set()),
}
# A supporter comes with a key and leaves by a button of their own.
OTHER_WAY_OUT = {"operations:support_detail": "/support/leave/"}


def without_way_out(seen: list[Seen]) -> list[str]:
    """Whole pages for people who are signed in that offer no sign-out."""
    asking = {address.name for address in addresses() if address.asks_who}
    return sorted(
        {
            f"{one.address} ({one.status})"
            for one in seen
            if one.is_page and one.address in asking and one.person != "anonymous" and "<html" in one.body
            if f'action="{OTHER_WAY_OUT.get(one.address, "/sign-out/")}"' not in one.body
        }
    )


@pytest.mark.parametrize("package", walked())
def test_every_answer_is_of_the_type_it_says(db, package):
    found = {
        f"{one.address} ({one.status}): {wrong}"
        for one in walk(package)
        if (wrong := wrong_type(one.headers, one.body))
    }
    assert not found, "\n".join(sorted(found))


@pytest.mark.parametrize("package", walked())
def test_every_file_has_a_name_of_ours(db, package):
    files = [one for one in walk(package) if one.status == 200]
    found = {f"{one.address}: {wrong}" for one in files if (wrong := wrong_name(one.headers))}
    assert not found, "\n".join(sorted(found))
    found_at = {one.address for one in files if "Content-Disposition" in one.headers}
    assert found_at == FILES.get(package, set()), (
        "Say in FILES where a file is new, once its name is only ours"
    )


@pytest.mark.parametrize("package", walked())
def test_the_way_out_is_on_every_page_for_people_who_are_signed_in(db, package):
    found = without_way_out(walk(package))
    assert not found, f"These pages offer no way to sign out: {', '.join(found)}"


@pytest.mark.parametrize("path", ["/nowhere/", "/1-1s/999999/"])
def test_the_way_out_is_on_the_pages_of_refusals_too(cast, web, path):
    answer = web(cast.eve).get(path)
    assert answer.status_code == 404
    assert 'action="/sign-out/"' in answer.content.decode()


HTML, CSV = "text/html; charset=utf-8", "text/csv; charset=utf-8"


@pytest.mark.parametrize(
    ("kind", "body"),
    [
        ("text/html", "<p>a</p>"),
        (HTML, '{"a": 1}'),
        ("application/json", "<p>a</p>"),
        ("text/plain", "alive"),
        ("text/plain; charset=utf-8", "<script>"),
        ("text/csv; charset=iso-8859-1", "\ufeffa"),
        ("application/samlmetadata+xml", "<md:EntityDescriptor/>"),
        ("application/pdf", "<p>a</p>"),
        ("image/png", "a"),
        ("", "a"),
    ],
)
def test_a_wrong_type_is_seen(kind, body):
    assert wrong_type({"Content-Type": kind} if kind else {}, body)
    assert not wrong_type({"Content-Type": HTML}, "<p>a</p>")
    assert not wrong_type({}, "")


@pytest.mark.parametrize(
    "said",
    [
        None,
        "attachment",
        'attachment; filename="a.csv"; filename="b.exe"',
        'attachment; filename="../a.csv"',
        "attachment; filename=a.csv",
        'attachment; filename="a b.csv"',
        'attachment; filename="a.csv"\r\nX-Evil: 1',
        'attachment; filename="a.html"',
        'attachment; filename="a.pdf"',
    ],
)
def test_a_wrong_name_is_seen(said):
    assert wrong_name({"Content-Type": CSV} | ({"Content-Disposition": said} if said else {}))
    assert not wrong_name(
        {"Content-Type": CSV, "Content-Disposition": 'attachment; filename="people-2026.csv"'}
    )


def test_a_page_without_a_way_out_is_seen():
    page = Seen("home:today", "GET", "employee", "/", 200, 200, {"Content-Type": HTML}, "<html></html>")
    assert without_way_out([page]) == ["home:today (200)"]


@pytest.mark.parametrize(
    "path", ["/static/", "/static/core/", "/static/core", "/static/core/js/", "/static/vendor/"]
)
def test_no_folder_is_listed(db, path):
    answer = Client().get(path)
    assert answer.status_code == 404
    said = answer.content.decode()
    assert 'class="problem"' in said, "the house's own page, and no list"
    assert "Index of" not in said


@pytest.mark.parametrize(
    "path",
    [
        "/.git/config",
        "/static/.git/config",
        "/static/../.git/config",
        "/static/%2e%2e/.git/config",
        "/.gitignore",
    ],
)
def test_no_history_of_the_source_is_served(db, path):
    assert Client().get(path).status_code in (400, 404)


def test_a_file_that_is_there_is_served(db):
    answer = Client().get("/static/core/js/theme.js")
    assert answer.status_code == 200
    assert b"".join(answer.streaming_content)
    answer.close()
    assert answer.headers["Content-Type"].replace('"', "") == "text/javascript; charset=utf-8"
