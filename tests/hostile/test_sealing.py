"""Ways to change or blind the audit log."""

from __future__ import annotations

import threading

import pytest
from django.db import ProgrammingError, connection, connections, transaction

from alongside.audit import queries as audit_queries
from alongside.audit import tasks as audit_tasks
from alongside.audit.models import AuditConcern, AuditEntry, Seal
from alongside.audit.queries import verification
from alongside.audit.services import record
from alongside.config.grants import grant_web_role
from alongside.people.tests.makers import TESTS

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


def test_an_entry_cannot_be_slipped_in_below_the_sealed_ones(cast):
    audit_tasks.seal.call()
    first = AuditEntry.objects.order_by("id").first()
    AuditEntry.objects.create(id=first.id - 1000, door="web", action="forged.past")
    audit_tasks.seal.call()
    sealed = any(s.first_id <= first.id - 1000 <= s.last_id for s in Seal.objects.all())
    assert sealed or verification.broken_seals(), "an entry that no seal covers and no check finds"


def test_whom_an_act_concerned_is_sealed_too(cast):
    audit_tasks.seal.call()
    assert not verification.broken_seals()
    AuditConcern.objects.create(entry=AuditEntry.objects.order_by("id").first(), person_id=cast.omar.pk)
    assert verification.broken_seals()


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
    assert not verification.broken_seals()
    assert missed == 0


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


@pytest.mark.django_db
def test_a_seal_does_not_depend_on_the_order_in_which_rows_happen_to_be_read():
    """Whom an act concerns is sealed as a sorted list, however the rows lie in the table."""
    entry = AuditEntry.objects.create(door="web", action="tests.thing_done")
    for person in (9, 3, 7):
        AuditConcern.objects.create(entry=entry, person_id=person)
    assert [row["concerned"] for row in audit_queries.rows_to_seal(after=entry.pk - 1, most=1)] == [[3, 7, 9]]
