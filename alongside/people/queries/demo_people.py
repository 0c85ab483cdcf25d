"""Whom the demo offers on its sign-in page: a few of each role, the cast first; everybody else by searching."""

from __future__ import annotations

from collections.abc import Mapping

from django.db.models import Case, Count, Exists, OuterRef, Q, QuerySet, Value, When
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from alongside.core.actor import system
from alongside.identity.bearers import DemoGroup, DemoPerson
from alongside.identity.models import open_accounts
from alongside.people import closure
from alongside.people.calendar import today
from alongside.people.models import Coverage, Person, Placement, RoleGrant
from alongside.people.queries.directory import Asked, search_people

SHOWN = 3  # of each role: a page to choose from, not a telephone book


def groups(cast: Mapping[str, str]) -> list[DemoGroup]:
    """By role; whoever has a duty is listed under it."""
    closure.ensure_fresh(today())
    people = _people().order_by(_cast_first(cast), "pk")
    duties = RoleGrant.objects.filter(during__contains=today())
    covering = Coverage.objects.filter(during__contains=today())
    administrators = duties.filter(role=RoleGrant.Role.ADMINISTRATOR).values("person")
    of_hr = duties.exclude(role=RoleGrant.Role.ADMINISTRATOR).values("person")
    others = people.exclude(pk__in=duties.values("person")).exclude(pk__in=covering.values("partner"))
    leads = Exists(Placement.objects.filter(manager=OuterRef("pk")))
    hr = people.exclude(pk__in=administrators)
    by_role = (
        (gettext_lazy("Managers"), others.filter(leads)),
        (gettext_lazy("Employees"), others.exclude(leads)),
        (
            gettext_lazy("Human resources"),
            hr.filter(Q(pk__in=covering.values("partner")) | Q(pk__in=of_hr)),
        ),
        (gettext_lazy("Administration"), people.filter(pk__in=administrators)),
    )
    rows = [DemoGroup(words, _shown(some[:SHOWN], cast)) for words, some in by_role]
    return [group for group in rows if group.people]


def found(words: str, cast: Mapping[str, str]) -> list[DemoPerson]:
    """Whose name, title or unit is like this, also when it is spelt nearly so."""
    closure.ensure_fresh(today())
    answer = search_people(system("demo"), Asked(words))
    order = [person.pk for person in (*answer.people, *answer.similar)]
    rows = {person.pk: person for person in _people().filter(pk__in=order)}
    return _shown([rows[pk] for pk in order if pk in rows], cast)


def _people() -> QuerySet[Person]:
    whoever = Person.objects.filter(open_accounts("account__"), erased_at=None)
    return whoever.select_related("placement__seat", "placement__unit").annotate(team_size=Count("team"))


def _cast_first(cast: Mapping[str, str]) -> Case:
    places = [When(name=name, then=Value(place)) for place, name in enumerate(cast)]
    return Case(*places, default=Value(len(cast)))


def _shown(people: QuerySet[Person] | list[Person], cast: Mapping[str, str]) -> list[DemoPerson]:
    return [
        DemoPerson(
            person.account_id or 0,
            person.pk,
            person.name,
            _what_they_do(person),
            _(cast[person.name]) if person.name in cast else "",
        )
        for person in people
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
