"""Who stands behind an account: what sign-in asks the floor above (see identity/bearers.py)."""

from __future__ import annotations

from django.db.models import Count, QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from alongside.core.actor import system
from alongside.identity.bearers import DemoGroup, DemoPerson
from alongside.identity.models import Account, open_accounts
from alongside.people import closure, queries
from alongside.people.admission.services import admit_person
from alongside.people.calendar import today
from alongside.people.models import Coverage, Person, Reach, RoleGrant

MOST_PER_GROUP = 40  # a demo of thousands must not make a page of thousands


class PeopleBehindAccounts:
    """Implements identity's Bearers."""

    def account_with_number(self, number: str) -> Account | None:
        return Account.objects.filter(
            person__external_id=number.strip(), person__erased_at=None, email=None
        ).first()

    def name_of(self, account: Account) -> str:
        return Person.objects.filter(account=account).values_list("name", flat=True).first() or ""

    def person_id_of(self, account: Account) -> int | None:
        return Person.objects.filter(account=account).values_list("pk", flat=True).first()

    def language_of(self, account: Account) -> str:
        person = Person.objects.filter(account=account).first()
        return person.language if person is not None else ""

    def names_of(self, person_ids: set[int]) -> dict[int, str]:
        return dict(Person.objects.filter(pk__in=person_ids).values_list("pk", "name")) if person_ids else {}

    def needs_second_factor(self, account: Account) -> bool:
        """Managers, HR partners and everybody with a duty for the company."""
        closure.ensure_fresh(today())
        person = self.person_id_of(account)
        return person is not None and (
            Reach.objects.filter(above_id=person).exists()
            or Coverage.objects.filter(partner_id=person, during__contains=today()).exists()
            or RoleGrant.objects.filter(person_id=person, during__contains=today()).exists()
        )

    def is_invited(self, account: Account) -> bool:
        return Person.objects.filter(account=account, invited_at__isnull=False, erased_at=None).exists()

    def admit(self, email: str) -> Account | None:
        person = Person.objects.filter(
            email=email, account=None, erased_at=None, placement__isnull=False
        ).first()
        return admit_person(actor=system("just in time"), person=person) if person else None

    def administrators(self) -> int:
        return queries.administrators()

    def names_of_company(self) -> list[str]:
        return [queries.company().name, *queries.sites().values_list("name", flat=True)]

    def demo_groups(self) -> list[DemoGroup]:
        closure.ensure_fresh(today())
        people = (
            Person.objects.filter(open_accounts("account__"), erased_at=None)
            .select_related("placement__seat", "placement__unit")
            .annotate(team_size=Count("team"))
            .order_by("pk")  # in the demo, the people with a part of their own come first
        )
        duties = RoleGrant.objects.filter(during__contains=today())
        covering = Coverage.objects.filter(during__contains=today()).values("partner")
        administrators = people.filter(pk__in=duties.filter(role="administrator").values("person"))
        hr = people.filter(pk__in=covering) | people.filter(
            pk__in=duties.exclude(role="administrator").values("person")
        )
        taken = set(administrators.values_list("pk", flat=True)) | set(hr.values_list("pk", flat=True))
        others = people.exclude(pk__in=taken)
        groups = [
            (_("Managers"), others.filter(team_size__gt=0)),
            (_("Employees"), others.filter(team_size=0)),
            (_("Human resources"), hr.distinct()),
            (_("Administration"), administrators),
        ]
        found = [DemoGroup(words, _demo_people(rows)) for words, rows in groups]
        return [group for group in found if group.people]


def _demo_people(rows: QuerySet[Person]) -> list[DemoPerson]:
    return [
        DemoPerson(person.account_id or 0, person.pk, person.name, _what_they_do(person))
        for person in rows[:MOST_PER_GROUP]
    ]


def _what_they_do(person: Person) -> str | Promise:
    """One sentence from the chart: "Engineering manager, has a team of 6"."""
    placement = getattr(person, "placement", None)
    if placement is None:
        return _("Has no place in the chart")
    title, unit = placement.seat.title, placement.unit.name if placement.unit else ""
    size: int = person.team_size  # type: ignore[attr-defined]
    if size:
        words = ngettext("%(title)s, has a team of %(n)s", "%(title)s, has a team of %(n)s", size)
        return words % {"title": title, "n": size}
    return _("%(title)s in %(unit)s") % {"title": title, "unit": unit} if unit else str(title)
