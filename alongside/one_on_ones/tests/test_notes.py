"""Writing notes through the real endpoints: what is kept, what is refused, and that nothing typed is lost."""

from __future__ import annotations

import uuid
from datetime import timedelta
from types import SimpleNamespace

import pytest
from django.urls import reverse
from django.utils import timezone
from django_ox.models import OxTask

from alongside.audit.models import AuditEntry
from alongside.core import removals
from alongside.core.actor import system
from alongside.core.models import OnceKey, Removal
from alongside.one_on_ones import notes, services
from alongside.one_on_ones.models import BlockVersion, Meeting, NoteBlock, Series
from alongside.one_on_ones.tests.notes_makers import Door, a_meeting, fresh

WORDS = "the calibration bench and who decides"


@pytest.fixture
def series(cast: SimpleNamespace) -> Series:
    return services.start_series(actor=cast.acts(cast.max), employee=cast.eve)


@pytest.fixture
def meeting(series: Series) -> Meeting:
    return a_meeting(series)


@pytest.fixture
def doors(cast, web, meeting):
    """`doors(person)` is that person's way to the notes of the meeting."""
    return lambda person: Door(web(person), person, meeting)


@pytest.fixture
def eve(cast, doors) -> Door:
    return doors(cast.eve)


@pytest.fixture
def max_(cast, doors) -> Door:
    return doors(cast.max)


def test_what_one_writes_the_other_reads(eve, max_):
    block = fresh()
    answer = eve.put(block, WORDS)
    assert (answer.status_code, answer.json()["version"], answer.json()["text"]) == (200, 1, WORDS)
    assert max_.shown() == {block: WORDS}


def test_both_change_one_note_and_both_words_stay(eve, max_):
    block = fresh()
    eve.put(block, "one two three")
    eve.put(block, "zero one two three", base="1")
    answer = max_.put(block, "one two three four", base="1")
    assert (answer.json()["version"], answer.json()["text"]) == (3, "zero one two three four")
    assert eve.shown() == {block: "zero one two three four"}


def test_a_later_change_may_begin_from_what_was_sent_before_the_answer_came(eve, max_):
    block, first = fresh(), fresh()
    eve.put(block, "one")
    max_.put(block, "one max", base="1")
    assert eve.put(block, "one eve", base="1", key=first).json()["text"] == "one eve max"
    assert eve.put(block, "one eve goes on", base=f"k:{first}").json()["text"] == "one eve goes on max"


def test_a_repeated_change_has_no_second_effect(eve, max_):
    block, key = fresh(), fresh()
    eve.put(block, "one", key=key)
    max_.put(block, "two", base="1")
    answer = eve.put(block, "one", key=key)
    assert (answer.json()["version"], answer.json()["text"]) == (2, "two")
    assert BlockVersion.objects.count() == 2


def test_two_notes_begun_under_one_name_are_one_note(eve):
    block = fresh()
    eve.put(block, "one")
    eve.put(block, "two")
    assert sorted(eve.shown()[block].split()) == ["one", "two"]
    assert NoteBlock.objects.count() == 1


@pytest.mark.parametrize("base", ["77", "99999999999999999999", "k:unknown-key", "nonsense", "-1", "٣"])
def test_a_change_from_a_base_nobody_knows_any_more_keeps_both_texts(eve, max_, base):
    block = fresh()
    max_.put(block, "what Max wrote")
    assert eve.put(block, "what Eve kept", base=base).json()["text"] == "what Max wrote\n\nwhat Eve kept"
    assert eve.put(block, "Eve kept", base=base).json()["version"] == 2


def test_line_ends_are_one_kind_and_half_characters_do_no_harm(eve):
    block = fresh()
    assert eve.put(block, "a\r\nb\rc").json()["text"] == "a\nb\nc"
    assert eve.put(fresh(), "half \ud83d of a face").json()["text"] == "half \ufffd of a face"


def test_the_poll_is_silent_until_something_changes(eve, max_):
    block = fresh()
    eve.put(block, "one")
    first = max_.get().json()
    assert max_.get(first["since"]).status_code == 204
    eve.put(block, "one two", base="1")
    assert [one["text"] for one in max_.get(first["since"]).json()["blocks"]] == ["one two"]


