"""Somebody leaves: what ends and when, what stays sealed, who is left without a manager, and coming back."""

from __future__ import annotations

from datetime import datetime, time, timedelta

import pytest
import time_machine
from django.utils import timezone

from alongside.core import leaving
from alongside.core.errors import Invalid, Refused
from alongside.identity import codes
from alongside.identity.services import create_token
from alongside.identity.tests.makers import is_signed_in
from alongside.one_on_ones import services as talks
from alongside.one_on_ones.models import AgendaItem, Series
from alongside.one_on_ones.queries import items_visible_to
from alongside.people import services
from alongside.people.away.services import delegate
from alongside.people.calendar import company_zone, today
from alongside.people.leaving import queries
from alongside.people.leaving.services import (
    carry_out,
    come_back,
    end_employment,
    take_over,
    withdraw_departure,
)
from alongside.people.leaving.tasks import carry_out_departures
from alongside.people.models import Coverage, Delegation, Departure, Holding, Person, RoleGrant
from alongside.people.queries.directory import directory
from alongside.people.tests.makers import TESTS
from alongside.people.tokens import actor_for_token

pytestmark = pytest.mark.django_db
Role = RoleGrant.Role
WEEK = timedelta(days=7)


@pytest.fixture
def hr(cast):
    services.grant_role(actor=TESTS, person=cast.hana, role=Role.HR_OPERATIONS, since=today())
    return cast.acts(cast.hana)


def midnight_after(day):
    return datetime.combine(day + timedelta(days=1), time.min, company_zone())


def test_nothing_changes_before_the_day_and_at_its_midnight_a_web_request_is_a_strangers(cast, hr, web):
    browser, last_day = web(cast.max), today() + WEEK
    departure = end_employment(actor=hr, person=cast.max, last_day=last_day)
    assert is_signed_in(browser)
    assert Holding.objects.filter(person=cast.max, during__contains=today()).exists()
    with time_machine.travel(midnight_after(last_day) - timedelta(seconds=1), tick=False):
        cast.max.account.refresh_from_db()
        assert cast.max.account.is_open
    with time_machine.travel(midnight_after(last_day), tick=False):  # before any worker has looked
        cast.max.account.refresh_from_db()
        assert not cast.max.account.is_open
        assert not is_signed_in(browser)
    departure.refresh_from_db()
    assert departure.is_open


def test_the_worker_ends_places_duties_and_standing_in_within_its_next_round(cast, hr, web):
    services.cover_unit(actor=TESTS, partner=cast.max, unit=cast.sales, since=today())
    services.grant_role(actor=TESTS, person=cast.max, role=Role.AUDITOR, since=today())
    delegate(
        actor=cast.acts(cast.eve),
        person=cast.eve,
        to=cast.max,
        first_day=today(),
        last_day=today() + 3 * WEEK,
    )
    _token, secret = create_token(actor=cast.acts(cast.max), account=cast.max.account, name="mine")
    web(cast.max)
    last_day = today() + WEEK
    end_employment(actor=hr, person=cast.max, last_day=last_day)
    with time_machine.travel(midnight_after(last_day) + timedelta(seconds=30), tick=False):
        assert actor_for_token(secret) is None
        carry_out_departures.call()
        carry_out_departures.call()
        day = last_day + timedelta(days=1)
        assert today() == day
        for rows in (
            Holding.objects.filter(person=cast.max),
            RoleGrant.objects.filter(person=cast.max),
            Coverage.objects.filter(partner=cast.max),
            Delegation.objects.filter(to_person=cast.max),
        ):
            assert rows.exists()
            assert not rows.filter(during__contains=day).exists()
            assert rows.filter(during__contains=last_day).exists()
        cast.max.refresh_from_db()
        assert cast.max.left_on == day
        assert not cast.max.account.is_active
        assert not cast.max.account.sessions.exists()
        assert cast.max not in directory(cast.acts(cast.eve))
    assert Departure.objects.get(person=cast.max).done_at is not None


