"""Who stands behind an account: what sign-in asks the floor above (see identity/bearers.py)."""

from __future__ import annotations

from collections.abc import Mapping

from alongside.core.actor import system
from alongside.identity.bearers import DemoGroup, DemoPerson
from alongside.identity.models import Account
from alongside.people import closure, queries
from alongside.people.admission.services import admit_person
from alongside.people.calendar import today
from alongside.people.models import Coverage, Person, Reach, RoleGrant
from alongside.people.queries import demo_people, duties


class PeopleBehindAccounts:
    """Implements identity's Bearers. `cast` is who of the demo comes first, with what they are good to try."""

    def __init__(self, cast: Mapping[str, str] | None = None) -> None:
        self.cast = cast or {}

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
        """Managers, HR partners, everybody with a duty; and who has an address, where the company asks it of all."""
        if account.email is not None and queries.company().second_factor_for_all:
            return True
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
        return duties.acting_administrators().count()

    def names_of_company(self) -> list[str]:
        return [queries.company().name, *queries.sites().values_list("name", flat=True)]

    def demo_groups(self) -> list[DemoGroup]:
        return demo_people.groups(self.cast)

    def demo_search(self, words: str) -> list[DemoPerson]:
        return demo_people.found(words, self.cast)