def test_words_for_a_note_the_other_removed_bring_it_back(eve, max_):
    block, key = fresh(), fresh()
    eve.put(block, "one", key=key)
    assert max_.post("note_removal_create", block, version=1).status_code == 302
    assert eve.shown() == max_.shown() == {}
    eve.put(block, "one", key=key)
    assert eve.shown() == {}
    eve.put(block, "one more", base="1")
    assert eve.shown() == max_.shown() == {block: "one more"}


def test_a_note_with_words_one_has_not_seen_is_not_removed(eve, max_):
    block = fresh()
    eve.put(block, "one")
    eve.put(block, "one two", base="1")
    assert max_.post("note_removal_create", block, version=1).status_code == 409
    assert eve.shown() == {block: "one two"}


def test_a_removed_note_comes_back_for_who_removed_it(eve, max_):
    block = fresh()
    eve.put(block, "one")
    eve.post("note_removal_create", block, version=1)
    assert max_.post("note_removal_delete", block).status_code == 404
    assert eve.post("note_removal_delete", block).status_code == 302
    assert max_.shown() == {block: "one"}


def test_notes_are_put_in_order_and_hidden_ones_keep_their_place(eve, max_):
    first, hidden, last = fresh(), fresh(), fresh()
    eve.put(first, "first")
    max_.put(hidden, "hidden", visibility="private")
    eve.put(last, "last")
    assert eve.post("note_order_update", order=[last, first]).status_code == 302
    assert list(eve.shown()) == [last, first]
    assert list(max_.shown()) == [last, hidden, first]
    eve.post("note_order_update", order=[last, first], move=f"{first} up")
    assert list(max_.shown()) == [first, hidden, last]


@pytest.mark.parametrize("sent", [{"order": ["no name"]}, {"order": [], "move": f"{fresh()} up"}])
def test_an_order_of_things_that_are_no_notes_is_not_found(eve, sent):
    block = fresh()
    eve.put(block, "one")
    assert eve.post("note_order_update", **sent).status_code == 404
    assert list(eve.shown()) == [block]


# --- limits, refused in words


