"""The check of the seals finds what reading seal by seal finds, and asks as often as there are thousands, not seals."""

from __future__ import annotations

import random
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from alongside.audit import queries, sealing, services
from alongside.audit.models import AuditConcern, AuditEntry, ForgottenMonth, Seal
from alongside.audit.queries import verification
from alongside.audit.services import record
from alongside.operations.checks import run_checks
from alongside.people.tests.makers import TESTS

pytestmark = pytest.mark.django_db
SEALED_ROW = "d7a6f78102106b293678f6894a3787efab0e896415feaf342d5cf968d2e0f531"
FAR = 9_000_000_000_000_000_000


def one_by_one() -> list[int]:
    """The reference: each seal reads everything after the last one that fitted. Ends of the seals that do not fit."""
    broken, previous, after = [], "", queries.LOWEST_ID
    gone = [
        (one.first_id, one.last_id)
        for one in ForgottenMonth.objects.all()
        if not AuditEntry.objects.filter(id__range=(one.first_id, one.last_id)).exists()
    ]
    for seal in Seal.objects.order_by("last_id"):
        rows = [one for one in queries.rows_to_seal(after=after, most=10_000) if one["id"] <= seal.last_id]
        whole = bool(rows) and (
            sealing.chained(sealing.merkle_root([sealing.leaf(row) for row in rows]), previous) == seal.root
        )
        forgotten = any(first - 1 <= after and seal.last_id <= last for first, last in gone)
        if (forgotten or whole) and seal.previous == previous:
            previous, after = seal.root, seal.last_id
        else:
            broken.append(seal.last_id)
    return broken


def found() -> list[int]:
    return [seal.last_id for seal in verification.broken_seals()]


def sealed(seals: int, dice: random.Random) -> None:
    """So many seals of one to four entries each."""
    for _ in range(seals):
        for number in range(dice.randint(1, 4)):
            record(TESTS, "tests.thing_done", concerns=range(number))
        services.seal_next(most=99)


def remove(first: int, last: int) -> None:
    AuditConcern.objects.filter(entry__id__range=(first, last))._raw_delete("default")
    AuditEntry.objects.filter(id__range=(first, last))._raw_delete("default")


@contextmanager
def past_the_triggers() -> Iterator[None]:
    """As somebody with the rights of the owner, against whom the seals are there."""
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")
        yield
        cursor.execute("SET LOCAL session_replication_role = origin")


def slip_in(dice: random.Random) -> None:
    AuditEntry.objects.create(id=dice.randint(-5, 0), door="web", action="forged.past")


def take_one_out(dice: random.Random) -> None:
    victim = dice.choice(list(AuditEntry.objects.values_list("id", flat=True)))
    remove(victim, victim)


def concern_another(dice: random.Random) -> None:
    entry = dice.choice(list(AuditEntry.objects.all()))
    AuditConcern.objects.create(entry=entry, person_id=999)


def lose_a_seal(dice: random.Random) -> None:
    """Any but the newest, after which only time tells that one is missing."""
    dice.choice(list(Seal.objects.order_by("last_id"))[:-1]).delete()


def forge_a_seal(dice: random.Random) -> None:
    """In between, on top, or far ahead, with the right chain or a wrong one."""
    ends = list(AuditEntry.objects.order_by("id").values_list("id", flat=True))
    last = dice.choice([*ends, FAR])
    if Seal.objects.filter(last_id=last).exists():
        return
    before = Seal.objects.filter(last_id__lt=last).order_by("-last_id").first()
    previous = before.root if before and dice.random() < 0.7 else "ff" * 32
    Seal.objects.create(first_id=last, last_id=last, previous=previous, root="ee" * 32)


def forget(dice: random.Random) -> None:
    """A range of whole seals goes, as in time; sometimes something comes back."""
    seals = list(Seal.objects.order_by("last_id"))
    upto = dice.randrange(1, len(seals))
    first, last = seals[0].first_id, seals[upto - 1].last_id
    if ForgottenMonth.objects.exists():
        return
    remove(first, last)
    ForgottenMonth.objects.create(
        month="2020-01-01", first_id=first, last_id=last, entries=1, forgotten_at=timezone.now()
    )
    if dice.random() < 0.3:
        AuditEntry.objects.create(id=first, door="web", action="forged.past")


DEEDS = [slip_in, take_one_out, concern_another, lose_a_seal, forge_a_seal, forge_a_seal, forget]


@pytest.mark.parametrize("seed", range(30))
def test_it_finds_exactly_what_reading_seal_by_seal_finds(monkeypatch, seed):
    dice = random.Random(seed)
    monkeypatch.setattr(verification, "ENTRIES_AT_ONCE", dice.choice([1, 2, 3, 7]))
    monkeypatch.setattr(verification, "SEALS_AT_ONCE", dice.choice([1, 2, 5]))
    sealed(8, dice)
    assert found() == one_by_one() == []
    for _ in range(dice.randint(1, 3)):
        with past_the_triggers():
            dice.choice(DEEDS)(dice)
    assert found() == one_by_one()


def test_most_of_those_deeds_are_found():
    """The comparison above compares something: each deed alone is seen, but for a month that went in order."""
    for deed in (slip_in, take_one_out, concern_another, lose_a_seal, forge_a_seal):
        with connection.cursor() as cursor:
            cursor.execute("SAVEPOINT before")
            dice = random.Random(1)
            sealed(4, dice)
            with past_the_triggers():
                deed(dice)
            assert found(), deed.__name__
            cursor.execute("ROLLBACK TO before")


def test_the_sealed_form_stays_as_it_was_from_the_beginning():
    """Another form of the same row would break every seal there is."""
    record(TESTS, "tests.thing_done")
    record(TESTS, "tests.thing_seen", concerns=[7, 3])
    rows = queries.rows_to_seal(after=queries.LOWEST_ID, most=9)
    assert [row["concerned"] for row in rows] == [[None], [3, 7]]
    row = rows[1] | {"id": 1, "at": datetime(2026, 11, 28, 9, tzinfo=UTC), "request_id": "0" * 16}
    assert sealing.leaf(row).hex() == SEALED_ROW


def asked() -> int:
    with CaptureQueriesContext(connection) as queries_made:
        assert verification.broken_seals() == []
    return len(queries_made)


def test_it_asks_by_the_thousand_and_not_by_the_seal(monkeypatch):
    dice = random.Random(3)
    sealed(5, dice)
    few = asked()
    sealed(60, dice)
    assert asked() == few <= 6
    monkeypatch.setattr(verification, "SEALS_AT_ONCE", 10)
    monkeypatch.setattr(verification, "ENTRIES_AT_ONCE", 20)
    entries = AuditEntry.objects.count()
    assert asked() <= 65 // 10 + entries // 20 + 6


def test_the_check_itself_asks_as_little():
    dice = random.Random(4)

    def asked_for() -> int:
        with CaptureQueriesContext(connection) as made:
            assert [one.grade for one in run_checks(["audit"])]
        return len(made)

    sealed(3, dice)
    few = asked_for()
    sealed(40, dice)
    assert asked_for() == few
