"""Reading waves: what HR sees of them are counts."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Count, Q, QuerySet
from django.utils import timezone

from alongside.core.actor import Actor
from alongside.identity.models import OneTimeCode, open_accounts
from alongside.invitations.models import Invitation, Wave
from alongside.people import queries as people
from alongside.people.calendar import today
from alongside.people.models import Coverage, Person, Reach, RoleGrant, Unit
from alongside.people.policies import OF_HR, can_invite
from alongside.people.queries.mandates import UNIT_ADMINISTRATOR, people_administered_by

# Below this, a count of who came would point at persons.
FEWEST_COUNTED = 10


@dataclass(frozen=True)
class Progress:
    """How far a wave has come. `came` is None where so few were invited that a count would point at somebody.

    Of `people`, `by_letter` have no address, and `letters_waiting` of them no letter yet.
    """

    people: int
    invited: int
    by_letter: int
    letters_waiting: int
    came: int | None

    @property
    def by_mail(self) -> int:
        """Those who can be written to."""
        return self.people - self.by_letter


def waves_visible_to(actor: Actor) -> QuerySet[Wave]:
    """Every wave, for those who may invite; nothing for anybody else."""
    waves = Wave.objects.select_related("unit", "made_by")
    return waves if can_invite(actor) else waves.none()


def progress_of(wave: Wave) -> Progress:
    """The counts of one wave, without people who went before their turn came."""
    went = Q(person__erased_at__isnull=False) | Q(person__left_on__isnull=False)
    without = Q(person__email=None, invited_at=None)
    counted = wave.invitations.exclude(went, invited_at=None).aggregate(
        people=Count("pk"),
        invited=Count("pk", filter=Q(invited_at__isnull=False)),
        by_letter=Count("pk", filter=without),
        letters_waiting=Count("pk", filter=without & Q(person__invited_at=None)),
        came=Count("pk", filter=Q(accepted_at__isnull=False)),
    )
    if counted["invited"] < FEWEST_COUNTED:
        counted["came"] = None
    return Progress(**counted)


def people_to_invite(reach: str, *, unit: Unit | None, emails: list[str]) -> QuerySet[Person]:
    """Those a wave would reach: in the directory, not erased, not invited yet."""
    waiting = Person.objects.filter(invited_at=None, erased_at=None, typed_by=None, left_on=None)
    if reach == Wave.Reach.UNIT and unit is not None:
        return waiting.filter(placement__unit__lineage__contains=[unit.pk])
    if reach == Wave.Reach.LIST:
        return waiting.filter(Q(email__in=[one.lower() for one in emails]) | Q(external_id__in=emails))
    return waiting if reach == Wave.Reach.EVERYBODY else waiting.none()


def not_in_wave(wave: Wave, typed: list[str]) -> list[str]:
    """What was typed into the list of a wave and reaches nobody in it: an unknown address or number, or invited before."""
    known = Person.objects.filter(pk__in=wave.invitations.values("person")).values_list(
        "email", "external_id"
    )
    reached = {word for words in known for word in words if word}
    return [one for one in dict.fromkeys(typed) if one.lower() not in reached and one not in reached]


def people_to_invite_singly(actor: Actor) -> QuerySet[Person]:
    """Whom the actor may invite one by one: for HR everybody who waits, for a unit's administrator its people."""
    waiting = people_to_invite(Wave.Reach.EVERYBODY, unit=None, emails=[]).filter(email__isnull=False)
    if actor.roles & OF_HR:
        return waiting
    return waiting.filter(pk__in=people_administered_by(actor).values("pk"))


def due_invitations(wave: Wave, most: int) -> list[Invitation]:
    """The next ones to send by mail."""
    due = wave.invitations.filter(
        invited_at=None, person__email__isnull=False, person__erased_at=None, person__left_on=None
    )
    return list(due.select_related("person__account").order_by("pk")[:most])


def roles_in(wave: Wave) -> list[tuple[str, Person]]:
    """(role, one person who holds it) for each role that this wave reaches: what each will receive differs."""
    members = Person.objects.filter(pk__in=wave.invitations.values("person"), email__isnull=False)
    duties = RoleGrant.objects.filter(during__contains=today())
    held = [
        ("administrator", members.filter(pk__in=duties.filter(role="administrator").values("person"))),
        ("hr", members.filter(
            Q(pk__in=duties.filter(role__in=OF_HR).values("person"))
            | Q(pk__in=Coverage.objects.filter(during__contains=today()).values("partner"))
        )),
        ("manager", members.filter(pk__in=Reach.objects.values("above"))),
        ("employee", members.exclude(pk__in=Reach.objects.values("above"))),
    ]  # fmt: skip
    found = [(role, rows.order_by("pk").first()) for role, rows in held]
    return [(role, person) for role, person in found if person is not None]


def role_of(person: Person) -> str:
    """Which of the invitation's texts fits this person best."""
    duties = RoleGrant.objects.filter(person=person, during__contains=today())
    held = set(duties.values_list("role", flat=True))
    if held & OF_HR or Coverage.objects.filter(partner=person, during__contains=today()).exists():
        return "hr"
    if RoleGrant.Role.ADMINISTRATOR in held:
        return "administrator"
    return "manager" if Reach.objects.filter(above=person).exists() else "employee"


def live_invitation(pk: int) -> Invitation | None:
    """An invitation whose link still works."""
    return (
        Invitation.objects.filter(pk=pk, accepted_at=None, expires_at__gt=timezone.now())
        .filter(open_accounts("person__account__"), person__erased_at=None)
        .select_related("person__account")
        .first()
    )


def people_for_letters(actor: Actor) -> QuerySet[Person]:
    """People without e-mail for whom the actor may print a letter: HR sees all, a manager their own team, a unit's
    administrator its people."""
    without = people.people_visible_to(actor).filter(email=None, external_id__isnull=False)
    if actor.is_system or actor.roles & OF_HR:
        return without.exclude(pk=actor.person_id or 0).order_by("name")
    mine = Q(placement__manager_id=actor.person_id)
    if UNIT_ADMINISTRATOR in actor.roles:
        mine |= Q(pk__in=people_administered_by(actor).values("pk"))
    return without.filter(mine).order_by("name")


def resets_waiting() -> QuerySet[OneTimeCode]:
    """New PINs that one person of HR asked for and a second one has to confirm."""
    return OneTimeCode.objects.filter(
        waits_for_second=True, used_at=None, ended_at=None, expires_at__gt=timezone.now()
    ).select_related("account__person")
