"""Mail that comes back: read from the reports of mail servers, seen by those who can put the address right."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core import mail as outbox
from django.utils import timezone

from alongside.notifications import incoming, mail, queries, services
from alongside.notifications.incoming import Outcome, receive
from alongside.notifications.models import Bounce, Message
from alongside.notifications.return_paths import ReturnPath
from alongside.notifications.tasks import send
from alongside.notifications.tests.bounce_samples import POSTFIX, SAMPLES
from alongside.people.calendar import today
from alongside.people.models import RoleGrant
from alongside.people.services import grant_role
from alongside.people.tests.makers import TESTS

PAGE = "/administration/mails/"


@pytest.fixture(autouse=True)
def _reads_mail(settings, db):
    settings.MAIL_REPLIES = "replies@example.org"
    settings.MAIL_JUDGE = "mx.example.org"  # a report proves itself otherwise


@pytest.fixture
def message(cast) -> Message:
    """A mail to Eve that went out."""
    context = {"from_name": "Max", "path": "/"}
    found = services.tell(
        person=cast.eve, template="one_on_ones/email/topic_added", key="back", context=context
    )
    assert found is not None
    send.func(found.pk)
    found.refresh_from_db()
    assert found.state == "sent"
    return found


def comes_back(message: Message, sample: str = POSTFIX, to: str = "", **said: str) -> Outcome:
    to = to or ReturnPath(message.pk).address
    facts = {
        "to": to,
        "address": message.person.email,
        "action": "failed",
        "status": "5.1.1",
        "message_id": mail.message_id_of(message),
    }
    return receive(sample.format(**facts | said).replace("\n", "\r\n").encode(), recipients=[to])


def nothing_noted(message: Message) -> bool:
    message.refresh_from_db()
    return message.state == "sent" and not Bounce.objects.exists()


def test_mail_leaves_with_an_envelope_of_its_own_and_the_usual_sender(message, settings):
    left = outbox.outbox[0]
    assert left.from_email == ReturnPath(message.pk).address
    assert left.message()["From"] == settings.DEFAULT_FROM_EMAIL
    assert len(left.from_email.partition("@")[0]) <= 64


def test_without_an_address_for_answers_the_envelope_is_as_before(cast, settings):
    settings.MAIL_REPLIES = ""
    services.tell(person=cast.eve, template="one_on_ones/email/topic_added", key="x", context={})
    left = mail.compose(Message.objects.get())
    assert left.from_email == settings.DEFAULT_FROM_EMAIL


@pytest.mark.parametrize("sample", SAMPLES)
@pytest.mark.parametrize("status", ["5.1.1", "5.1.10", "5.2.1", "5.4.4", "5.0.0"])
def test_a_report_of_a_failure_is_noted(message, sample, status):
    assert comes_back(message, sample, status=status) is Outcome.TAKEN
    message.refresh_from_db()
    assert (message.state, message.problem) == ("bounced", status)
    assert queries.comes_back(message.person_id)


@pytest.mark.parametrize("sample", SAMPLES)
def test_the_same_report_twice_is_one_and_nothing_is_ever_sent(message, sample):
    before = (len(outbox.outbox), Message.objects.count())
    for _ in range(3):
        assert comes_back(message, sample) is Outcome.TAKEN
    assert Bounce.objects.count() == 1
    assert (len(outbox.outbox), Message.objects.count()) == before


@pytest.mark.parametrize(
    ("said", "outcome"),
    [
        ({"action": "delayed", "status": "4.4.1"}, Outcome.NOTHING_IN_IT),
        ({"action": "failed", "status": "4.2.2"}, Outcome.NOTHING_IN_IT),
        ({"action": "delivered", "status": "2.0.0"}, Outcome.NOTHING_IN_IT),
        ({"action": "relayed", "status": "5.1.1"}, Outcome.NOTHING_IN_IT),
        ({"status": "no number"}, Outcome.NOTHING_IN_IT),
        ({"address": "omar@example.org", "message_id": "<other@example.org>"}, Outcome.NOT_PROVED),
    ],
)
@pytest.mark.parametrize("sample", SAMPLES)
def test_what_is_no_failure_of_this_reader_is_left_aside(message, sample, said, outcome):
    assert comes_back(message, sample, **said) is outcome
    assert nothing_noted(message)


@pytest.mark.parametrize("sample", SAMPLES)
def test_where_mail_is_passed_on_the_mail_that_came_back_proves_it(message, sample):
    assert comes_back(message, sample, address="eve.private@example.com") is Outcome.TAKEN
    message.refresh_from_db()
    assert message.state == "bounced"


def test_a_policy_of_the_other_side_is_seen_and_does_not_speak_against_the_address(message):
    assert comes_back(message, status="5.7.1") is Outcome.TAKEN
    message.refresh_from_db()
    assert message.state == "bounced" and not queries.comes_back(message.person_id)


def test_forged_reports_count_for_nothing(message, cast):
    other = services.tell(person=cast.max, template="one_on_ones/email/topic_added", key="other", context={})
    proof = ReturnPath(message.pk).token.rpartition("-")[2]
    tokens = [
        f"bounce-{other.pk}-{proof}",
        f"bounce-{message.pk}-{'0' * 32}",
        f"bounce-{message.pk}",
    ]
    for token in tokens:
        assert comes_back(message, to=f"replies+{token}@example.org") is Outcome.NOT_OURS
    assert comes_back(message, to="replies@example.org") is Outcome.NOT_OURS
    assert comes_back(message, to=f"replies+talk-{message.pk}-1-{proof}@example.org") is Outcome.AUTOMATIC
    assert nothing_noted(message)


def test_a_mail_that_never_left_or_left_long_ago_cannot_come_back(message):
    Message.objects.filter(pk=message.pk).update(sent_at=timezone.now() - timedelta(days=20))
    assert comes_back(message) is Outcome.NOT_OURS
    Message.objects.filter(pk=message.pk).update(state="held", sent_at=None)
    assert comes_back(message) is Outcome.NOT_OURS
    assert not Bounce.objects.exists()


@pytest.mark.parametrize(
    "raw",
    [
        b"From: Eve <eve@example.org>\r\nAuto-Submitted: auto-replied\r\nSubject: Away\r\n\r\nBack on Monday.",
        b"Content-Type: multipart/report; report-type=disposition-notification; boundary=x\r\n\r\n--x--",
        b"Content-Type: multipart/report; report-type=delivery-status; boundary=x\r\n\r\n--x--",
        b"Content-Type: multipart/report; report-type=delivery-status; boundary=x\r\n\r\n--x\r\n"
        b"Content-Type: message/delivery-status\r\n\r\nAction\xff: failed\r\nStatus: 5\x00\r\n\r\n--x--",
        b"\xff\xfe\x00" * 50,
        b"",
    ],
)
def test_absence_notices_receipts_and_rubbish_are_left_aside(message, raw):
    outcome = receive(raw, recipients=[ReturnPath(message.pk).address])
    assert outcome in (Outcome.AUTOMATIC, Outcome.NOTHING_IN_IT, Outcome.UNREADABLE)
    assert nothing_noted(message)


def test_a_report_in_the_mail_folder_is_read_and_deleted(message, settings, tmp_path):
    settings.MAIL_FOLDER = str(tmp_path)
    (tmp_path / "new").mkdir()
    to = ReturnPath(message.pk).address
    said = POSTFIX.format(
        to=to, address=message.person.email, action="failed", status="5.1.1", message_id="<x@y>"
    )
    (tmp_path / "new" / "1").write_text(f"Delivered-To: {to}\n{said}")
    assert incoming.read_folder() == {"taken": 1}
    assert not list((tmp_path / "new").iterdir()) and queries.comes_back(message.person_id)


def test_a_new_address_is_not_held_against_anybody(message, cast):
    comes_back(message)
    cast.eve.email = "eve.new@example.org"
    cast.eve.save(update_fields=["email"])
    assert not queries.comes_back(cast.eve.pk)


def test_a_later_mail_that_arrived_ends_it(message, cast):
    comes_back(message)
    Bounce.objects.update(at=timezone.now() - timedelta(days=5))
    later = Message.objects.create(
        person=cast.eve, key="later", template="x", state="sent", not_before=timezone.now(),
        sent_at=timezone.now() - timedelta(days=1),
    )  # fmt: skip
    assert queries.comes_back(cast.eve.pk), "it may still come back"
    Message.objects.filter(pk=later.pk).update(sent_at=timezone.now() - timedelta(days=3))
    assert not queries.comes_back(cast.eve.pk)


def test_administrators_see_it_on_the_page_of_mails_and_send_it_again(message, cast, web):
    comes_back(message)
    shown = web(cast.ada).get(PAGE).content.decode()
    assert cast.eve.name in shown and "Came back" in shown and "5.1.1" in shown
    services.send_again(actor=cast.acts(cast.ada), message=message)
    message.refresh_from_db()
    assert message.state == "waiting"


def test_hr_and_the_person_see_it_on_their_page_and_colleagues_do_not(message, cast, web):
    grant_role(actor=TESTS, person=cast.hana, role=RoleGrant.Role.HR_OPERATIONS, since=today())
    address = f"/people/{cast.eve.pk}/"
    assert "comes back" not in web(cast.hana).get(address).content.decode()
    comes_back(message)
    for person in (cast.hana, cast.ada):
        assert "Mail to this address comes back" in web(person).get(address).content.decode()
    assert "Mail to your address comes back" in web(cast.eve).get(address).content.decode()
    for person in (cast.max, cast.omar):
        assert "comes back" not in web(person).get(address).content.decode()
