"""A duty takes two people once two administer: who proposes, who decides, and that nothing else gives one."""

from __future__ import annotations

import threading
from datetime import timedelta
from types import SimpleNamespace

import pytest
import time_machine
from django.core import mail
from django.db import connection
from django.utils import timezone

from alongside.audit.models import AuditEntry
from alongside.core.actor import Actor, Door
from alongside.core.errors import Invalid, Refused
from alongside.core.today import today_items
from alongside.people.calendar import today
from alongside.people.company import services as company
from alongside.people.duties import services
from alongside.people.duties.tasks import lapse_proposals
from alongside.people.leaving.services import end_employment
from alongside.people.models import Coverage, DutyProposal, Person, RoleGrant
from alongside.people.policies import SCIM
from alongside.people.services import cover_unit, grant_role
from alongside.people.tests.makers import TESTS

pytestmark = pytest.mark.django_db
Role = RoleGrant.Role
WHY = "She has done it for a year."


@pytest.fixture
def two(cast: SimpleNamespace) -> SimpleNamespace:
    """Ada and Omar administer; Dora is head of HR."""
    grant_role(actor=TESTS, person=cast.omar, role=Role.ADMINISTRATOR, since=today() - timedelta(days=30))
    grant_role(actor=TESTS, person=cast.dora, role=Role.HEAD_OF_HR, since=today() - timedelta(days=30))
    return cast


def propose(cast, by="ada", for_="eve", role=Role.HR_OPERATIONS) -> DutyProposal:
    made = services.give_duty(
        actor=cast.acts(getattr(cast, by)), person=getattr(cast, for_), role=role, reason=WHY
    )
    assert isinstance(made, DutyProposal)
    return made


def duties_of(person: Person) -> set[str]:
    grants = RoleGrant.objects.filter(person=person, during__contains=today())
    return set(grants.values_list("role", flat=True))


def test_while_one_person_administers_a_duty_holds_at_once(cast):
    given = services.give_duty(actor=cast.acts(cast.ada), person=cast.eve, role=Role.HEAD_OF_HR)
    assert isinstance(given, RoleGrant)
    assert duties_of(cast.eve) == {Role.HEAD_OF_HR}
    assert not DutyProposal.objects.exists()


@pytest.mark.parametrize("role", list(Role))
def test_with_two_administrators_a_proposal_gives_nothing_until_the_other_confirms(two, role):
    proposal = propose(two, role=role)
    assert duties_of(two.eve) == set()
    assert two.acts(two.eve).roles == frozenset()
    services.confirm_duty(actor=two.acts(two.omar), proposal=proposal)
    assert duties_of(two.eve) == {role}
    assert RoleGrant.objects.get(person=two.eve).granted_by == two.ada
    told = list(AuditEntry.objects.filter(action__startswith="people.duty_").order_by("pk"))
    assert [(one.action, one.person_id) for one in told] == [
        ("people.duty_proposed", two.ada.pk),
        ("people.duty_confirmed", two.omar.pk),
    ]
    assert AuditEntry.objects.filter(
        action="people.role_granted", purpose=f"duty-proposal-{proposal.pk}"
    ).exists()


@pytest.mark.parametrize("who", ["ada", "eve", "dora", "max", "hana"])
def test_nobody_confirms_what_they_proposed_or_without_administering(two, who):
    proposal = propose(two)
    with pytest.raises(Refused):
        services.confirm_duty(actor=two.acts(getattr(two, who)), proposal=proposal)
    proposal.refresh_from_db()
    assert (proposal.decision, duties_of(two.eve)) == ("", set())


def test_nobody_confirms_a_duty_for_themselves(two):
    grant_role(actor=TESTS, person=two.max, role=Role.ADMINISTRATOR, since=today())
    proposal = propose(two, for_="omar", role=Role.HEAD_OF_HR)
    with pytest.raises(Refused):
        services.confirm_duty(actor=two.acts(two.omar), proposal=proposal)
    assert Role.HEAD_OF_HR not in duties_of(two.omar)
    services.confirm_duty(actor=two.acts(two.max), proposal=proposal)
    assert Role.HEAD_OF_HR in duties_of(two.omar)


@pytest.mark.parametrize("by", ["ada", "dora"])
def test_nobody_proposes_themselves(two, by):
    before = duties_of(getattr(two, by))
    with pytest.raises(Refused):
        propose(two, by=by, for_=by)
    assert not DutyProposal.objects.exists()
    assert duties_of(getattr(two, by)) == before


def test_what_nobody_could_confirm_is_not_even_proposed(two):
    with pytest.raises(Refused, match="Name another administrator first"):
        propose(two, by="ada", for_="omar", role=Role.HEAD_OF_HR)
    assert not DutyProposal.objects.exists()


