"""Lists as files: what the page shows and nothing else, nothing that a spreadsheet runs, recorded, and not too many."""

from __future__ import annotations

import csv
import io
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone
from python_calamine import CalamineWorkbook

from alongside.audit.models import AuditEntry
from alongside.commitments.models import Commitment
from alongside.core import exports
from alongside.core.errors import Refused
from alongside.core.exports import as_csv, as_workbook, listing_named, listings, plain
from alongside.home.services import take_export
from alongside.identity import limits
from alongside.one_on_ones import services as one_on_ones
from alongside.people.calendar import today
from alongside.people.models import ImportRun, Person, RoleGrant
from alongside.people.services import grant_role
from alongside.people.tests.makers import TESTS, a_person, a_seat

PAYLOADS = Path(__file__).parents[4] / "shared" / "data" / "security" / "csv-injection-payloads.txt"
RUNS = [
    "=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "\n=1", " =1", "\u00a0=1", "\u200b=1", "\ufeff=1",
    "＝1", "＋1", "－1", "＠x",
    "=HYPERLINK(\"http://evil\")",
    "=cmd|' /C calc'!A0", "|calc", "%0A=1", "-2+3+cmd|' /C calc'!A0", "\0=1", "\x01=1",
]  # fmt: skip
HARMLESS = ["Eve Employee", "a=b", "x-y", "1:1", "", "o'Neill", "Ärger", "5 - 3", "mail@example.org"]


@pytest.mark.parametrize("payload", RUNS)
def test_no_cell_runs(payload):
    for body in (as_csv(["h"], [[payload]]), as_csv([payload], [])):
        cell = list(csv.reader(io.StringIO(body.decode("utf-8-sig"), newline="")))[-1][0]
        assert cell.startswith("'")
    book = CalamineWorkbook.from_filelike(io.BytesIO(as_workbook("t", ["h"], [[payload]])))
    assert str(book.get_sheet_by_index(0).to_python()[1][0]).startswith("'")


@pytest.mark.parametrize("words", HARMLESS)
def test_other_words_stay_as_they_are(words):
    assert plain(words) == words


def test_numbers_stay_numbers():
    assert (plain(-5), plain(2.5), plain(None), plain(True)) == (-5, 2.5, "", "True")


@pytest.mark.skipif(not PAYLOADS.exists(), reason="the collection of payloads (../shared) is not here")
def test_no_payload_of_a_public_collection_runs():
    for payload in PAYLOADS.read_text().splitlines():
        assert str(plain(payload))[:1] not in set("=+-@\t\r\n|%"), payload


@pytest.fixture
def series(cast):
    series = one_on_ones.start_series(actor=cast.acts(cast.max), employee=cast.eve)
    one_on_ones.add_item(actor=cast.acts(cast.eve), series=series, text="canary-shared-topic")
    one_on_ones.add_item(
        actor=cast.acts(cast.eve), series=series, text="canary-private-topic", visibility="private"
    )
    one_on_ones.agree_on_action(
        actor=cast.acts(cast.max), series=series, owner_id=cast.eve.pk, text="=canary-action",
        due_on=today() + timedelta(days=3),
    )  # fmt: skip
    return series


@pytest.fixture
def hr_file(cast, web):
    """A file with one row that needs a look, chosen by HR operations."""
    cast.olga = a_person("Olga Operations", seat=a_seat("HR operations", cast.hr, cast.top_seat))
    grant_role(actor=TESTS, person=cast.olga, role=RoleGrant.Role.HR_OPERATIONS, since=today())
    file = SimpleUploadedFile("people.csv", b"id,name,email\n1,Ben,no address\n2,Elif,elif@x.example\n")
    assert web(cast.olga).post("/people/import/new/", {"file": file}).status_code == 302
    return ImportRun.objects.get()


def taken(answer, kind="csv"):
    assert answer.status_code == 200, answer
    assert answer.headers["Content-Disposition"].startswith("attachment; filename=")
    if kind == "csv":
        return list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig"), newline="")))
    return CalamineWorkbook.from_filelike(io.BytesIO(answer.content)).get_sheet_by_index(0).to_python()


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_a_file_holds_what_the_page_shows(cast, series, web, kind):
    Person.objects.filter(pk=cast.ben.pk).update(name="=Ben()")
    browser = web(cast.eve)
    directory = taken(browser.post("/exports/directory/", {"kind": kind}), kind)
    assert directory[0][0] == "Name"
    assert {row[0] for row in directory[1:]} >= {cast.eve.name, "'=Ben()"}
    actions = taken(browser.post("/exports/actions/", {"kind": kind}), kind)
    assert [row[0] for row in actions[1:]] == ["'=canary-action"]
    assert taken(browser.post("/exports/one-on-ones/", {"kind": kind}), kind)[1][0] == cast.max.name