def test_a_note_that_is_too_long_is_refused_and_what_merging_made_long_may_be_shortened(eve, max_):
    block = fresh()
    answer = eve.put(block, "x" * (notes.LONGEST_NOTE + 1))
    assert (answer.status_code, "20,000" in answer.json()["detail"]) == (422, True)
    assert not NoteBlock.objects.exists()
    long = "y " * (notes.LONGEST_NOTE // 2)
    assert eve.put(block, long).status_code == 200
    assert len(max_.put(block, "z " * 9_000).json()["text"]) > notes.LONGEST_NOTE
    assert eve.put(block, "z " * 10_500, base="2").status_code == 200


def test_more_notes_than_fit_are_refused_and_private_ones_of_the_other_do_not_count(eve, max_, monkeypatch):
    monkeypatch.setattr(notes, "MOST_NOTES", 2)
    max_.put(fresh(), "mine", visibility="private")
    assert [eve.put(fresh(), "shared").status_code for _ in range(3)] == [200, 200, 422]
    assert len(eve.shown()) == 2


@pytest.mark.parametrize(
    "wrong",
    [{"key": "short"}, {"key": "k" * 65}, {"key": "spaces are none"}, {"base": "k:" + "x" * 80}, {"text": None},
     {"text": 7}, {"visibility": "public"}, {"meeting": "x"}, {"more": 1}],
)  # fmt: skip
def test_a_change_that_cannot_be_read_is_refused_and_changes_nothing(eve, wrong):
    assert eve.put(fresh(), **({"text": "one"} | wrong)).status_code == 400
    assert not NoteBlock.objects.exists()


@pytest.mark.parametrize("body", ["", "[]", "null", "{", '"x"', "[" * 100_000])
def test_a_body_that_is_no_change_is_refused(eve, body):
    address = reverse("one_on_ones:note_update", args=[eve.series_id, fresh()])
    assert eve.browser.put(address, body, content_type="application/json").status_code == 400


# --- without scripts


def test_a_plain_form_saves_and_checks_the_version(eve, max_):
    block = fresh()
    answer = eve.post("note_replacement_create", block, version=0, text="one\r\ntwo", back="/1-1s/?x=1")
    assert (answer.status_code, answer["Location"]) == (302, "/1-1s/?x=1#notes")
    max_.put(block, "changed by Max", base="1")
    answer = eve.post("note_replacement_create", block, version=1, text="changed by Eve")
    assert answer.status_code == 409
    assert "changed by Max" in answer.content.decode()
    assert "changed by Eve" in answer.content.decode()
    assert eve.shown() == {block: "changed by Max"}


def test_a_plain_form_never_leads_to_another_site(eve):
    answer = eve.post(
        "note_replacement_create", fresh(), version=0, text="one", back="https://elsewhere.example/"
    )
    assert answer["Location"] == reverse("one_on_ones:series_detail", args=[eve.series_id]) + "#notes"


@pytest.mark.parametrize(
    "sent", [{"text": "x" * 20_001, "version": 0}, {"text": "kept words", "version": "x"}]
)
def test_a_refused_plain_form_shows_the_words_typed(eve, sent):
    answer = eve.post("note_replacement_create", fresh(), **sent)
    assert answer.status_code == 422
    assert sent["text"] in answer.content.decode()
    assert not NoteBlock.objects.exists()


def test_the_page_shows_the_notes_and_its_queries_do_not_grow(eve, max_, django_assert_max_num_queries):
    for number in range(12):
        eve.put(fresh(), f"note {number}")
    address = reverse("one_on_ones:note_list", args=[eve.series_id])
    with django_assert_max_num_queries(13):
        answer = max_.browser.get(address, {"meeting": eve.meeting.pk})
    assert answer.content.decode().count("note ") >= 12


# --- what a save costs, and leaves behind


@pytest.mark.parametrize(("base", "most"), [("2", 12), ("1", 13)])
def test_a_save_takes_few_queries(eve, django_assert_max_num_queries, base, most):
    """Thirteen where there is something to merge; the two marks of the transaction come on top."""
    block = fresh()
    eve.put(block, "one")
    eve.put(block, "one two", base="1")
    with django_assert_max_num_queries(most + 2):
        assert eve.put(block, "one three", base=base).status_code == 200


def test_no_word_is_left_in_audit_keys_or_tasks_and_writing_on_is_one_act(eve, max_):
    block = fresh()
    eve.put(block, WORDS)
    for number in range(3):
        eve.put(block, f"{WORDS} {number}", base=str(number + 1))
    entries = AuditEntry.objects.filter(action="one_on_ones.note_written")
    assert entries.count() == 1
    assert set(entries.get().concerns.values_list("person_id", flat=True)) == {eve.person.pk, max_.person.pk}
    eve.post("note_replacement_create", fresh(), version=0, text=WORDS)
    kept = [*AuditEntry.objects.values(), *OnceKey.objects.values(), *OxTask.objects.values()]
    assert "calibration" not in str(kept)


def test_versions_go_thirty_days_after_newer_words_took_their_place(eve):
    block = fresh()
    for number in range(3):
        eve.put(block, f"text {number}", base=str(number))
    ages = dict(zip(BlockVersion.objects.order_by("pk"), (90, 40, 20), strict=True))
    for row, days in ages.items():
        BlockVersion.objects.filter(pk=row.pk).update(made_at=timezone.now() - timedelta(days=days))
    services.forget_old_versions(actor=system("retention"))
    assert list(BlockVersion.objects.order_by("pk").values_list("version", flat=True)) == [2, 3]
    assert services.forget_old_versions(actor=system("retention")) == 0
    assert eve.put(block, "text 1 new", base="2").json()["text"] == "text 2 new"
    assert eve.put(block, "text 0", base="1").json()["text"] == "text 2 new\n\ntext 0"


def test_a_removed_note_is_deleted_for_good_with_its_versions_after_thirty_days(eve):
    block, other = fresh(), fresh()
    eve.put(other, "stays")
    eve.put(block, "goes")
    eve.post("note_removal_create", block, version=1)
    services.forget_old_versions(actor=system("retention"))
    assert removals.purge() == 0
    long_ago = timezone.now() - timedelta(days=31)
    BlockVersion.objects.update(made_at=long_ago)
    Removal.objects.update(removed_at=long_ago)
    services.forget_old_versions(actor=system("retention"))
    assert removals.purge() == 1
    assert eve.post("note_removal_delete", block).status_code == 404
    assert [row.block.seal_id for row in BlockVersion.objects.select_related("block")] == [uuid.UUID(other)]
    assert eve.put(block, "words kept in a drawer", base="1").json()["text"] == "words kept in a drawer"
