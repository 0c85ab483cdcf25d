"""The audit log forgets whole sealed months in time, and what stays still proves that nothing else was changed."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine
from dateutil.relativedelta import relativedelta
from django.db import DatabaseError, IntegrityError, connection, transaction

from alongside.audit import queries, services, tasks
from alongside.audit.models import AuditConcern, AuditEntry, ForgottenMonth, Seal
from alongside.audit.queries import verification
from alongside.audit.services import record
from alongside.config.grants import grant_web_role
from alongside.core import holding
from alongside.core.actor import system
from alongside.core.errors import Refused
from alongside.operations.checks import run_checks
from alongside.people.tests.makers import TESTS

RETENTION = system("retention")


def months_ago(months: int, day: int = 10) -> datetime:
    return (datetime.now(UTC) - relativedelta(months=months)).replace(day=day, hour=12)


def first_of(moment: datetime) -> date:
    return moment.date().replace(day=1)


@pytest.fixture
def past(cast) -> list[datetime]:
    """Three months of the past with two seals each, of which the younger two are not yet 24 months old."""
    tasks.seal.call()  # what making the cast recorded is of today
    moments = [months_ago(months) for months in (26, 24, 20)]
    for moment in moments:
        for hours in (0, 5):
            with time_machine.travel(moment + timedelta(hours=hours), tick=False):
                record(TESTS, "tests.thing_done", concerns=[cast.eve.pk])
                record(TESTS, "tests.thing_seen", concerns=[cast.max.pk, cast.omar.pk])
                tasks.seal.call()
    return moments


@pytest.fixture
def hold() -> Iterator[set[int]]:
    """Whoever is added is under a legal hold."""
    held: set[int] = set()
    before = list(holding._tellers)
    holding.use(lambda: held)
    yield held
    holding._tellers[:] = before


def entries_of(moment: datetime) -> int:
    return AuditEntry.objects.filter(at__date__range=(first_of(moment), moment.date())).count()


def test_a_month_goes_when_it_is_24_months_old_and_its_seals_stay(past):
    seals = Seal.objects.count()
    tasks.forget_old_months.call()
    assert [entries_of(moment) for moment in past] == [0, 4, 4]
    assert not AuditConcern.objects.filter(entry__at__lt=past[1]).exists()
    assert Seal.objects.count() == seals
    assert ForgottenMonth.objects.get().month == first_of(past[0])


def test_what_stays_still_verifies_and_later_seals_chain_on(past):
    tasks.forget_old_months.call()
    assert not verification.broken_seals()
    tasks.seal.call()
    assert not verification.broken_seals() and not queries.months_unrecorded()


def test_a_month_that_goes_while_somebody_checks_is_no_alarm(past, monkeypatch):
    known = verification._emptied

    def and_then_it_goes():
        found = known()
        tasks.forget_old_months.call()
        return found

    monkeypatch.setattr(verification, "_emptied", and_then_it_goes)
    assert not verification.broken_seals()
    assert ForgottenMonth.objects.count() == 1


def test_a_month_that_goes_in_between_hides_no_change(past, cast, monkeypatch):
    known = verification._emptied
    AuditConcern.objects.create(entry=AuditEntry.objects.latest("at"), person_id=cast.omar.pk)

    def and_then_it_goes():
        found = known()
        tasks.forget_old_months.call()
        return found

    monkeypatch.setattr(verification, "_emptied", and_then_it_goes)
    assert verification.broken_seals()


def test_forgetting_twice_is_forgetting_once(past):
    month = first_of(past[0])
    assert services.forget_month(actor=RETENTION, month=month) == 4
    assert services.forget_month(actor=RETENTION, month=month) == 0
    tasks.forget_old_months.call()
    assert AuditEntry.objects.filter(action="audit.month_forgotten").count() == 1


def test_the_log_itself_says_what_went(past):
    tasks.forget_old_months.call()
    details = AuditEntry.objects.get(action="audit.month_forgotten").details
    gone = ForgottenMonth.objects.get()
    assert details == {
        "month": f"{past[0]:%Y-%m}", "first": gone.first_id, "last": gone.last_id, "entries": gone.entries,
    }  # fmt: skip


def test_the_report_tells_before_and_changes_nothing(past):
    before = AuditEntry.objects.count()
    assert [(old.month, old.stays) for old in queries.old_months()] == [(first_of(past[0]), "")]
    assert queries.old_months()[0].entries == 4
    assert AuditEntry.objects.count() == before and not ForgottenMonth.objects.exists()


def test_a_legal_hold_keeps_the_months_in_which_that_person_appears(past, cast, hold):
    hold.add(cast.omar.pk)
    tasks.forget_old_months.call()
    assert entries_of(past[0]) == 4 and not ForgottenMonth.objects.exists()
    assert queries.old_months()[0].stays == "held"
    assert "A legal hold keeps" in said()
    hold.clear()
    tasks.forget_old_months.call()
    assert entries_of(past[0]) == 0


def test_a_hold_on_somebody_else_keeps_nothing(past, hold):
    hold.add(10**9)
    tasks.forget_old_months.call()
    assert entries_of(past[0]) == 0


def test_a_month_that_holds_younger_entries_waits(past, cast):
    with time_machine.travel(past[0] + timedelta(hours=8), tick=False):
        entry = record(TESTS, "tests.thing_done")
        with connection.cursor() as cursor:  # the clock of that machine ran ahead for a moment
            cursor.execute("ALTER TABLE audit_auditentry DISABLE TRIGGER audit_entry_append_only")
        AuditEntry.objects.filter(pk=entry.pk).update(at=months_ago(3))
        tasks.seal.call()
    tasks.forget_old_months.call()
    assert not ForgottenMonth.objects.exists()
    with pytest.raises(IntegrityError, match="younger"), transaction.atomic():
        services.forget_month(actor=RETENTION, month=first_of(past[0]))


@pytest.mark.parametrize(("months", "kept"), [(24, 24), (0, 24), (11, 11), (26, 0)])
def test_the_database_refuses_a_month_that_is_too_young_whoever_asks(past, settings, months, kept):
    settings.AUDIT_MONTHS = kept
    before = AuditEntry.objects.count()
    with pytest.raises(IntegrityError), transaction.atomic():
        services.forget_month(actor=RETENTION, month=first_of(months_ago(months)))
    assert AuditEntry.objects.count() == before


def test_nobody_but_the_worker_forgets(past, cast):
    with pytest.raises(Refused):
        services.forget_month(actor=cast.acts(cast.hana), month=first_of(past[0]))
    assert entries_of(past[0]) == 4


def test_the_running_product_forgets_though_it_may_delete_nothing_itself(past):
    grant_web_role()
    with connection.cursor() as cursor:
        cursor.execute("SET ROLE alongside_web")
    try:
        with pytest.raises(DatabaseError, match="denied"), transaction.atomic():
            AuditEntry.objects.filter(at__lt=past[1])._raw_delete("default")
        tasks.forget_old_months.call()
    finally:
        with connection.cursor() as cursor:
            cursor.execute("RESET ROLE")
    assert entries_of(past[0]) == 0


def test_even_the_owner_deletes_nothing_that_was_not_forgotten(past):
    tasks.forget_old_months.call()
    for statement in (
        "DELETE FROM audit_auditconcern",
        "DELETE FROM audit_auditentry",
        "DELETE FROM audit_forgottenmonth",
    ):
        with (
            pytest.raises(DatabaseError, match="append-only"),
            transaction.atomic(),
            connection.cursor() as cursor,
        ):
            cursor.execute(statement)


def test_an_entry_that_comes_back_into_a_forgotten_month_is_found(past):
    oldest = AuditEntry.objects.earliest("at")
    tasks.forget_old_months.call()
    AuditEntry.objects.create(id=oldest.pk, door="web", action="forged.past")
    assert verification.broken_seals()


def test_a_month_that_was_emptied_past_the_log_is_found(past):
    """The owner of the tables can remove anything; the check says that nothing tells of it."""
    seals = Seal.objects.filter(made_at__date=past[2].date()).order_by("last_id")
    first, last = seals[0].first_id, seals[1].last_id
    ForgottenMonth.objects.create(
        month=first_of(past[2]),
        first_id=first,
        last_id=last,
        entries=4,
        forgotten_at=datetime.now(UTC),
    )
    AuditConcern.objects.filter(entry__id__range=(first, last))._raw_delete("default")
    AuditEntry.objects.filter(id__range=(first, last))._raw_delete("default")
    assert not verification.broken_seals()
    assert f"says nothing of why the entries of {past[2]:%Y-%m} are gone" in said()


def test_the_check_says_what_goes_next_and_what_went(past):
    tasks.seal.call()
    assert f"next run forgets 4 entries of 1 months: {past[0]:%Y-%m}" in said()
    tasks.forget_old_months.call()
    tasks.seal.call()
    assert "unchanged. 1 of its months were forgotten in time" in said()
    assert "next run" not in said()


def said() -> str:
    return " ".join(one.words for one in run_checks(["audit"]))
