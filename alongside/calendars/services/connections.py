"""Whose calendar may be asked: connected by its owner, ended with everything that opened it. Nothing is asked here."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from alongside.audit.services import record
from alongside.calendars import policies
from alongside.calendars.models import Connection
from alongside.core.actor import Actor
from alongside.core.errors import Refused
from alongside.core.models import DataKey
from alongside.people.models import Person


@transaction.atomic
def connect_calendar(
    *, actor: Actor, provider: str, secret: str, address: str = "", user_name: str = ""
) -> Connection:
    """Connect one's own calendar, in the place of an earlier one. It is asked afterwards, outside of this."""
    policies.can_connect_calendar(actor).enforce()
    Person.objects.select_for_update().get(pk=actor.me)  # two windows: the later one counts
    for earlier in Connection.objects.filter(person_id=actor.me):
        _delete(earlier)
    connection = Connection.objects.create(
        person_id=actor.me,
        provider=provider,
        data_key=DataKey.fresh(),
        address=address,
        user_name=user_name,
        secret=secret,
    )
    record(actor, "calendars.calendar_connected", subject=connection, concerns=[actor.me])
    return connection


@transaction.atomic
def end_connection(*, actor: Actor, connection: Connection) -> None:
    """Nothing is asked any more; the key that opened name and password is deleted, in copies as well."""
    policies.can_end_connection(actor, connection).enforce()
    record(actor, "calendars.connection_ended", subject=connection, concerns=[actor.me])
    _delete(connection)


@transaction.atomic
def try_anew(*, actor: Actor, connection: Connection) -> None:
    """The next page asks it again."""
    policies.can_end_connection(actor, connection).enforce()
    Connection.objects.filter(pk=connection.pk).update(state=Connection.State.UNTRIED)


@transaction.atomic
def note_answers(*, actor: Actor, states: Mapping[Connection, str]) -> None:
    """Whether each calendar answered, for its owner; written only where it differs."""
    for connection, state in states.items():
        policies.can_note_answer(actor, connection).enforce()
        if connection.state != state:
            Connection.objects.filter(pk=connection.pk).update(state=state)
            connection.state = state


@transaction.atomic
def end_connections_of_leavers(*, actor: Actor, person_ids: Sequence[int]) -> int:
    """Somebody left: nobody asks their calendar any more. Safe to repeat."""
    rows = Connection.objects.filter(person_id__in=person_ids)
    if rows.filter(person__account__is_active=True).exists():
        raise Refused(_("This ends only for people who have left."))
    connections = list(rows.select_related("data_key"))
    for connection in connections:
        _delete(connection)
    if connections:
        details = {"count": len(connections)}
        record(actor, "calendars.connections_of_leavers_ended", concerns=list(person_ids), details=details)
    return len(connections)


def _delete(connection: Connection) -> None:
    key = connection.data_key
    connection.delete()
    if key is not None:
        key.delete()
