"""Group talks: five to eight people by order, managers told before, a place passed on, and themes by the rule of three."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core import mail
from django.db.backends.postgresql.psycopg_any import DateRange
from django.urls import reverse
from django.utils import timezone
from icalendar import Calendar

from alongside.calendars import services as calendars
from alongside.commitments.models import Commitment
from alongside.core.errors import Invalid, Refused
from alongside.people.models import Absence
from alongside.skip_levels import policies, queries, rotation, services
from alongside.skip_levels.models import GroupTalk, Place, Retelling, SkipTalk
from alongside.skip_levels.queries import groups
from alongside.skip_levels.tests.makers import a_group, a_held_group, a_team, in_time

pytestmark = pytest.mark.django_db


def at(name, *args):
    return reverse(f"skip_levels:{name}", args=args)


def in_it(group) -> set[int]:
    return {place.person_id for place in groups.places_of(group)}


def test_fewer_than_five_are_no_group(cast, web):
    a_team(cast, 2)  # with Eve and Ben four
    with pytest.raises(Refused, match="five people or more"):
        a_group(cast)
    assert web(cast.dora).get(at("group_form")).status_code == 403
    assert not GroupTalk.objects.exists() and not Place.objects.exists()
    a_team(cast, 1, first=2)
    assert len(in_it(a_group(cast))) == 5


@pytest.mark.parametrize(("asked", "given"), [(1, 5), (5, 5), (8, 8), (30, 8)])
def test_a_group_has_five_to_eight(cast, asked, given):
    a_team(cast, 9)
    assert len(in_it(a_group(cast, asked))) == given


def test_who_may_invite(cast):
    a_team(cast, 6)
    for person in (cast.max, cast.eve, cast.hana, cast.ada, cast.omar):
        with pytest.raises(Refused):
            services.invite_group(actor=cast.acts(person), purpose="know", starts_at=in_time(), size=5)
    assert not GroupTalk.objects.exists()


def test_the_managers_are_told_a_whole_working_day_before(cast):
    a_team(cast, 6)
    with pytest.raises(Invalid):
        a_group(cast, starts_at=in_time() - timedelta(days=1))
    assert not GroupTalk.objects.exists()


def test_nobody_sits_twice_before_everybody_sat_once(cast):
    team = [*a_team(cast, 9), cast.eve, cast.ben]  # eleven: two groups of five, then the last one
    everybody = {person.pk for person in team}
    seen: list[int] = []
    for _round in range(2):
        seen += sorted(in_it(a_held_group(cast)))
    assert len(seen) == len(set(seen)) == 10
    third = in_it(a_group(cast))
    assert everybody - set(seen) <= third, "who never sat in a group comes first"


def test_in_any_history_the_next_ones_are_those_with_fewest_turns():
    turns = [rotation.GroupTurn(person, person % 3, times=person % 2) for person in range(1, 12)]
    order = [turn.times for turn in rotation.group_order(turns)]
    assert order == sorted(order)
    teams = [turn.manager_id for turn in rotation.group_order(turns) if turn.times == 0]
    assert teams == sorted(teams), "among equals, teams stay together"


def test_who_is_away_that_day_keeps_their_turn(cast):
    a_team(cast, 4)
    day = timezone.localdate(in_time())
    Absence.objects.create(person=cast.eve, during=DateRange(day, day + timedelta(days=1)))
    group = a_group(cast, 8)
    assert cast.eve.pk not in in_it(group) and len(in_it(group)) == 5
    assert [person.pk for person in groups.next_in_turn(cast.acts(cast.dora))] == [cast.eve.pk]


def test_a_place_that_is_given_up_goes_to_the_next_one(cast):
    a_team(cast, 5)
    group = a_group(cast)
    before = in_it(group)
    place = group.places.get(person=cast.eve) if cast.eve.pk in before else group.places.first()
    person = place.person
    for other in (cast.dora, cast.max, cast.hana):
        with pytest.raises(Refused):
            services.answer_place(actor=cast.acts(other), place=place, coming=False)
    services.answer_place(actor=cast.acts(person), place=place, coming=False)
    assert person.pk not in in_it(group) and len(in_it(group)) == 5 and len(in_it(group) - before) == 1
    with pytest.raises(Refused):
        services.answer_place(actor=cast.acts(person), place=place, coming=True)
    assert person.pk in {one.pk for one in groups.next_in_turn(cast.acts(cast.dora))}, "the turn is kept"


def test_with_nobody_to_follow_and_fewer_than_five_it_is_called_off(cast):
    a_team(cast, 3)
    group = a_group(cast)
    place = group.places.get(person=cast.ben)
    services.answer_place(actor=cast.acts(cast.ben), place=place, coming=False)
    group.refresh_from_db()
    assert group.state == "called_off"
    with pytest.raises(Refused):
        other = group.places.get(person=cast.eve)
        services.answer_place(actor=cast.acts(cast.eve), place=other, coming=True)


def test_whoever_leaves_gives_the_place_to_the_next_one(cast):
    a_team(cast, 4)
    group = a_group(cast)
    gone = group.places.first().person
    services.end_groups_of_leavers(actor=cast.acts(cast.ada), person_ids=[gone.pk])
    assert gone.pk not in in_it(group) and len(in_it(group)) == 5
    services.end_groups_of_leavers(actor=cast.acts(cast.ada), person_ids=[cast.dora.pk])
    group.refresh_from_db()
    assert group.state == "called_off"


def test_only_the_leader_closes_it_and_only_once_it_began(cast):
    a_team(cast, 3)
    group = a_group(cast)
    everybody = [place.person_id for place in group.places.all()]
    with pytest.raises(Refused, match="not begun"):
        services.close_group(actor=cast.acts(cast.dora), group=group, there=everybody)
    GroupTalk.objects.filter(pk=group.pk).update(starts_at=timezone.now() - timedelta(hours=2))
    for person in (cast.eve, cast.max, cast.hana):
        with pytest.raises(Refused):
            services.close_group(actor=cast.acts(person), group=group, there=everybody)
        with pytest.raises(Refused):
            services.call_off_group(actor=cast.acts(person), group=group)
    with pytest.raises(Invalid):
        services.close_group(actor=cast.acts(cast.dora), group=group, there=[])
    group.refresh_from_db()
    assert group.state == "planned" and not Retelling.objects.exists()


def test_themes_of_a_group_keep_the_rule_of_three(cast):
    a_team(cast, 3)
    group = a_group(cast)
    GroupTalk.objects.filter(pk=group.pk).update(starts_at=timezone.now() - timedelta(hours=2))
    people = [place.person_id for place in group.places.all()]
    dora = cast.acts(cast.dora)
    services.close_group(actor=dora, group=group, there=people[:2])
    retelling = Retelling.objects.get()
    assert retelling.manager == cast.max and retelling.due_on is None and not Commitment.objects.exists()
    assert [place.state for place in Place.objects.order_by("pk")].count("missed") == 3
    services.add_theme(actor=dora, retelling=retelling, text="Benches", heard_from=people[:2])
    with pytest.raises(Invalid):  # who was not there was not heard
        services.add_theme(actor=dora, retelling=retelling, text="Light", heard_from=people[1:3])
    with pytest.raises(Refused, match="three people"):
        services.hand_on_themes(actor=dora, retelling=retelling)
    assert not policies.can_hand_on_themes(dora, retelling) and len(queries.people_heard(retelling)) == 2


def test_five_heard_at_once_start_the_clock_once(cast):
    a_team(cast, 3)
    a_held_group(cast)
    retelling = Retelling.objects.get()
    assert retelling.due_on is not None and Commitment.objects.count() == 1
    services.add_theme(
        actor=cast.acts(cast.dora), retelling=retelling, text="x",
        heard_from=[one.pk for one in queries.people_heard(retelling)],
    )  # fmt: skip
    services.hand_on_themes(actor=cast.acts(cast.dora), retelling=retelling)
    retelling.refresh_from_db()
    assert retelling.state == "handed_on"


def test_who_sees_whom(cast, web):
    a_team(cast, 3)
    group = a_group(cast)
    services.answer_place(actor=cast.acts(cast.eve), place=group.places.get(person=cast.eve), coming=True)
    for person in (cast.dora, cast.eve):
        page = web(person).get(at("group_detail", group.pk)).content.decode()
        assert "Ben Builder" in page and "Team 0" in page and "Comes" in page
    told = web(cast.max).get(at("group_detail", group.pk)).content.decode()
    assert "behind your back" in told and "Ben Builder" in told
    assert "Comes" not in told and "We met" not in told and "Call it off" not in told
    for person in (cast.omar, cast.hana, cast.ada):
        assert web(person).get(at("group_detail", group.pk)).status_code == 404


@pytest.mark.django_db(transaction=True)
def test_mails_carry_an_event_and_later_its_end(cast, run_tasks):
    a_team(cast, 3)
    group = a_group(cast)
    run_tasks()
    letters = {letter.to[0]: letter for letter in mail.outbox}
    assert {cast.eve.email, cast.ben.email, cast.max.email} <= set(letters) and cast.dora.email not in letters
    told = letters[cast.max.email]
    assert "Eve Employee" in told.body and "Ben Builder" in told.body and len(told.alternatives) == 1
    event = _event(letters[cast.eve.email], "REQUEST")
    assert (
        event["DTSTART"].dt == group.starts_at and "Ben" not in letters[cast.eve.email].message().as_string()
    )
    mail.outbox.clear()
    services.call_off_group(actor=cast.acts(cast.dora), group=group)
    run_tasks()
    off = {letter.to[0]: letter for letter in mail.outbox}
    gone = _event(off[cast.eve.email], "CANCEL")
    assert gone["UID"] == event["UID"] and gone["SEQUENCE"] > event["SEQUENCE"]
    assert cast.max.email in off and len(off[cast.max.email].alternatives) == 1


def _event(letter, method):
    words, kind = letter.alternatives[-1]
    assert kind == f"text/calendar; method={method}"
    return Calendar.from_ical(words).walk("VEVENT")[0]


def test_the_feed_shows_it_to_those_who_meet_and_not_to_the_manager(cast, client):
    a_team(cast, 3)
    group = a_group(cast)

    def feed_of(person) -> str:
        _feed, secret = calendars.open_feed(actor=cast.acts(person))
        return client.get(reverse("calendars:feed_detail", args=[secret])).content.decode()

    for person in (cast.dora, cast.eve):
        assert "Group talk with Dora Director" in feed_of(person)
    assert "Group talk" not in feed_of(cast.max)
    place = group.places.get(person=cast.eve)
    Place.objects.filter(pk=place.pk).update(state=Place.State.CANNOT)
    assert "Group talk" not in feed_of(cast.eve)


def test_all_of_it_on_the_page(cast, web):
    a_team(cast, 5)
    dora, when = web(cast.dora), timezone.localtime(in_time())
    form = dora.get(at("group_form")).content.decode()
    assert "Nobody sits in a second group" in form and "Eve Employee" in form
    data = {"purpose": "change", "size": "6", "day": when.date().isoformat(), "time": "10:00"}
    assert dora.post(at("group_create"), {**data, "size": "4"}).status_code == 422
    assert dora.post(at("group_create"), data).status_code == 302
    group = GroupTalk.objects.get()
    assert group.places.count() == 6
    place = group.places.first()
    browser = web(place.person)
    assert "Group talk with Dora" in browser.get(at("talk_list")).content.decode()
    browser.post(at("place_update", group.pk, place.pk), {"coming": "1"})
    place.refresh_from_db()
    assert place.state == "coming"
    GroupTalk.objects.update(starts_at=timezone.now() - timedelta(hours=2))
    dora.post(at("group_close", group.pk), {"there": [one.person_id for one in group.places.all()]})
    group.refresh_from_db()
    assert group.state == SkipTalk.State.HELD
    assert "What you heard in a team" in dora.get(at("group_detail", group.pk)).content.decode()
