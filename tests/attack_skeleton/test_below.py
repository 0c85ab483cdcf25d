"""Attacks below the doors: mail, encryption, audit, closure, keys."""

from __future__ import annotations

import os
import pickle
import subprocess
import sys
import threading
from datetime import date, timedelta

import pytest
from django.core import mail as outbox
from django.db import IntegrityError, ProgrammingError, connection, connections, transaction
from django.db.backends.postgresql.psycopg_any import DateRange
from django.utils import timezone

from alongside.audit import queries as audit_queries
from alongside.audit import tasks as audit_tasks
from alongside.audit.models import AuditEntry, Seal
from alongside.audit.services import record
from alongside.config.grants import grant_web_role
from alongside.core.keyring import Unreadable
from alongside.core.models import DataKey
from alongside.notifications import mail, services, tasks
from alongside.notifications.models import Message
from alongside.one_on_ones import services as one_on_ones
from alongside.one_on_ones.models import AgendaItem, Series
from alongside.people import closure
from alongside.people.calendar import today
from alongside.people.models import CacheState, Holding, Line, Person, Placement, Reach
from alongside.people.tests.makers import TESTS, a_person, a_seat

TEMPLATE = "one_on_ones/email/topic_added"


def a_message(person, key, template=TEMPLATE, **more):
    message = services.tell(
        person=person, template=template, key=key, context={"from_name": "A", "path": "/"}
    )
    Message.objects.filter(pk=message.pk).update(not_before=timezone.now() - timedelta(hours=1), **more)
    return message


def test_two_people_may_be_told_with_the_same_key(cast):
    for person in (cast.eve, cast.max):
        a_message(person, "survey-1-opened")
    assert set(Message.objects.values_list("person_id", flat=True)) == {cast.eve.pk, cast.max.pk}


def test_one_broken_message_does_not_hold_up_the_others(cast):
    broken = a_message(cast.max, "broken", template="does/not/exist")
    Message.objects.filter(pk=broken.pk).update(not_before=timezone.now() - timedelta(days=1))
    a_message(cast.eve, "fine")
    tasks.send_waiting.call()
    assert [message.to for message in outbox.outbox] == [[cast.eve.email]]


def test_a_message_that_kills_its_worker_is_given_up_in_the_end(cast):
    message = a_message(cast.eve, "killer")
    for _ in range(services.MOST_TRIES + 3):
        services.claim(message.pk)  # and the worker is killed here
        Message.objects.filter(pk=message.pk).update(claimed_at=timezone.now() - services.LEASE * 2)
    assert services.claim(message.pk) is None


def test_a_late_failure_does_not_send_a_sent_message_again(cast):
    message = a_message(cast.eve, "slow")
    slow = services.claim(message.pk)
    Message.objects.filter(pk=message.pk).update(claimed_at=timezone.now() - services.LEASE * 2)
    quick = services.claim(message.pk)
    services.mark_sent(quick)
    services.mark_failed(slow)
    assert Message.objects.get(pk=message.pk).state == "sent"


def test_nobody_who_left_or_was_erased_is_written_to(cast):
    message = a_message(cast.eve, "late")
    cast.eve.account.is_active = False
    cast.eve.account.save()
    Person.objects.filter(pk=cast.eve.pk).update(erased_at=timezone.now())
    tasks.send.call(message.pk)
    assert outbox.outbox == []


def test_a_strange_zone_does_not_break_a_mail(cast):
    Person.objects.filter(pk=cast.eve.pk).update(time_zone="Mars/Olympus")
    tasks.send.call(a_message(cast.eve, "zone").pk)
    assert len(outbox.outbox) == 1


def test_names_in_mail_are_not_escaped_in_plain_text(cast):
    message = a_message(cast.eve, "quote")
    message.context["from_name"] = "O'Brien & <Co>"
    assert "O'Brien & <Co>" in mail.compose(message).body


@pytest.mark.django_db(transaction=True)
def test_two_workers_send_one_mail(cast):
    message, gate = a_message(cast.eve, "race"), threading.Barrier(2)

    def work():
        gate.wait()
        tasks.send.call(message.pk)
        connections.close_all()

    threads = [threading.Thread(target=work) for _ in range(2)]
    [t.start() for t in threads]
    [t.join() for t in threads]
    assert len(outbox.outbox) == 1


