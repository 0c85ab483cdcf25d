"""Planning waves, sending them, and coming in by an invitation."""

from __future__ import annotations

from datetime import timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from alongside.audit.services import record
from alongside.core.actor import Actor
from alongside.core.errors import Refused
from alongside.core.later import later
from alongside.identity.models import open_accounts
from alongside.identity.services import set_password
from alongside.invitations import emails, queries
from alongside.invitations.models import Invitation, Wave
from alongside.invitations.policies import can_create_wave, can_move_wave
from alongside.people.admission.services import invite_person
from alongside.people.models import Person, Unit
from alongside.people.policies import can_invite, can_invite_person

LINK_DAYS = 14
PER_BATCH = 25


@transaction.atomic
def create_wave(
    *, actor: Actor, name: str, reach: str, unit: Unit | None = None, emails: list[str] | None = None
) -> Wave:
    """Plan a wave; nobody is written to yet. Raises Refused if it would reach nobody."""
    can_create_wave(actor).enforce()
    found = list(queries.people_to_invite(reach, unit=unit, emails=emails or []).values_list("pk", flat=True))
    if not found:
        raise Refused(_("Nobody of them is waiting for an invitation."))
    wave = Wave.objects.create(name=name, reach=reach, unit=unit, made_by_id=actor.person_id)
    Invitation.objects.bulk_create(
        (Invitation(wave=wave, person_id=person_id) for person_id in found), batch_size=1000
    )
    record(actor, "invitations.wave_created", subject=wave, details={"people": len(found)})
    return wave


@transaction.atomic
def begin_wave(*, actor: Actor, wave: Wave) -> None:
    """Begin, or go on after a pause."""
    _move(actor, wave, Wave.State.RUNNING)
    Wave.objects.filter(pk=wave.pk, begun_at=None).update(begun_at=timezone.now())
    record(actor, "invitations.wave_begun", subject=wave)
    later("alongside.invitations.tasks.send_wave", wave_id=wave.pk)


@transaction.atomic
def pause_wave(*, actor: Actor, wave: Wave) -> None:
    """Write to nobody more for now. What has been sent stays sent."""
    _move(actor, wave, Wave.State.PAUSED)
    record(actor, "invitations.wave_paused", subject=wave)


@transaction.atomic
def send_batch(*, actor: Actor, wave_id: int) -> bool:
    """Invite the next few of a running wave; True while there are more. The row lock keeps a pause exact."""
    wave = Wave.objects.select_for_update().get(pk=wave_id)
    can_invite(actor).enforce()
    if wave.state != Wave.State.RUNNING:
        return False
    due = queries.due_invitations(wave, PER_BATCH)
    for invitation in due:
        _invite(actor, invitation)
    record(actor, "invitations.batch_sent", subject=wave, details={"people": len(due)})
    if len(due) < PER_BATCH:
        _move(actor, wave, Wave.State.DONE)
        return False
    later("alongside.invitations.tasks.send_wave", wave_id=wave.pk)
    return True


@transaction.atomic
def invite_one(*, actor: Actor, person: Person) -> Invitation:
    """Invite one person now: a wave of one that is over when it begins."""
    can_invite_person(actor, person).enforce()
    if not queries.people_to_invite_singly(actor).filter(pk=person.pk).exists():
        raise Refused(_("They are invited already, or have no e-mail address."))
    wave = Wave.objects.create(
        name="", reach=Wave.Reach.LIST, state=Wave.State.DONE, made_by_id=actor.person_id
    )
    invitation = Invitation.objects.create(wave=wave, person=person)
    record(actor, "invitations.person_invited", subject=wave, concerns=[person.pk])
    _invite(actor, invitation)
    return invitation


def _invite(actor: Actor, invitation: Invitation) -> None:
    """Open the account and write the mail; somebody whom another wave reached meanwhile gets no second one."""
    again = invitation.person.invited_at is not None
    if not again:
        invite_person(actor=actor, person=invitation.person)
    invitation.invited_at = timezone.now()
    invitation.expires_at = invitation.invited_at + timedelta(days=LINK_DAYS)
    invitation.mails = 0 if again else 1
    invitation.save(update_fields=["invited_at", "expires_at", "mails"])
    if not again:
        emails.invitation(invitation)


def _move(actor: Actor, wave: Wave, state: str) -> None:
    """One state to the next, exactly once however many press the button."""
    can_move_wave(actor, wave, state).enforce()
    if Wave.objects.filter(pk=wave.pk, state=wave.state).update(state=state) != 1:
        raise Refused(_("Somebody else was faster. Look at the wave once more."))
    wave.state = state


@transaction.atomic
def accept_invitation(*, actor: Actor, invitation: Invitation, password: str) -> Person:
    """The person chooses a password; the link has done its one task."""
    taken = Invitation.objects.filter(pk=invitation.pk, accepted_at=None, expires_at__gt=timezone.now())
    account = invitation.person.account
    if account is None or account.has_usable_password() or taken.update(accepted_at=timezone.now()) != 1:
        raise Refused(_("This link has been used, or is too old."))
    set_password(actor=actor, account=account, password=password)
    record(actor, "invitations.invitation_accepted", subject=invitation, concerns=[invitation.person_id])
    return invitation.person


@transaction.atomic
def renew_invitation(*, actor: Actor, invitation_id: int) -> None:
    """A new mail to the same person, because the link lapsed unused. Says nothing to whoever asks."""
    row = (
        Invitation.objects.select_for_update(of=("self",))
        .select_related("person__account")
        .filter(
            open_accounts("person__account__"), pk=invitation_id, accepted_at=None, invited_at__isnull=False
        )
        .first()
    )
    if row is None or (row.expires_at is not None and row.expires_at > timezone.now()):
        return
    row.expires_at = timezone.now() + timedelta(days=LINK_DAYS)
    row.mails += 1
    row.save(update_fields=["expires_at", "mails"])
    record(actor, "invitations.invitation_renewed", subject=row, concerns=[row.person_id])
    emails.invitation(row)
