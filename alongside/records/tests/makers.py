"""Somebody with words in every kind of place, and a colleague whose words must stay apart."""

from __future__ import annotations

import uuid
from datetime import timedelta
from types import SimpleNamespace

from alongside.commitments import services as commitments
from alongside.identity.services import close_account
from alongside.one_on_ones import services as talks
from alongside.one_on_ones.notes import Change
from alongside.one_on_ones.tests.makers import a_meeting, a_series, a_topic
from alongside.people.away.services import add_absence
from alongside.people.calendar import today
from alongside.people.models import Holding, Person, RoleGrant
from alongside.people.services import grant_role
from alongside.people.tests.makers import TESTS

HERS, HIS = "canary-of-eve", "canary-of-max"


def words_everywhere(cast: SimpleNamespace) -> SimpleNamespace:
    """Eve's and Max's words, shared and private: topics, notes, actions, reasons, what stands in the way."""
    series = a_series(cast)
    meeting = a_meeting(series, hours=2)
    for person, canary in ((cast.eve, HERS), (cast.max, HIS)):
        a_topic(cast, series, f"{canary} shared topic", by=person)
        a_topic(cast, series, f"{canary} private topic", by=person, private=True)
        for visibility in ("shared", "private"):
            _note(cast, person, series, meeting, f"{canary} {visibility} note", visibility)
        action = talks.agree_on_action(
            actor=cast.acts(person), series=series, owner_id=cast.eve.pk, text=f"{canary} action",
            due_on=today() + timedelta(days=7),
        )  # fmt: skip
        commitments.redate_commitment(
            actor=cast.acts(person),
            commitment=action,
            due_on=today() + timedelta(days=9),
            reason=f"{canary} reason",
        )
        commitments.ask_hr(actor=cast.acts(person), commitment=action, words=f"{canary} obstacle")
    add_absence(actor=cast.acts(cast.eve), person=cast.eve, first_day=today(), last_day=today())
    return SimpleNamespace(series=series, meeting=meeting)


def _note(cast, person, series, meeting, text, visibility) -> None:
    talks.write_note(
        actor=cast.acts(person), series=series, block_id=uuid.uuid4(), meeting_id=meeting.pk, visibility=visibility,
        change=Change(base="", text=text, key=uuid.uuid4().hex),
    )  # fmt: skip


def has_left(person: Person) -> None:
    """No place any more, and no way in."""
    Holding.objects.filter(person=person).delete()
    close_account(actor=TESTS, account=person.account)
    person.refresh_from_db()


def head_of_hr(cast: SimpleNamespace) -> Person:
    """Omar, for the length of a test."""
    grant_role(
        actor=TESTS, person=cast.omar, role=RoleGrant.Role.HEAD_OF_HR, since=today() - timedelta(days=1)
    )
    return cast.omar
