"""Telling people. One door for all features: it knows who has been invited and never tells twice."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import F, QuerySet
from django.db.models.functions import Now
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from alongside.audit.services import record
from alongside.core.actor import Actor
from alongside.core.errors import Refused
from alongside.core.later import later
from alongside.notifications import digest, queries, quiet_hours
from alongside.notifications.bounces import refusal_code
from alongside.notifications.delivery_reports import is_about_the_address
from alongside.notifications.models import Bounce, Message, Preference
from alongside.notifications.policies import can_choose_routine, can_send_again
from alongside.notifications.queries import LEASE
from alongside.people.models import Person

MOST_TRIES = 8
SET_ASIDE = (Message.State.FAILED, Message.State.REFUSED, Message.State.BOUNCED)


@transaction.atomic
def tell(
    *,
    person: Person,
    template: str,
    key: str,
    context: dict[str, Any] | None = None,
    at: datetime | None = None,
    routine: bool = False,
    urgent: bool = False,
) -> Message | None:
    """Queue one message in the caller's transaction; the same person is told once per key, whatever happens.

    `template` names templates/<template>.txt, .html and .subject.txt. People who have not been invited are never
    written to: their message is held, and dropped when it is no longer news. Nothing is mailed in quiet hours
    except what is `urgent` because somebody waits for it. `routine` news follows the person's choice: at once,
    in the mail of the day, or not at all.
    """
    if person.email is None or person.erased_at is not None:
        return None
    choice = queries.routine_choice(person) if routine else Preference.Routine.AT_ONCE
    if choice == Preference.Routine.NEVER:
        return None
    state, not_before = _when(person, choice, at or timezone.now(), urgent=urgent)
    message, is_new = Message.objects.get_or_create(
        key=f"{key}.{person.pk}",
        defaults={
            "person": person,
            "template": template,
            "context": context or {},
            "state": state,
            "not_before": not_before,
        },
    )
    if is_new and state == Message.State.WAITING:
        later("alongside.notifications.tasks.send", run_after=not_before, message_id=message.pk)
    return message


def _when(person: Person, choice: str, at: datetime, *, urgent: bool) -> tuple[Message.State, datetime]:
    if not person.invited_at:
        return Message.State.HELD, at
    if choice == Preference.Routine.DAILY:
        return Message.State.BUNDLED, quiet_hours.next_digest(at, person.zone)
    return Message.State.WAITING, at if urgent else quiet_hours.may_leave(at, person.zone)


@transaction.atomic
def send_digest(*, person: Person) -> Message | None:
    """Put what waits for the mail of the day into one message; None when nothing does."""
    rows = Message.objects.select_for_update(skip_locked=True).filter(
        person=person, state=Message.State.BUNDLED, not_before__lte=timezone.now()
    )
    bundled = list(rows.order_by("pk"))
    if not bundled:
        return None
    Message.objects.filter(pk__in=[one.pk for one in bundled]).update(
        state=Message.State.SENT, sent_at=timezone.now()
    )
    key = f"digest-{bundled[-1].pk}"
    return tell(person=person, template=digest.TEMPLATE, key=key, context={"news": digest.news_of(bundled)})


@transaction.atomic
def choose_routine(*, actor: Actor, routine: str) -> Preference:
    """My own choice how I hear of routine news."""
    can_choose_routine(actor).enforce()
    preference, _is_new = Preference.objects.update_or_create(
        person_id=actor.me, defaults={"routine": routine}
    )
    record(actor, "notifications.routine_chosen", subject=preference, concerns=[actor.me])
    return preference


def claim(message_id: int) -> Message | None:
    """Take a message for sending; None if another worker has it, it went out, or it was given up."""
    now = timezone.now()
    waiting = Message.objects.filter(pk=message_id, state=Message.State.WAITING, not_before__lte=now)
    abandoned = Message.objects.filter(
        pk=message_id, state=Message.State.SENDING, claimed_at__lt=Now() - LEASE
    )
    abandoned.filter(tries__gte=MOST_TRIES).update(state=Message.State.FAILED)
    for rows in (waiting, abandoned):
        # The try counts when it begins: a message that kills its worker never gets to report.
        if rows.update(state=Message.State.SENDING, claimed_at=Now(), tries=F("tries") + 1) == 1:
            return Message.objects.select_related("person__account").get(pk=message_id)
    return None


def may_be_written_to(person: Person) -> bool:
    """Asked again when a mail leaves: since it was queued they may have left, or been erased."""
    has_left = person.account is not None and not person.account.is_open
    return bool(person.email and person.invited_at) and person.erased_at is None and not has_left


def mark_sent(message: Message) -> None:
    _claimed(message).update(state=Message.State.SENT, sent_at=timezone.now())


def mark_held(message: Message) -> None:
    _claimed(message).update(state=Message.State.HELD)


def put_back(message: Message, problem: BaseException | None = None) -> None:
    """The server can't be reached, for which the message can't do anything: it keeps its place and its eight tries."""
    noted = {"problem": type(problem).__name__[:80]} if problem is not None else {}
    _claimed(message).update(state=Message.State.WAITING, tries=F("tries") - 1, **noted)


def mark_failed(message: Message, problem: Exception) -> None:
    """Back into the queue; set aside when the address is refused for good or after MOST_TRIES, so that it blocks nobody."""
    refused = refusal_code(problem)
    state = Message.State.FAILED if message.tries >= MOST_TRIES else Message.State.WAITING
    wait = timedelta(seconds=30 * 2**message.tries)
    noted = _claimed(message).update(
        state=Message.State.REFUSED if refused else state,
        not_before=timezone.now() + wait,
        problem=f"{type(problem).__name__} {refused or ''}".strip()[:80],
    )
    if refused and noted:
        _note_bounce(message.person, str(refused))


@transaction.atomic
def take_back(*, message: Message, status: str) -> None:
    """A mail that had left came back. The same report twice, or two of them, is one."""
    left = Message.objects.filter(pk=message.pk, state=Message.State.SENT)
    if left.update(state=Message.State.BOUNCED, problem=status) and is_about_the_address(status):
        _note_bounce(message.person, status)


def _note_bounce(person: Person, code: str) -> None:
    Bounce.objects.update_or_create(
        person=person, email=(person.email or "").lower(), defaults={"code": code, "at": timezone.now()}
    )


@transaction.atomic
def send_again(*, actor: Actor, message: Message) -> None:
    """Eight more tries for a mail that was set aside. Raises Refused when it is not set aside (any more)."""
    can_send_again(actor).enforce()
    aside = Message.objects.filter(pk=message.pk, state__in=SET_ASIDE)
    if not aside.update(state=Message.State.WAITING, tries=0, not_before=timezone.now()):
        raise Refused(_("This mail was not set aside: it waits, or went out by now."))
    record(actor, "notifications.mail_sent_again", subject=message)
    later("alongside.notifications.tasks.send", message_id=message.pk)


def _claimed(message: Message) -> QuerySet[Message]:
    """The row, if this claim still holds: a slow worker must not overwrite what a later one noted."""
    return Message.objects.filter(pk=message.pk, state=Message.State.SENDING, claimed_at=message.claimed_at)