def test_the_short_way_is_closed_too(two):
    for actor in (two.acts(two.ada), two.acts(two.dora)):
        with pytest.raises(Refused, match="takes two"):
            grant_role(actor=actor, person=two.eve, role=Role.HR_OPERATIONS, since=today())
        with pytest.raises(Refused, match="takes two"):
            cover_unit(actor=actor, partner=two.eve, unit=two.sales, since=today())
    assert duties_of(two.eve) == set()
    assert not Coverage.objects.filter(partner=two.eve).exists()


@pytest.mark.parametrize("scopes", [{SCIM}, {"people:write"}])
def test_a_token_gives_no_duty_and_names_no_partner(cast, scopes):
    token = Actor(person_id=None, door=Door.SCIM, reason="scim-token-1", scopes=frozenset(scopes))
    with pytest.raises(Refused):
        grant_role(actor=token, person=cast.eve, role=Role.HEAD_OF_HR, since=today())
    with pytest.raises(Refused):
        cover_unit(actor=token, partner=cast.eve, unit=cast.sales, since=today())
    assert duties_of(cast.eve) == set()


def test_ending_the_other_administrator_does_not_open_the_short_way_for_two_weeks(two):
    company.end_role(actor=two.acts(two.ada), grant=RoleGrant.objects.get(person=two.omar))
    for role in (Role.HEAD_OF_HR, Role.HR_OPERATIONS, Role.AUDITOR):
        for person in (two.ada, two.eve):
            with pytest.raises(Refused):
                services.give_duty(actor=two.acts(two.ada), person=person, role=role, reason=WHY)
    assert duties_of(two.ada) == {Role.ADMINISTRATOR}
    assert duties_of(two.eve) == set()
    services.give_duty(actor=two.acts(two.ada), person=two.eve, role=Role.ADMINISTRATOR, reason=WHY)
    proposal = propose(two, for_="hana")
    services.confirm_duty(actor=two.acts(two.eve), proposal=proposal)
    assert duties_of(two.hana) == {Role.HR_OPERATIONS}


def test_letting_the_other_administrator_leave_does_not_open_it_either(two):
    end_employment(actor=two.acts(two.ada), person=two.omar, last_day=None)
    with pytest.raises(Refused):
        services.give_duty(actor=two.acts(two.ada), person=two.ada, role=Role.HEAD_OF_HR, reason=WHY)
    assert duties_of(two.ada) == {Role.ADMINISTRATOR}
    with time_machine.travel(timezone.now() + timedelta(days=20), tick=False):
        services.give_duty(actor=two.acts(two.ada), person=two.eve, role=Role.HEAD_OF_HR)
        assert duties_of(two.eve) == {Role.HEAD_OF_HR}


def test_an_administrator_who_was_never_let_in_is_no_second_person(cast):
    grant_role(actor=TESTS, person=cast.omar, role=Role.ADMINISTRATOR, since=today())
    Person.objects.filter(pk=cast.omar.pk).update(invited_at=None)
    assert isinstance(
        services.give_duty(actor=cast.acts(cast.ada), person=cast.eve, role=Role.HEAD_OF_HR), RoleGrant
    )
    with pytest.raises(Refused):  # themselves all the same not
        services.give_duty(actor=cast.acts(cast.ada), person=cast.ada, role=Role.HEAD_OF_HR)


def test_hr_partners_take_two_as_well(two):
    head = two.acts(two.dora)
    proposal = services.name_partner(actor=head, partner=two.eve, unit=two.sales, reason=WHY)
    assert isinstance(proposal, DutyProposal)
    assert not Coverage.objects.filter(partner=two.eve).exists()
    services.confirm_duty(actor=two.acts(two.ada), proposal=proposal)
    assert Coverage.objects.get(partner=two.eve).unit == two.sales
    with pytest.raises(Refused):
        services.name_partner(actor=head, partner=two.dora, unit=two.sales, reason=WHY)
    with pytest.raises(Invalid):
        services.name_partner(actor=head, partner=two.eve, unit=two.sales, reason=WHY)


def test_declined_and_taken_back_give_nothing_and_stay_so(two):
    declined = services.decline_duty(actor=two.acts(two.omar), proposal=propose(two))
    taken_back = services.withdraw_proposal(actor=two.acts(two.ada), proposal=propose(two))
    for proposal in (declined, taken_back):
        for act in (services.confirm_duty, services.decline_duty):
            with pytest.raises(Refused):
                act(actor=two.acts(two.omar), proposal=proposal)
        with pytest.raises(Refused):
            services.withdraw_proposal(actor=two.acts(two.ada), proposal=proposal)
    assert duties_of(two.eve) == set()
    assert not RoleGrant.objects.filter(person=two.eve).exists()


