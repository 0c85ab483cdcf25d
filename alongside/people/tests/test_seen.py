""" "Who can see this" says what the code does, to those who may ask."""

from __future__ import annotations

import pytest
from django.urls import reverse

from alongside.one_on_ones import services
from alongside.one_on_ones.queries import items_visible_to
from alongside.people import closure, queries
from alongside.people.calendar import today
from alongside.people.models import Line


@pytest.fixture
def item(cast):
    series = services.start_series(actor=cast.acts(cast.max), employee=cast.eve)
    return services.add_item(actor=cast.acts(cast.eve), series=series, text="only for the two of us")


def address(item):
    return reverse("people:audience_detail", args=["one_on_ones.agendaitem", item.pk])


def test_a_reader_is_told_the_readers_and_that_hr_sees_nothing(cast, item, web):
    page = web(cast.eve).get(address(item)).content.decode()
    readers, _, rest = page.partition("After a new manager")
    assert "Eve Employee" in readers and "Max Manager" in readers
    assert "Hana Partner" not in readers
    assert "Hana Partner" in rest and "could read it" not in rest
    assert "Ada Admin" in rest and "Dora Director" in rest


@pytest.mark.parametrize("who", ["hana", "dora", "ada", "omar", "ben"])
def test_others_cannot_even_ask(cast, item, web, who):
    assert web(getattr(cast, who)).get(address(item)).status_code == 404


@pytest.mark.parametrize("kind", ["one_on_ones.agendaitem", "no.such", "audit.auditentry"])
def test_nonsense_is_not_found(cast, item, web, kind):
    assert web(cast.eve).get(reverse("people:audience_detail", args=[kind, "nonsense"])).status_code == 404


def test_what_it_says_about_a_new_manager_is_what_happens(cast, item):
    """The page promises that a new manager reads nothing: move Eve below Omar and ask the door."""
    line = Line.objects.get(seat=cast.eve.holdings.get().seat)
    line.manager_seat = cast.omar.holdings.get().seat
    line.save()
    closure.rebuild(today())
    assert queries.team_of(cast.acts(cast.omar)).get() == cast.eve
    assert not items_visible_to(cast.acts(cast.omar)).exists()
    assert items_visible_to(cast.acts(cast.max)).exists()