def test_at_once_everything_ends_with_the_commit(cast, hr, web):
    browser = web(cast.max)
    codes.make_code(codes.Purpose.LETTER, cast.max.account)
    end_employment(actor=hr, person=cast.max, last_day=None)
    assert not is_signed_in(browser)
    assert not cast.max.account.codes.filter(used_at=None, ended_at=None).exists()
    assert not Holding.objects.filter(person=cast.max, during__contains=today()).exists()


def test_reports_have_no_active_manager_until_somebody_takes_over(cast, hr):
    assert not queries.without_manager(hr).exists()
    end_employment(actor=hr, person=cast.max, last_day=None)
    hr = cast.acts(cast.hana)
    assert {one.name for one in queries.without_manager(hr)} == {"Ben Builder", "Eve Employee"}
    assert Person.objects.get(pk=cast.eve.pk).placement.lacks_manager
    assert not Person.objects.get(pk=cast.omar.pk).placement.lacks_manager
    place = queries.left_places(hr)[0]
    assert (place.seat, place.meanwhile) == (cast.lead_seat, cast.dora)
    with pytest.raises(Refused):
        take_over(actor=cast.acts(cast.omar), seat=cast.lead_seat, person=cast.omar)
    assert not Holding.objects.filter(seat=cast.lead_seat, during__contains=today()).exists()
    take_over(actor=hr, seat=cast.lead_seat, person=cast.omar)
    assert not queries.without_manager(cast.acts(cast.hana)).exists()
    cast.eve.refresh_from_db()
    assert Person.objects.get(pk=cast.eve.pk).placement.manager == cast.omar
    assert Holding.objects.get(person=cast.omar, is_primary=True).seat != cast.lead_seat


def test_an_hr_partner_sees_only_their_own_and_a_colleague_nobody(cast, hr):
    end_employment(actor=hr, person=cast.max, last_day=None)
    RoleGrant.objects.filter(person=cast.hana).delete()
    assert queries.without_manager(cast.acts(cast.hana)).count() == 2
    assert not queries.without_manager(cast.acts(cast.omar)).exists()
    Coverage.objects.all().delete()
    assert not queries.without_manager(cast.acts(cast.hana)).exists()


def test_a_place_that_nobody_left_is_a_vacancy_and_no_alarm(cast, hr):
    Holding.objects.filter(seat=cast.lead_seat).delete()
    assert not queries.without_manager(hr).exists()


def test_talks_end_and_words_stay_with_who_could_read_them(cast, hr):
    series = talks.start_series(actor=cast.acts(cast.max), employee=cast.eve)
    shared = talks.add_item(
        actor=cast.acts(cast.max), series=series, text="Plan of spring", visibility="shared"
    )
    private = talks.add_item(actor=cast.acts(cast.max), series=series, text="Only mine", visibility="private")
    end_employment(actor=hr, person=cast.max, last_day=None)
    assert Series.objects.get(pk=series.pk).ended_on == today()
    for reader in (cast.eve, cast.hana, cast.dora, cast.ada):
        assert not items_visible_to(cast.acts(reader)).filter(pk=private.pk).exists()
    assert items_visible_to(cast.acts(cast.eve)).get(pk=shared.pk).text == "Plan of spring"
    with time_machine.travel(timezone.now() + timedelta(days=89)):
        assert talks.forget_private_words(actor=TESTS) == 0
    with time_machine.travel(timezone.now() + timedelta(days=91)):
        assert talks.forget_private_words(actor=TESTS) == 1
        assert talks.forget_private_words(actor=TESTS) == 0
    assert list(AgendaItem.objects.values_list("pk", flat=True)) == [shared.pk]


