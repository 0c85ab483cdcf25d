"""Who may not: nobody but the two reads or writes a note, and a private one is not even there for the other."""

from __future__ import annotations

import logging

import pytest
from django.db import connection
from django.urls import reverse

from alongside.audit.models import AuditEntry
from alongside.core.errors import Refused
from alongside.one_on_ones import notes, queries, services
from alongside.one_on_ones.models import BlockVersion, NoteBlock
from alongside.one_on_ones.tests.notes_makers import Door, a_meeting, fresh
from alongside.people.tests.makers import TESTS

WORDS = "the calibration bench and who decides"
OTHERS = ["dora", "hana", "ada", "omar", "ben"]


@pytest.fixture
def meeting(cast):
    return a_meeting(services.start_series(actor=cast.acts(cast.max), employee=cast.eve))


@pytest.fixture
def eve(cast, web, meeting) -> Door:
    return Door(web(cast.eve), cast.eve, meeting)


@pytest.fixture
def max_(cast, web, meeting) -> Door:
    return Door(web(cast.max), cast.max, meeting)


@pytest.mark.parametrize("who", OTHERS)
def test_nobody_else_reads_writes_removes_or_orders_notes(cast, eve, web, who):
    block = fresh()
    eve.put(block, WORDS)
    door = Door(web(getattr(cast, who)), getattr(cast, who), eve.meeting)
    answers = [
        door.get(),
        door.put(block, "let me in", base="1"),
        door.put(fresh(), "let me in"),
        door.post("note_replacement_create", block, version=1, text="let me in"),
        door.post("note_removal_create", block, version=1),
        door.post("note_removal_delete", block),
        door.post("note_order_update", order=[block]),
        door.browser.get(reverse("one_on_ones:note_list", args=[eve.series_id])),
    ]
    assert [answer.status_code for answer in answers] == [404] * len(answers)
    assert not any(WORDS in answer.content.decode() for answer in answers)
    assert eve.shown() == {block: WORDS}
    assert NoteBlock.objects.count() == BlockVersion.objects.count() == 1
    assert not AuditEntry.objects.filter(
        person_id=getattr(cast, who).pk, action__startswith="one_on_ones.note"
    ).exists()


def test_a_private_note_is_not_there_for_the_other(eve, max_):
    before = max_.get().json()
    block = fresh()
    eve.put(block, WORDS, visibility="private")
    after = max_.get().json()
    assert (after["blocks"], after["since"]) == (before["blocks"], before["since"])
    assert max_.get(before["since"]).status_code == 204
    page = max_.browser.get(
        reverse("one_on_ones:note_list", args=[eve.series_id]), {"meeting": eve.meeting.pk}
    )
    assert block not in page.content.decode()
    answers = [
        max_.put(block, "", base="1"),
        max_.post("note_replacement_create", block, version=1, text=""),
        max_.post("note_removal_create", block, version=1),
    ]
    assert [answer.status_code for answer in answers] == [404, 404, 404]
    assert eve.shown() == {block: WORDS}
    (entry,) = AuditEntry.objects.filter(action="one_on_ones.note_written")
    assert list(entry.concerns.values_list("person_id", flat=True)) == [eve.person.pk]


def test_a_name_taken_in_another_pair_says_no_more_than_a_missing_meeting(cast, web, eve):
    block = fresh()
    eve.put(block, WORDS)
    other = a_meeting(services.start_series(actor=cast.acts(cast.max), employee=cast.ben))
    answer = Door(web(cast.ben), cast.ben, other).put(block, "mine")
    assert answer.status_code == 404
    assert eve.shown() == {block: WORDS}


def test_a_meeting_of_another_pair_takes_no_notes(cast, eve):
    other = a_meeting(services.start_series(actor=cast.acts(cast.max), employee=cast.ben))
    assert eve.put(fresh(), "mine", meeting=other.pk).status_code == 404
    assert not NoteBlock.objects.exists()


