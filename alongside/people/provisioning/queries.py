"""Reading people as an identity provider knows them."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import Q, QuerySet
from django.utils import timezone

from alongside.core.actor import Actor
from alongside.identity.services import digest_of
from alongside.people.models import Person, ProvisionedPerson, ProvisioningToken
from alongside.people.policies import can_provision_people, can_set_up_provisioning
from alongside.people.provisioning.user import Held, User, from_said

PREFIX = "person-"


def scim_id(person_id: int) -> str:
    """Never mistaken for a personnel number."""
    return f"{PREFIX}{person_id}"


def person_id_in(text: str) -> int | None:
    """The person whom a SCIM id names; None for anything else."""
    digits = text.removeprefix(PREFIX)
    fits = text.startswith(PREFIX) and digits.isascii() and digits.isdigit() and len(digits) < 19
    return int(digits) if fits else None


def users_visible_to(actor: Actor) -> QuerySet[Person]:
    """Everybody of the company, also who has left; without those the provider deleted or a manager typed in."""
    if not can_provision_people(actor):
        return Person.objects.none()
    here = Q(provisioned=None) | Q(provisioned__deleted_at=None)
    people = Person.objects.filter(here, erased_at=None, typed_by=None).order_by("pk")
    return people.select_related(
        "provisioned", "placement__seat__unit__parent", "placement__manager", "account"
    )


def by_equality(actor: Actor, attribute: str, value: str) -> QuerySet[Person] | None:
    """The users whom a plain equality means, by an index; None where there is none."""
    users, key = users_visible_to(actor), value.casefold()
    asked = {
        "id": Q(pk=person_id_in(value) or 0),
        "username": Q(provisioned__user_key=key)
        | Q(provisioned=None, email=value.lower())
        | Q(provisioned=None, email=None, external_id__iexact=value),
        "externalid": Q(provisioned__external_id=value),
        "emails.value": Q(email=value.lower()) | Q(provisioned__said__emails__contains=[{"value": value}]),
    }
    return users.filter(asked[attribute]) if attribute in asked else None


def held(person: Person) -> Held:
    """One person as the server answers; no query where the row came from `users_visible_to`."""
    row: ProvisionedPerson | None = getattr(person, "provisioned", None)
    placement = getattr(person, "placement", None)
    manager = placement.manager if placement else None
    waiting = row.manager_ref if row else ""
    user = _user(person, row)
    return Held(
        id=scim_id(person.pk),
        user=from_said(
            user.said(),
            active=person.left_on is None and (person.account is None or person.account.is_open),
            manager=waiting or (scim_id(manager.pk) if manager else ""),
        ),
        manager_name=manager.name if manager and not waiting else "",
        manager_is_here=bool(manager) and not waiting,
        moments=(row.made_at, row.changed_at) if row else (None, None),
    )


def _user(person: Person, row: ProvisionedPerson | None) -> User:
    """What the provider said; where the directory says otherwise meanwhile, the directory."""
    placement = getattr(person, "placement", None)
    said = from_said(row.said) if row else _from_directory(person)
    now: dict[str, object] = {}
    if person.name != said.name:
        now["display_name"] = person.name
    if (person.email or "") != said.email:
        now["emails"] = _work(person.email)
    if (person.external_id or "") != said.number:
        now["number"] = person.external_id or ""
    if placement is not None and placement.seat.title != said.title:
        now["title"] = placement.seat.title
    return from_said(said.said(), **now)


def _from_directory(person: Person) -> User:
    placement = getattr(person, "placement", None)
    unit = placement.seat.unit if placement else None
    return User(
        user_name=person.email or person.external_id or scim_id(person.pk),
        given_name=person.given_name, family_name=person.family_name, display_name=person.name,
        emails=_work(person.email), number=person.external_id or "",
        title=placement.seat.title if placement else "", department=unit.name if unit else "",
    )  # fmt: skip


def _work(email: str | None) -> tuple[dict[str, object], ...]:
    return ({"value": email, "type": "work", "primary": True},) if email else ()


def person_named(reference: str) -> Person | None:
    """Whom a manager reference means: a SCIM id, the provider's own id, a user name, or a personnel number."""
    people = Person.objects.filter(erased_at=None, left_on=None, typed_by=None)
    pk = person_id_in(reference)
    if pk is not None:
        return people.filter(pk=pk).first()
    live = people.filter(provisioned__deleted_at=None)
    for rows in (
        live.filter(provisioned__external_id=reference),
        live.filter(provisioned__user_key=reference.casefold()),
        people.filter(external_id=reference),
    ):
        found = rows.order_by("pk").first()
        if found is not None:
            return found
    return None