def test_every_list_can_be_taken_by_those_who_see_it_and_holds_no_words_of_others(
    cast, series, web, monkeypatch
):
    """Every list, everybody: words of the pair in nobody else's file, private topics in no file at all."""
    monkeypatch.setitem(limits.TABLE, "export", replace(limits.TABLE["export"], count=1_000))
    for who in (cast.eve, cast.max, cast.dora, cast.hana, cast.omar, cast.ada):
        browser = web(who)
        for listing in listings():
            there = listing_named(listing.name, cast.acts(who)) is not None
            for kind in exports.TYPES:
                answer = browser.post(f"/exports/{listing.name}/", {"kind": kind})
                assert answer.status_code == (200 if there else 404), (who, listing.name)
                words = str(taken(answer, kind)) if there else answer.content.decode()
                assert "canary-private" not in words
                assert "canary-shared" not in words
                assert ("canary-action" in words) == (
                    listing.name == "actions" and who in (cast.eve, cast.max)
                )


def test_each_file_is_recorded_with_no_words(cast, series, web):
    web(cast.eve).post("/exports/actions/", {"kind": "csv"})
    entry = AuditEntry.objects.get(action="home.list_exported")
    assert entry.details == {"list": "actions", "kind": "csv", "rows": 1}
    assert entry.concerns.get().person_id == cast.eve.pk
    assert "You took a list along" in web(cast.eve).get("/about-me/").content.decode()


def test_after_a_while_one_proves_who_one_is_and_nothing_leaves_before(cast, series, web):
    stale = replace(cast.acts(cast.eve), signed_in_at=timezone.now() - timedelta(minutes=16))
    with pytest.raises(Refused):
        take_export(actor=stale, listing=listing_named("actions", stale), kind="csv")
    assert not AuditEntry.objects.filter(action="home.list_exported").exists()


def test_five_files_an_hour(cast, web):
    browser = web(cast.eve)
    answers = [browser.post("/exports/directory/", {"kind": "csv"}).status_code for _ in range(6)]
    assert answers == [200] * 5 + [429]
    assert AuditEntry.objects.filter(action="home.list_exported").count() == 5
    assert web(cast.max).post("/exports/directory/", {"kind": "csv"}).status_code == 200


def test_a_part_is_taken_through_the_same_door(cast, hr_file, web, monkeypatch):
    """One file of an import: proof first, recorded, counted; nothing by a link, nothing for others, no other part."""
    monkeypatch.setitem(limits.TABLE, "export", replace(limits.TABLE["export"], count=1_000))
    browser, told = web(hr_file.made_by), {"kind": "csv", "part": hr_file.pk}
    rows = taken(browser.post("/exports/import-rows/", told))
    assert rows == [["id", "name", "email"], ["1", "Ben", "no address"]]
    entry = AuditEntry.objects.get(action="home.list_exported")
    assert entry.details == {"list": f"import-rows-{hr_file.pk}", "kind": "csv", "rows": 1}
    for part in ("987654321", "x", "²", "1" * 30):
        answer = browser.post("/exports/import-rows/", {"kind": "csv", "part": part})
        assert answer.status_code == 404, part
    assert browser.post("/exports/regularity/", {"kind": "csv", "part": "2026-99"}).status_code == 404
    assert browser.post("/exports/directory/", {"kind": "csv", "part": "1"}).status_code == 404
    for who in (cast.eve, cast.max, cast.ada):
        assert web(who).post("/exports/import-problems/", told).status_code == 404
    for path in ("rows.csv", "problems.csv"):
        assert browser.get(f"/people/import/{hr_file.pk}/{path}").status_code == 404
    assert AuditEntry.objects.filter(action="home.list_exported").count() == 1


def test_with_an_old_proof_a_part_stays_where_it_is(hr_file, web):
    browser = web(hr_file.made_by)
    session = browser.session
    session["proved_at"] = (timezone.now() - timedelta(minutes=16)).isoformat()
    session.save()
    answer = browser.post("/exports/import-problems/", {"kind": "csv", "part": hr_file.pk})
    assert "Content-Disposition" not in answer.headers and b"no address" not in answer.content
    assert f'<textarea name="carried-part" hidden>\n{hr_file.pk}</textarea>' in answer.content.decode()
    assert not AuditEntry.objects.filter(action="home.list_exported").exists()


def test_an_unknown_list_or_kind_is_not_there(cast, web):
    browser = web(cast.eve)
    assert browser.post("/exports/salaries/", {"kind": "csv"}).status_code == 404
    assert browser.post("/exports/directory/", {"kind": "exe"}).status_code == 404
    assert browser.post("/exports/invitations/", {"kind": "csv"}).status_code == 404
    assert browser.get("/exports/directory/").status_code == 405


def test_many_rows_take_as_many_queries_as_few(cast, series, django_assert_max_num_queries):
    actor = cast.acts(cast.eve)
    for name in ("directory", "actions", "chart"):
        listing = listing_named(name, actor)
        with django_assert_max_num_queries(8) as seen:
            few = len(list(listing.rows(actor)))
        Person.objects.bulk_create(Person(name=f"More {n}", external_id=f"{name}{n}") for n in range(50))
        with django_assert_max_num_queries(len(seen)):
            assert len(list(listing.rows(actor))) >= few
    assert Commitment.objects.count() == 1