def test_it_can_be_taken_back_before_the_day_and_not_after(cast, hr, web):
    departure = end_employment(actor=hr, person=cast.max, last_day=today())
    withdraw_departure(actor=hr, departure=departure)
    cast.max.account.refresh_from_db()
    assert cast.max.account.closes_at is None
    with time_machine.travel(timezone.now() + WEEK, tick=False):
        carry_out_departures.call()
        assert Person.objects.get(pk=cast.max.pk).left_on is None
    done = end_employment(actor=hr, person=cast.max, last_day=None)
    with pytest.raises(Refused):
        withdraw_departure(actor=hr, departure=done)
    assert Person.objects.get(pk=cast.max.pk).left_on == today()


def test_coming_back_opens_the_account_and_no_old_key(cast, hr, web):
    browser = web(cast.max)
    _token, secret = create_token(actor=cast.acts(cast.max), account=cast.max.account, name="mine")
    end_employment(actor=hr, person=cast.max, last_day=None)
    with pytest.raises(Refused):
        come_back(actor=cast.acts(cast.eve), person=cast.max)
    back = come_back(actor=hr, person=cast.max)
    account = Person.objects.get(pk=back.pk).account
    assert account.is_open
    assert not account.has_usable_password()
    assert not is_signed_in(browser)
    assert actor_for_token(secret) is None
    assert back.left_on is None


@pytest.mark.parametrize("who", ["max", "eve", "omar", "dora"])
def test_nobody_else_lets_somebody_go(cast, who):
    with pytest.raises(Refused):
        end_employment(actor=cast.acts(getattr(cast, who)), person=cast.ben, last_day=None)
    assert not Departure.objects.exists()
    assert Person.objects.get(pk=cast.ben.pk).account.is_open


def test_not_oneself_and_not_the_last_administrator_who_stays(cast, hr):
    with pytest.raises(Refused):
        end_employment(actor=hr, person=cast.hana, last_day=None)
    with pytest.raises(Refused):
        end_employment(actor=hr, person=cast.ada, last_day=None)
    services.grant_role(actor=TESTS, person=cast.omar, role=Role.ADMINISTRATOR, since=today())
    end_employment(actor=hr, person=cast.ada, last_day=today() + WEEK)
    with pytest.raises(Refused):  # Ada is leaving, so Omar is the one who stays
        end_employment(actor=hr, person=cast.omar, last_day=None)
    assert Departure.objects.count() == 1


def test_a_day_far_away_is_a_slip_of_the_year(cast, hr):
    for day in (today() + timedelta(days=800), today() - timedelta(days=200)):
        with pytest.raises(Invalid):
            end_employment(actor=hr, person=cast.max, last_day=day)
    assert not Departure.objects.exists()


def test_entered_late_the_places_end_on_the_day_and_the_access_now(cast, hr):
    last_day = today() - timedelta(days=10)
    end_employment(actor=hr, person=cast.max, last_day=last_day)
    assert Holding.objects.get(person=cast.max).during.upper == last_day + timedelta(days=1)
    assert not Person.objects.get(pk=cast.max.pk).account.is_open


def test_a_second_entry_replaces_the_first(cast, hr):
    end_employment(actor=hr, person=cast.max, last_day=today() + WEEK)
    end_employment(actor=hr, person=cast.max, last_day=today() + 2 * WEEK)
    still = Departure.objects.get(person=cast.max, withdrawn_at=None)
    assert still.last_day == today() + 2 * WEEK
    cast.max.account.refresh_from_db()
    assert cast.max.account.closes_at == still.ends_at


def test_what_a_listener_refuses_undoes_the_leaving(cast, hr, monkeypatch):
    def fails(actor, person_ids, day):
        raise RuntimeError("a feature broke")

    monkeypatch.setattr(leaving, "_listeners", [*leaving._listeners, fails])
    with pytest.raises(RuntimeError):
        end_employment(actor=hr, person=cast.max, last_day=None)
    assert Person.objects.get(pk=cast.max.pk).left_on is None
    assert Person.objects.get(pk=cast.max.pk).account.is_open


def test_carrying_out_twice_is_once(cast, hr):
    departure = end_employment(actor=hr, person=cast.max, last_day=None)
    done_at = departure.done_at
    assert carry_out(actor=hr, departure=departure).done_at == done_at