@pytest.mark.parametrize("who", ["omar", "dora", "eve", "max"])
def test_only_who_proposed_it_takes_it_back(two, who):
    proposal = propose(two)
    with pytest.raises(Refused):
        services.withdraw_proposal(actor=two.acts(getattr(two, who)), proposal=proposal)
    proposal.refresh_from_db()
    assert proposal.is_open


def test_after_seven_days_it_gives_nothing_with_or_without_the_worker(two):
    proposal = propose(two)
    with time_machine.travel(timezone.now() + timedelta(days=7, seconds=1), tick=False):
        with pytest.raises(Refused):
            services.confirm_duty(actor=two.acts(two.omar), proposal=proposal)
        lapse_proposals.func()
        lapse_proposals.func()
        proposal.refresh_from_db()
        assert proposal.decision == DutyProposal.Decision.LAPSED
        assert AuditEntry.objects.filter(action="people.duty_lapsed").count() == 1
        assert propose(two).is_open
    assert duties_of(two.eve) == set()


def test_a_proposal_of_somebody_who_no_longer_administers_gives_nothing(two):
    grant_role(actor=TESTS, person=two.max, role=Role.ADMINISTRATOR, since=today())
    proposal = propose(two)
    company.end_role(actor=two.acts(two.omar), grant=RoleGrant.objects.get(person=two.ada))
    with pytest.raises(Refused, match="proposed anew"):
        services.confirm_duty(actor=two.acts(two.omar), proposal=proposal)
    assert duties_of(two.eve) == set()


def test_the_same_twice_and_without_a_reason_is_said_at_the_form(two):
    propose(two)
    with pytest.raises(Invalid):
        propose(two)
    with pytest.raises(Invalid):
        services.give_duty(actor=two.acts(two.ada), person=two.max, role=Role.AUDITOR, reason=" ")
    with pytest.raises(Invalid):
        services.give_duty(actor=two.acts(two.ada), person=two.dora, role=Role.HEAD_OF_HR, reason=WHY)
    assert DutyProposal.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_who_must_know_is_told_and_no_mail_says_why(two, run_tasks):
    proposal = propose(two)
    run_tasks()
    assert [message.to for message in mail.outbox] == [[two.omar.email]]
    services.confirm_duty(actor=two.acts(two.omar), proposal=proposal)
    run_tasks()
    assert sorted(message.to[0] for message in mail.outbox[1:]) == sorted([two.ada.email, two.eve.email])
    assert "HR operations" in mail.outbox[0].body
    assert not [message for message in mail.outbox if WHY in message.body]


def test_today_asks_those_who_may_decide_and_nobody_else(two):
    propose(two)
    asked = {
        name
        for name in ("ada", "omar", "dora", "eve", "max", "hana")
        if any("duty-proposal" in item.key for item in today_items(two.acts(getattr(two, name))))
    }
    assert asked == {"omar"}


def test_proposing_and_confirming_in_the_browser(two, web):
    typed = {"person": two.eve.email, "role": "hr_operations"}
    ada, omar = web(two.ada), web(two.omar)
    assert ada.post("/administration/duties/new/", typed).status_code == 422
    page = ada.post("/administration/duties/new/", {**typed, "reason": WHY}, follow=True).content.decode()
    assert "gives nothing until another administrator confirms" in page
    proposal = DutyProposal.objects.get()
    assert "Confirm</button>" not in ada.get("/administration/duties/waiting/").content.decode()
    assert WHY in omar.get("/administration/duties/waiting/").content.decode()
    assert ada.post(f"/administration/duties/waiting/{proposal.pk}/confirm/").status_code == 403
    assert web(two.max).post(f"/administration/duties/waiting/{proposal.pk}/confirm/").status_code == 404
    assert duties_of(two.eve) == set()
    assert omar.post(f"/administration/duties/waiting/{proposal.pk}/confirm/").status_code == 302
    assert duties_of(two.eve) == {Role.HR_OPERATIONS}


@pytest.mark.django_db(transaction=True)
def test_two_administrators_who_decide_at_once_decide_once(two):
    grant_role(actor=TESTS, person=two.max, role=Role.ADMINISTRATOR, since=today())
    proposal, refused = propose(two), []

    def decide(who: Person, act: object) -> None:
        try:
            act(actor=two.acts(who), proposal=proposal)
        except Refused:
            refused.append(who)
        finally:
            connection.close()

    threads = [
        threading.Thread(target=decide, args=args)
        for args in ((two.omar, services.confirm_duty), (two.max, services.decline_duty))
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    proposal.refresh_from_db()
    assert len(refused) == 1
    assert duties_of(two.eve) == ({Role.HR_OPERATIONS} if proposal.decision == "confirmed" else set())
