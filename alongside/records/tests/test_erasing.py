"""Being forgotten: the words go, the identity becomes empty, others keep theirs; a restore does not bring them back."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.apps import apps
from django.core import mail
from django.db import connection
from django.urls import reverse

from alongside.core.encrypted import EncryptedText
from alongside.core.errors import Refused
from alongside.core.models import DataKey
from alongside.core.register import register_of
from alongside.one_on_ones.models import AgendaItem, NoteBlock
from alongside.people.calendar import today
from alongside.people.models import Absence, Person
from alongside.people.tests.makers import TESTS
from alongside.records import ledger, services
from alongside.records.models import Erasure, ErasureRequest, LegalHold
from alongside.records.queries import requests as queries
from alongside.records.queries import rows, standing
from alongside.records.tests.everything import everything_of
from alongside.records.tests.makers import HERS, HIS, has_left, head_of_hr, words_everywhere

# What an erased person's rows leave behind: the rhythm is also the other one's and goes with them; which act the audit
# log holds, and which file changed the company, stay as long as that log.
KEPT = {
    "one_on_ones.series time_zone", "one_on_ones.series recurrence", "one_on_ones.pastrhythm recurrence",
    "audit.auditentry action", "people.importrun file_name",
}  # fmt: skip


def all_words() -> str:
    """Everything the database holds, with every encrypted word opened."""
    found = []
    for model in apps.get_models():
        if register_of(model) is None or not model._meta.managed:
            continue
        for row in rows.with_keys(model, model._base_manager.all()):
            for field in model._meta.concrete_fields:
                value = getattr(row, field.attname)
                if isinstance(field, EncryptedText) or not isinstance(value, bytes | memoryview):
                    found.append(str(value))
    return "\n".join(found)


def erase(cast, person=None):
    return services.erase_person(actor=cast.acts(head_of_hr(cast)), person=person or cast.eve)


def test_no_word_and_no_name_of_an_erased_person_is_left_and_the_others_words_stay(cast):
    words_everywhere(cast)
    has_left(cast.eve)
    before = all_words()
    assert HERS in before
    assert "Eve Employee" in before
    erase(cast)
    after = all_words()
    for trace in (HERS, "Eve Employee", "eve employee", "eve.employee@example.org"):
        assert trace not in after, trace
    for what in (
        "shared topic",
        "private topic",
        "shared note",
        "private note",
        "action",
        "reason",
        "obstacle",
    ):
        assert f"{HIS} {what}" in after, what


def test_no_canary_of_an_erased_person_is_left_in_any_table_and_every_one_of_another_stays(cast):
    """D-3, over a row of each table for each way in which it can concern somebody."""
    for person in (cast.eve, cast.omar):
        list(everything_of(person))
    has_left(cast.eve)
    mine, his = (f"canary-of-{person.pk}. " for person in (cast.eve, cast.omar))
    before = all_words()
    assert before.count(mine) > 30
    erase(cast)
    after = all_words()
    left = {line.removeprefix(mine) for line in after.split("\n") if mine in line}
    assert left == KEPT
    assert after.count(his) == before.count(his)


def test_the_row_stays_empty_and_erasing_twice_is_erasing_once(cast):
    words_everywhere(cast)
    has_left(cast.eve)
    first = erase(cast)
    cast.eve.refresh_from_db()
    assert cast.eve.erased_at is not None
    assert cast.eve.account is None
    assert (cast.eve.email, cast.eve.name) == (None, "Somebody who has left")
    assert services.erase_person(actor=TESTS, person=cast.eve) == first
    assert Erasure.objects.count() == 1


def test_who_works_here_is_not_erased(cast):
    words_everywhere(cast)
    with pytest.raises(Refused, match="works here"):
        erase(cast)
    assert AgendaItem.objects.filter(author=cast.eve).count() == 2
    assert not Erasure.objects.exists()


def test_a_legal_hold_stops_erasing_and_the_export_still_works(cast):
    words_everywhere(cast)
    has_left(cast.eve)
    hold = services.place_hold(
        actor=cast.acts(head_of_hr(cast)),
        person=cast.eve,
        reason="A claim",
        review_on=today() + timedelta(days=90),
    )
    with pytest.raises(Refused, match="legal claim"):
        services.erase_person(actor=cast.acts(cast.omar), person=cast.eve)
    assert HERS in all_words()
    assert services.export_my_data(actor=cast.acts(cast.eve), person=cast.eve)["sections"]
    services.end_hold(actor=cast.acts(cast.omar), hold=hold)
    services.erase_person(actor=cast.acts(cast.omar), person=cast.eve)
    assert HERS not in all_words()


@pytest.mark.parametrize("who", ["max", "hana", "ada", "ben", "eve"])
def test_nobody_but_hr_erases(cast, who):
    words_everywhere(cast)
    has_left(cast.eve)
    with pytest.raises(Refused):
        services.erase_person(actor=cast.acts(getattr(cast, who)), person=cast.eve)
    assert HERS in all_words()
    assert not Person.objects.filter(erased_at__isnull=False).exists()


def test_when_both_of_a_pair_are_erased_the_frame_of_their_talks_goes_as_well(cast):
    made = words_everywhere(cast)
    for person in (cast.eve, cast.max):
        has_left(person)
        erase(cast, person)
    assert not NoteBlock.objects.filter(series=made.series).exists()
    assert not DataKey.objects.filter(pk=made.series.data_key_id).exists(), (
        "what backups hold can't be opened either"
    )
    assert HIS not in all_words()


def test_the_list_beside_the_database_makes_a_restored_backup_forget_again(
    cast, run_tasks, settings, tmp_path
):
    settings.DATA = tmp_path
    words_everywhere(cast)
    has_left(cast.eve)
    with connection.cursor() as cursor:
        cursor.execute("SAVEPOINT the_backup")
    erase(cast)
    ledger.write(queries.erasures_now())
    with connection.cursor() as cursor:
        cursor.execute("ROLLBACK TO SAVEPOINT the_backup")
    assert HERS in all_words()
    assert ledger.read().person_ids == {cast.eve.pk}
    assert services.erase_again(actor=TESTS, person_id=cast.eve.pk) is True
    assert HERS not in all_words()
    assert services.erase_again(actor=TESTS, person_id=cast.eve.pk) is False


def test_erasing_again_passes_a_hold_and_a_place_that_only_the_backup_still_knows(cast):
    words_everywhere(cast)
    hold = services.place_hold(
        actor=cast.acts(head_of_hr(cast)),
        person=cast.eve,
        reason="A claim",
        review_on=today() + timedelta(days=9),
    )
    assert services.erase_again(actor=TESTS, person_id=cast.eve.pk) is True
    hold.refresh_from_db()
    cast.eve.refresh_from_db()
    assert hold.ended_at is not None and hold.ended_by is None
    assert cast.eve.erased_at is not None and not standing.works_here(cast.eve)
    assert HERS not in all_words() and "Eve Employee" not in all_words()


def test_only_a_restore_erases_again_and_whom_nobody_knows_is_passed_over(cast):
    with pytest.raises(Refused):
        services.erase_again(actor=cast.acts(head_of_hr(cast)), person_id=cast.eve.pk)
    assert services.erase_again(actor=TESTS, person_id=999_999) is False
    assert not Erasure.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_a_request_is_answered_by_hr_and_the_person_is_told_without_words(cast, run_tasks):
    asked = services.ask_for_erasure(actor=cast.acts(cast.eve), person=cast.eve)
    assert services.ask_for_erasure(actor=cast.acts(cast.eve), person=cast.eve) == asked
    services.answer_request(actor=cast.acts(head_of_hr(cast)), request=asked, answer="employed")
    run_tasks()
    asked.refresh_from_db()
    assert asked.answer == ErasureRequest.Answer.EMPLOYED
    told = [one for one in mail.outbox if one.to == [cast.eve.email]]
    assert len(told) == 1
    assert "erase" not in (told[0].subject + told[0].body).lower()


def test_a_request_answered_with_yes_erases_and_one_that_may_not_be_stays_open(cast):
    asked = services.ask_for_erasure(actor=cast.acts(cast.eve), person=cast.eve)
    omar = head_of_hr(cast)
    with pytest.raises(Refused):
        services.answer_request(actor=cast.acts(omar), request=asked, answer="done")
    asked.refresh_from_db()
    assert asked.is_open
    has_left(cast.eve)
    asked.refresh_from_db()
    services.answer_request(actor=cast.acts(omar), request=asked, answer="done")
    assert Erasure.objects.get().person_id == cast.eve.pk
    assert not Absence.objects.filter(person=cast.eve).exists()


def test_a_hold_needs_a_day_within_180_days_and_the_head_of_hr(cast):
    omar = head_of_hr(cast)
    for distance in (0, 181):
        with pytest.raises(Exception, match="180 days"):
            services.place_hold(
                actor=cast.acts(omar),
                person=cast.eve,
                reason="x",
                review_on=today() + timedelta(days=distance),
            )
    for other in (cast.hana, cast.ada, cast.max):
        with pytest.raises(Refused):
            services.place_hold(
                actor=cast.acts(other), person=cast.eve, reason="x", review_on=today() + timedelta(days=9)
            )
    assert not LegalHold.objects.exists()


def test_a_request_past_its_day_and_a_hold_to_look_at_stand_out_in_words(cast, web):
    omar = head_of_hr(cast)
    asked = services.ask_for_erasure(actor=cast.acts(cast.eve), person=cast.eve)
    hold = services.place_hold(
        actor=cast.acts(omar), person=cast.ben, reason="A claim", review_on=today() + timedelta(days=9)
    )
    browser = web(omar)
    assert "Later than promised" not in browser.get(reverse("records:erasure_request_list")).content.decode()
    ErasureRequest.objects.filter(pk=asked.pk).update(due_on=today() - timedelta(days=1))
    LegalHold.objects.filter(pk=hold.pk).update(review_on=today())
    assert "Later than promised" in browser.get(reverse("records:erasure_request_list")).content.decode()
    assert "Look at it now" in browser.get(reverse("records:hold_list")).content.decode()


def test_my_data_says_how_much_there_is_of_what(cast, web):
    words_everywhere(cast)
    page = web(cast.eve).get(reverse("records:my_data")).content.decode()
    assert "What you want to talk about in a 1:1" in page
    assert '<span class="tag">3</span>' in page  # two topics of hers, one that was shared with her
    assert HERS not in page