def known_among(references: set[str]) -> set[str]:
    """Those that mean somebody, as person_named would say of each, asked all at once."""
    people = Person.objects.filter(erased_at=None, left_on=None, typed_by=None)
    live = people.filter(provisioned__deleted_at=None)
    by_id = {one: pk for one in references if (pk := person_id_in(one)) is not None}
    rest = references - by_id.keys()
    here = set(people.filter(pk__in=by_id.values()).values_list("pk", flat=True))
    named = {
        *live.filter(provisioned__external_id__in=rest).values_list("provisioned__external_id", flat=True),
        *people.filter(external_id__in=rest).values_list("external_id", flat=True),
    }
    folded = {one.casefold() for one in rest}
    keys = set(live.filter(provisioned__user_key__in=folded).values_list("provisioned__user_key", flat=True))
    return {one for one, pk in by_id.items() if pk in here} | {
        one for one in rest if one in named or one.casefold() in keys
    }


def waiting_for(person: Person, user: User) -> QuerySet[ProvisionedPerson]:
    """Those whose manager reference means this person."""
    keys = {scim_id(person.pk), user.external_id, user.user_name, user.number} - {""}
    asked = Q(manager_ref__in=keys) | Q(manager_ref__iexact=user.user_name)
    return (
        ProvisionedPerson.objects.filter(asked, deleted_at=None)
        .exclude(manager_ref="")
        .select_related("person")
    )


def waiting(actor: Actor) -> QuerySet[ProvisionedPerson]:
    """Whose manager is not here yet, for the page of administrators."""
    rows = ProvisionedPerson.objects.filter(deleted_at=None).exclude(manager_ref="").select_related("person")
    return rows.order_by("person__name") if can_set_up_provisioning(actor) else rows.none()


def taken(user: User, *, beside: int | None) -> str:
    """The attribute whose value somebody else has already; "" for none."""
    others = Person.objects.exclude(pk=beside or 0)
    rows = ProvisionedPerson.objects.filter(user_key=user.user_name.casefold(), deleted_at=None)
    if rows.exclude(person=beside or 0).exists():
        return "userName"
    if user.email and others.filter(email=user.email).exists():
        return "emails"
    if user.number and others.filter(external_id=user.number).exists():
        return "employeeNumber"
    return ""


def returning(user: User) -> Person | None:
    """Somebody who left and is created once more: the same user name, address or number beside the same name."""
    gone = Person.objects.filter(left_on__isnull=False, erased_at=None).select_related(
        "provisioned", "account"
    )
    gone = gone.filter(Q(provisioned=None) | Q(provisioned__deleted_at__isnull=False))
    same = Q(provisioned__user_key=user.user_name.casefold())
    if user.email:
        same |= Q(email=user.email)
    if user.number:
        same |= Q(external_id=user.number)
    found = list(gone.filter(same).order_by("pk")[:2])
    return found[0] if len(found) == 1 and _share_a_name(found[0].name, user.name) else None


def _share_a_name(one: str, other: str) -> bool:
    """What two people wrote to each other must not pass to a third who inherited an address."""
    return bool(set(one.casefold().split()) & set(other.casefold().split()))


def tokens_visible_to(actor: Actor) -> QuerySet[ProvisioningToken]:
    """The tokens that still open something, for administrators."""
    live = ProvisioningToken.objects.filter(ended_at=None, expires_at__gt=timezone.now())
    return (
        live.select_related("made_by").order_by("-made_at") if can_set_up_provisioning(actor) else live.none()
    )


def live_provisioning_token(secret: str) -> ProvisioningToken | None:
    """The token with this secret; None for anything else."""
    live = ProvisioningToken.objects.filter(ended_at=None, expires_at__gt=timezone.now())
    return live.filter(digest=digest_of(secret)).first()


def ids_in_order(people: Iterable[Person]) -> list[int]:
    return [person.pk for person in people]