# --- encryption


@pytest.fixture
def item(cast, series):
    return one_on_ones.add_item(actor=cast.acts(cast.eve), series=series, text="first words")


def fresh(item):
    return AgendaItem.objects.select_related("series__data_key").get(pk=item.pk)


def test_bytes_are_not_stored_as_their_python_spelling(item):
    item.text = b"bytes"
    with pytest.raises(TypeError):
        item.save()


def test_an_update_cannot_write_plain_bytes(item):
    with pytest.raises(TypeError):
        AgendaItem.objects.filter(pk=item.pk).update(text=b"plain words")


def test_an_update_cannot_write_plain_text(item):
    with pytest.raises(TypeError):
        AgendaItem.objects.filter(pk=item.pk).update(text="plain words")


@pytest.mark.parametrize("how", ["text", "text__icontains", "text__startswith", "text__in"])
def test_encrypted_text_cannot_be_searched(item, how):
    with pytest.raises(TypeError):
        list(AgendaItem.objects.filter(**{how: ["w"] if how.endswith("in") and "__in" == how[-4:] else "w"}))


def test_bulk_create_and_bulk_update(cast, series, item):
    AgendaItem.objects.bulk_create([AgendaItem(series=series, author=cast.eve, text="bulk words")])
    assert [fresh(one).text for one in AgendaItem.objects.order_by("pk")] == ["first words", "bulk words"]
    item.text = "changed"
    with pytest.raises(TypeError):
        AgendaItem.objects.bulk_update([item], ["text"])


def test_defer_only_and_refresh_read_right(item):
    assert AgendaItem.objects.defer("text").get(pk=item.pk).text == "first words"
    assert AgendaItem.objects.only("text").get(pk=item.pk).text == "first words"
    one = fresh(item)
    one.refresh_from_db()
    assert one.text == "first words"
    one.refresh_from_db(fields=["text"])
    assert one.text == "first words"


def test_saving_an_unread_row_keeps_its_words(item):
    one = fresh(item)
    one.version = 7
    one.save()
    assert fresh(item).text == "first words"


@pytest.mark.xfail(strict=True, reason="open: unread ciphertext is saved under a key that cannot open it")
def test_moving_an_unread_row_to_another_key_does_not_lose_its_words(cast, item):
    other = one_on_ones.start_series(actor=cast.acts(cast.max), employee=cast.ben)
    one = fresh(item)
    one.series = other
    try:
        one.save()
    except Unreadable:
        pass
    assert fresh(item).text == "first words"


@pytest.mark.xfail(strict=True, reason="open: seal_id is not unique")
def test_a_copied_row_is_not_the_same_row_to_the_encryption(item):
    with pytest.raises(IntegrityError), transaction.atomic():
        AgendaItem.objects.create(series=item.series, author=item.author, text="copy", seal_id=item.seal_id)


@pytest.mark.xfail(strict=True, reason="open: pickles hold the opened key and the words")
def test_pickles_hold_no_words_and_no_key(item):
    one = fresh(item)
    _ = one.text
    key = one.series.data_key.opened()
    assert key not in pickle.dumps(one.series.data_key)
    assert b"first words" not in pickle.dumps(one)


@pytest.mark.parametrize(
    "ring", ["", "zz", "a:11", "a:" + "11" * 32 + " a:" + "22" * 32, "x" * 50 + ":" + "11" * 32]
)
def test_a_broken_key_ring_is_refused_at_the_start(ring):
    code = "import django; django.setup()"
    env = {**os.environ, "ALONGSIDE_KEY_RING": ring, "DJANGO_SETTINGS_MODULE": "tests.settings"}
    done = subprocess.run([sys.executable, "-c", code], env=env, capture_output=True, text=True)
    assert done.returncode != 0
    assert "ALONGSIDE_KEY_RING" in done.stderr
    assert ring[-64:] not in done.stderr or ring == ""


