"""Ways to keep access that has ended, or to get it early."""

from __future__ import annotations

import threading
from datetime import date, timedelta

import pytest
from django.db import connections
from django.db.backends.postgresql.psycopg_any import DateRange

from alongside.one_on_ones.models import Series
from alongside.one_on_ones.policies import can_add_item
from alongside.people import closure
from alongside.people.calendar import today
from alongside.people.models import CacheState, Holding, Line, Person, Placement, Reach
from alongside.people.relations import HrPartnerOf
from alongside.people.tests.makers import a_person, a_seat

# --- closure


def test_an_ended_primary_seat_leaves_the_second_seat(cast):
    second = a_seat("Second", cast.sales, cast.top_seat)
    Holding.objects.create(
        person=cast.eve, seat=second, during=DateRange(today() - timedelta(days=9), None), is_primary=False
    )
    Holding.objects.filter(person=cast.eve, is_primary=True).update(
        during=DateRange(today() - timedelta(days=400), today())
    )
    closure.rebuild(today())
    placement = Placement.objects.get(person=cast.eve)
    assert (placement.seat_id, placement.manager_id) == (second.pk, cast.dora.pk)
    assert not Reach.objects.filter(above=cast.max, below=cast.eve).exists()


def test_a_chain_of_vacancies_is_walked_through(cast):
    above = cast.lead_seat
    for number in range(50):
        above = a_seat(f"empty {number}", cast.works, above)
    person = a_person("Deep Down", seat=a_seat("deep", cast.works, above))
    assert Placement.objects.get(person=person).manager_id == cast.max.pk


def test_a_loop_of_lines_ends(cast):
    one, two = a_seat("one", cast.works), a_seat("two", cast.works)
    since = DateRange(today() - timedelta(days=9), None)
    Line.objects.create(seat=one, manager_seat=two, during=since)
    Line.objects.create(seat=two, manager_seat=one, during=since)
    x, y = a_person("X X", seat=one), a_person("Y Y", seat=two)
    closure.rebuild(today())
    assert not Reach.objects.filter(above=x, below=x).exists()
    assert not Reach.objects.filter(above=y, below=y).exists()


def test_on_the_fly_and_cache_agree(cast):
    for person in Person.objects.all():
        cached = dict(Reach.objects.filter(below=person).values_list("above_id", "depth"))
        assert closure.above_on(person.pk, today()) == cached


def test_a_dated_change_comes_into_force_at_its_day(cast):
    tomorrow = today() + timedelta(days=1)
    line = Line.objects.get(seat=Holding.objects.get(person=cast.eve).seat)
    line.during = DateRange(line.during.lower, tomorrow)
    line.save()
    Line.objects.create(seat=line.seat, manager_seat=cast.top_seat, during=DateRange(tomorrow, None))
    closure.rebuild(today())
    assert Placement.objects.get(person=cast.eve).manager_id == cast.max.pk
    closure.ensure_fresh(tomorrow)
    assert Placement.objects.get(person=cast.eve).manager_id == cast.dora.pk


@pytest.mark.django_db(transaction=True)
def test_a_herd_at_midnight_rebuilds_once(cast, monkeypatch):
    closure.rebuild(today())
    CacheState.objects.update(valid_until=date(2000, 1, 1))
    real, times, gate = (
        closure._derive if hasattr(closure, "_derive") else closure.rebuild,
        [],
        threading.Barrier(3),
    )

    def counted(day):
        times.append(day)
        return real(day)

    monkeypatch.setattr(closure, "_derive" if hasattr(closure, "_derive") else "rebuild", counted)

    def ask():
        gate.wait()
        closure.ensure_fresh(today())
        connections.close_all()

    threads = [threading.Thread(target=ask) for _ in range(3)]
    [t.start() for t in threads]
    [t.join() for t in threads]
    assert len(times) == 1


def test_a_series_ends_for_writing_when_the_line_ended(cast, series):
    Line.objects.filter(seat=Holding.objects.get(person=cast.eve).seat).update(manager_seat=cast.top_seat)
    closure.rebuild(today())
    assert not can_add_item(cast.acts(cast.max), Series.objects.get(pk=series.pk))


def test_hr_partner_rows_and_people_agree(cast):
    relation = HrPartnerOf("")
    for actor_person in Person.objects.all():
        actor = cast.acts(actor_person)
        rows = set(Person.objects.filter(relation.q(actor)).values_list("pk", flat=True))
        for person in Person.objects.all():
            holds = relation.holds(actor, person)
            assert holds == (person.pk in rows) == (actor_person.pk in relation.people(person))
