"""Erasing a person: the identity becomes empty, their words go, what concerned others keeps its shape."""

from __future__ import annotations

from collections import Counter
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import Model
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from alongside.audit.services import record
from alongside.core.actor import Actor, system
from alongside.core.encrypted import EncryptedText
from alongside.core.keyring import Unreadable
from alongside.core.later import later
from alongside.core.register import DataClass, Register, person_at
from alongside.core.register import Erasure as OnErasure
from alongside.identity.services import close_account
from alongside.people import closure
from alongside.people.calendar import today
from alongside.people.leaving.services.ending import let_go
from alongside.people.models import Person
from alongside.records.models import Erasure, LegalHold
from alongside.records.policies import can_erase_again, can_erase_person
from alongside.records.queries import rows, standing
from alongside.records.services.deleting import gone_for_good

NOBODY = _("Somebody who has left")


@transaction.atomic
def erase_person(*, actor: Actor, person: Person) -> Erasure:
    """Apply the field register of every table to one person, for good. Erasing twice is erasing once.

    Rows that hold only this person's words go; where others point at such a row, its words go and the row stays
    empty. Rows that two people share keep their shape until the last of them is erased. The audit log keeps numbers.
    """
    person = Person.objects.select_for_update().get(pk=person.pk)
    can_erase_person(actor, person).enforce()
    found = Erasure.objects.filter(person_id=person.pk).first()
    if found is not None and person.erased_at is not None:
        return found
    gone = _erase_rows(actor, person)
    erasure, _is_new = Erasure.objects.update_or_create(person_id=person.pk, defaults={"rows": dict(gone)})
    record(actor, "records.person_erased", subject=person, data_class=DataClass.C2)
    closure.write_search_text(person.pk, today())
    later("alongside.records.tasks.note_erasure", erasure_id=erasure.pk)
    return erasure


@transaction.atomic
def erase_again(*, actor: Actor, person_id: int) -> bool:
    """After a restore: what was decided once is done again. False where the backup does not know this person any more.

    Nobody is erased under a hold, so a hold that the backup still knows had ended before; it ends again.
    """
    can_erase_again(actor).enforce()
    person = Person.objects.select_for_update().filter(pk=person_id, erased_at=None).first()
    if person is None:
        return False
    for hold in LegalHold.objects.filter(person=person, ended_at=None):
        LegalHold.objects.filter(pk=hold.pk).update(ended_at=timezone.now())
        record(actor, "records.hold_ended", subject=hold, data_class=DataClass.C4)
    if standing.works_here(person):  # the backup is older than their last day
        let_go(actor, [person.pk], today())
        record(actor, "people.person_left", concerns=[person.pk])
        closure.rebuild(today())
    erase_person(actor=actor, person=person)
    return True


def _erase_rows(actor: Actor, person: Person) -> Counter[str]:
    gone: Counter[str] = Counter()
    account = person.account
    if account is not None:
        close_account(actor=system("erasure"), account=account)
    while found := _erase_once(person):  # what only erased rows pointed at goes in the next round
        gone += found
    _empty_identity(person)
    if account is not None:
        account.delete()
    return +gone


def _erase_once(person: Person) -> Counter[str]:
    """One walk over all tables: what went or was emptied. Empty when there is nothing left to do."""
    return +Counter(
        {
            model._meta.label: _erase_table(model, register, person.pk)
            for model, register in rows.registered()
            if model is not Person and rows.told(register)
        }
    )


def _erase_table(model: type[Model], register: Register, person_id: int) -> int:
    """Rows of one table that went or were emptied."""
    gone = 0
    for row in rows.concerning(model, register, person_id):
        if not _is_theirs(row, register, person_id):
            continue
        if any(entry.erasure == OnErasure.DELETE for entry in register.values()) and gone_for_good(row):
            gone += 1
        else:
            gone += _empty(row, register, person_id)
    return gone


def _is_theirs(row: Any, register: Register, person_id: int) -> bool:
    """Their own words, or nobody else's record: whoever else it concerns has been erased as well."""
    if register.words_of and person_at(row, register.words_of) == person_id:
        return True
    if any(person_at(row, path) == person_id for path in register.words_of_columns.values()):
        return True
    concerned = {person_at(row, path) for path in register.subjects}
    others = {other for other in concerned if other is not None and other != person_id}
    return not Person.objects.filter(pk__in=others, erased_at=None).exists()


def _empty(row: Any, register: Register, person_id: int) -> int:
    """Empty what the register gives up of a row that has to stay; 1 if anything was there."""
    columns = []
    for field in row._meta.concrete_fields:
        if register[field.name].erasure == OnErasure.KEEP:
            continue
        path = rows.author_path(register, field.name)
        if path and person_at(row, path) != person_id:
            continue
        if _blank(row, field):
            columns.append(field.name)
    if columns:
        row.save(update_fields=columns)
    return int(bool(columns))


def _blank(row: Any, field: Any) -> bool:
    """Make one column say nothing; False where it says nothing already, or can't be empty."""
    empty = None if field.null else field.get_default() if field.has_default() else ""
    if field.is_relation and not field.null:
        return False
    if isinstance(field, EncryptedText):
        empty = ""
    elif not field.null and field.get_internal_type() not in {
        "CharField",
        "TextField",
        "EmailField",
        "JSONField",
    }:
        return False
    try:
        if getattr(row, field.attname) == empty:
            return False
    except Unreadable:
        return False
    setattr(row, field.attname, empty)
    return True


def _empty_identity(person: Person) -> None:
    """The row stays, so that what others hold keeps pointing somewhere; it says nothing any more."""
    for field in Person._meta.concrete_fields:
        if Person.register[field.name].erasure != OnErasure.KEEP:
            _blank(person, field)
    with override(settings.LANGUAGE_CODE):
        person.name = str(NOBODY)
    person.account = None
    person.search_text = ""
    person.erased_at = timezone.now()
    person.save()