def test_starting_many_processes_at_once_makes_one_secret(tmp_path):
    code = "import os, sys, types\nimport alongside.config.settings as s\nprint(s.SECRET_KEY, s.KEY_RING)"
    env = {k: v for k, v in os.environ.items() if k not in ("ALONGSIDE_KEY_RING", "ALONGSIDE_SECRET_KEY")} | {
        "ALONGSIDE_DATA": str(tmp_path),
        "DATABASE_URL": "postgresql://x@/x",
    }
    for _ in range(3):
        started = [
            subprocess.Popen([sys.executable, "-c", code], env=env, stdout=subprocess.PIPE) for _ in range(4)
        ]
        assert len({process.communicate()[0] for process in started}) == 1
        for path in (tmp_path / "keys").iterdir():
            path.unlink()


# --- audit


def test_the_details_of_an_act_hold_no_words(cast):
    with pytest.raises(ValueError, match="details"):
        record(TESTS, "x.y_done", details={"note": "Eve said that she is ill"})


def test_the_web_role_cannot_change_the_log_or_forge_a_seal(cast):
    grant_web_role()
    for statement in (
        "UPDATE audit_auditentry SET action = 'x'", "DELETE FROM audit_seal", "TRUNCATE audit_auditentry CASCADE",
        "ALTER TABLE audit_auditentry DISABLE TRIGGER ALL", "CREATE TABLE evil (x int)",
        "SELECT setval('audit_auditentry_id_seq', 1)", "UPDATE django_migrations SET name = 'x'",
        "SET session_replication_role = replica",
    ):  # fmt: skip
        with pytest.raises(ProgrammingError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SET LOCAL ROLE alongside_web")
            cursor.execute(statement)


@pytest.mark.xfail(strict=True, reason="open: ids below the first seal are covered by none")
def test_an_entry_cannot_be_slipped_in_below_the_sealed_ones(cast):
    audit_tasks.seal.call()
    first = AuditEntry.objects.order_by("id").first()
    AuditEntry.objects.create(id=first.id - 1000, door="web", action="forged.past")
    audit_tasks.seal.call()
    sealed = any(s.first_id <= first.id - 1000 <= s.last_id for s in Seal.objects.all())
    assert sealed or audit_queries.broken_seals(), "an entry that no seal covers and no check finds"


@pytest.mark.xfail(strict=True, reason="open: concerns are not part of the sealed leaf")
def test_whom_an_act_concerned_is_sealed_too(cast):
    audit_tasks.seal.call()
    assert not audit_queries.broken_seals()
    from alongside.audit.models import AuditConcern

    AuditConcern.objects.create(entry=AuditEntry.objects.order_by("id").first(), person_id=cast.omar.pk)
    assert audit_queries.broken_seals()


@pytest.mark.django_db(transaction=True)
def test_the_sealer_misses_no_entry_while_many_write_and_roll_back():
    stop = threading.Event()

    def write(number):
        while not stop.is_set():
            try:
                with transaction.atomic():
                    record(TESTS, f"attack.write_{number}")
                    if number % 2:
                        raise KeyError
            except KeyError:
                pass
        connections.close_all()

    writers = [threading.Thread(target=write, args=[n]) for n in range(3)]
    [w.start() for w in writers]
    missed = 0
    for _ in range(8):
        try:
            audit_tasks.seal.call()
        except TimeoutError:
            missed += 1
    stop.set()
    [w.join() for w in writers]
    audit_tasks.seal.call()
    assert not audit_queries.broken_seals()
    assert missed == 0


# --- closure


def test_an_ended_primary_seat_leaves_the_second_seat(cast):
    second = a_seat("Second", cast.sales, cast.top_seat)
    Holding.objects.create(
        person=cast.eve, seat=second, during=DateRange(today() - timedelta(days=9), None), is_primary=False
    )
    Holding.objects.filter(person=cast.eve, is_primary=True).update(
        during=DateRange(today() - timedelta(days=400), today())
    )
    closure.rebuild(today())
    placement = Placement.objects.get(person=cast.eve)
    assert (placement.seat_id, placement.manager_id) == (second.pk, cast.dora.pk)
    assert not Reach.objects.filter(above=cast.max, below=cast.eve).exists()


def test_a_chain_of_vacancies_is_walked_through(cast):
    above = cast.lead_seat
    for number in range(50):
        above = a_seat(f"empty {number}", cast.works, above)
    person = a_person("Deep Down", seat=a_seat("deep", cast.works, above))
    assert Placement.objects.get(person=person).manager_id == cast.max.pk


def test_a_loop_of_lines_ends(cast):
    one, two = a_seat("one", cast.works), a_seat("two", cast.works)
    since = DateRange(today() - timedelta(days=9), None)
    Line.objects.create(seat=one, manager_seat=two, during=since)
    Line.objects.create(seat=two, manager_seat=one, during=since)
    x, y = a_person("X X", seat=one), a_person("Y Y", seat=two)
    closure.rebuild(today())
    assert not Reach.objects.filter(above=x, below=x).exists()
    assert not Reach.objects.filter(above=y, below=y).exists()


def test_on_the_fly_and_cache_agree(cast):
    for person in Person.objects.all():
        cached = dict(Reach.objects.filter(below=person).values_list("above_id", "depth"))
        assert closure.above_on(person.pk, today()) == cached


def test_a_dated_change_comes_into_force_at_its_day(cast):
    tomorrow = today() + timedelta(days=1)
    line = Line.objects.get(seat=Holding.objects.get(person=cast.eve).seat)
    line.during = DateRange(line.during.lower, tomorrow)
    line.save()
    Line.objects.create(seat=line.seat, manager_seat=cast.top_seat, during=DateRange(tomorrow, None))
    closure.rebuild(today())
    assert Placement.objects.get(person=cast.eve).manager_id == cast.max.pk
    closure.ensure_fresh(tomorrow)
    assert Placement.objects.get(person=cast.eve).manager_id == cast.dora.pk


@pytest.mark.django_db(transaction=True)
def test_a_herd_at_midnight_rebuilds_once(cast, monkeypatch):
    closure.rebuild(today())
    CacheState.objects.update(valid_until=date(2000, 1, 1))
    real, times, gate = (
        closure._derive if hasattr(closure, "_derive") else closure.rebuild,
        [],
        threading.Barrier(3),
    )

    def counted(day):
        times.append(day)
        return real(day)

    monkeypatch.setattr(closure, "_derive" if hasattr(closure, "_derive") else "rebuild", counted)

    def ask():
        gate.wait()
        closure.ensure_fresh(today())
        connections.close_all()

    threads = [threading.Thread(target=ask) for _ in range(3)]
    [t.start() for t in threads]
    [t.join() for t in threads]
    assert len(times) == 1


@pytest.mark.xfail(strict=True, reason="open: a move does not end the series of the old manager")
def test_a_series_ends_for_writing_when_the_line_ended(cast, series):
    Line.objects.filter(seat=Holding.objects.get(person=cast.eve).seat).update(manager_seat=cast.top_seat)
    closure.rebuild(today())
    from alongside.one_on_ones.policies import can_add_item

    assert not can_add_item(cast.acts(cast.max), Series.objects.get(pk=series.pk))


def test_hr_partner_rows_and_people_agree(cast):
    from alongside.people.relations import HrPartnerOf

    relation = HrPartnerOf("")
    for actor_person in Person.objects.all():
        actor = cast.acts(actor_person)
        rows = set(Person.objects.filter(relation.q(actor)).values_list("pk", flat=True))
        for person in Person.objects.all():
            holds = relation.holds(actor, person)
            assert holds == (person.pk in rows) == (actor_person.pk in relation.people(person))


@pytest.mark.xfail(strict=True, reason="open: a key opened before its erasure still encrypts")
def test_erasing_while_writing_does_not_store_words_nobody_can_read(cast, series):
    stale = Series.objects.select_related("data_key").get(pk=series.pk)
    _ = stale.data_key.opened()
    DataKey.objects.filter(pk=series.data_key_id).delete()
    with pytest.raises((Unreadable, IntegrityError)):
        one_on_ones.add_item(actor=cast.acts(cast.eve), series=stale, text="lost")


@pytest.mark.xfail(strict=True, reason="open: the web role may insert seals")
def test_a_forged_seal_cannot_stop_the_sealing(cast):
    """The web role may insert seals (the worker runs as it): one that reaches far ahead must not blind the sealer."""
    grant_web_role()
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL ROLE alongside_web")
        cursor.execute(
            "INSERT INTO audit_seal (first_id, last_id, root, previous, made_at)"
            " VALUES (1, 9000000000000000000, 'ff', '', now())"
        )
        cursor.execute("RESET ROLE")
    audit_tasks.seal.call()
    newest = AuditEntry.objects.latest("id").pk
    assert Seal.objects.filter(last_id=newest).exists()