def test_words_are_never_saved_as_those_of_somebody_else(eve, max_):
    answer = eve.put(fresh(), WORDS, person=max_.person.pk)
    assert (answer.status_code, answer["HX-Redirect"]) == (401, "/sign-in/?next=%2F")
    assert not NoteBlock.objects.exists()


def test_a_lapsed_login_is_told_where_to_sign_in_and_comes_back_here(client, eve):
    here = reverse("one_on_ones:series_detail", args=[eve.series_id])
    address = reverse("one_on_ones:note_update", args=[eve.series_id, fresh()])
    headers = {"HX-Request": "true", "HX-Current-URL": f"http://testserver{here}"}
    answer = client.put(address, "{}", content_type="application/json", headers=headers)
    assert answer.status_code == 401
    assert answer["HX-Redirect"] == f"/sign-in/?next={here.replace('/', '%2F')}"


def test_after_the_end_of_a_series_notes_are_read_only_in_words(cast, eve):
    block = fresh()
    eve.put(block, WORDS)
    services.end_series(actor=cast.acts(cast.max), series=eve.meeting.series)
    answer = eve.put(block, "one more", base="1")
    assert answer.status_code == 403
    assert "ended" in answer.json()["detail"]
    answer = eve.post("note_replacement_create", block, version=1, text="my last words")
    assert answer.status_code == 403
    assert "my last words" in answer.content.decode()
    page = eve.browser.get(
        reverse("one_on_ones:note_list", args=[eve.series_id]), {"meeting": eve.meeting.pk}
    )
    assert WORDS in page.content.decode()
    assert "<textarea" not in page.content.decode()
    assert eve.shown() == {block: WORDS}


def test_the_service_refuses_too_and_nothing_changes(cast, eve):
    block = fresh()
    eve.put(block, WORDS)
    stored = NoteBlock.objects.select_related("series__data_key").get()
    stranger = cast.acts(cast.omar)
    for act in (
        lambda: services.write_note(
            actor=stranger,
            series=stored.series,
            block_id=stored.seal_id,
            change=notes.Change("x", "1", fresh()),
        ),
        lambda: services.remove_note(actor=stranger, block=stored, version=1),
        lambda: services.restore_note(actor=stranger, block=stored),
        lambda: services.order_notes(actor=stranger, meeting=eve.meeting, seen=[]),
        lambda: services.forget_old_versions(actor=stranger),
    ):
        with pytest.raises(Refused):
            act()
    assert eve.shown() == {block: WORDS}


def test_the_database_and_the_log_hold_no_word(eve, caplog):
    caplog.set_level(logging.DEBUG)
    block = fresh()
    eve.put(block, WORDS)
    eve.put(block, f"{WORDS} and when", base="1")
    eve.put(block, f"why {WORDS}", base="1")
    tables = ("one_on_ones_noteblock", "one_on_ones_blockversion", "audit_auditentry", "core_oncekey")
    with connection.cursor() as cursor:
        stored = b""
        for table in (*tables, "django_ox_oxtask"):
            cursor.execute(f"SELECT convert_to(string_agg(t::text, ' '), 'UTF8') FROM {table} t")  # noqa: S608
            stored += bytes(cursor.fetchone()[0] or b"")
        cursor.execute(
            "SELECT text FROM one_on_ones_noteblock UNION ALL SELECT text FROM one_on_ones_blockversion"
        )
        stored += b"".join(bytes(row[0]) for row in cursor.fetchall())
    assert b"calibration" not in stored
    assert "calibration" not in caplog.text


def test_a_meeting_says_what_its_notes_are_to_search_export_and_audit(cast, eve):
    eve.put(fresh(), WORDS, visibility="private")
    assert queries.blocks_visible_to(cast.acts(cast.max)).count() == 0
    assert not queries.blocks_visible_to(TESTS).exists()
