"""While one worker is in the middle of a job another takes the same one: handovers, and months that are released."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from contextlib import suppress

import pytest
import time_machine
from django_ox.models import OxTask

from alongside.audit.models import AuditEntry
from alongside.core.errors import Refused
from alongside.core.models import DataKey
from alongside.notifications.models import Message
from alongside.one_on_ones import services as talks
from alongside.one_on_ones.models import HandedOn, Handover, MonthRelease, PairMonth, UnitMonth
from alongside.one_on_ones.services import releases
from alongside.one_on_ones.tasks import announce_handover, open_handovers, release_months
from alongside.one_on_ones.tests.makers import a_series, a_topic
from alongside.one_on_ones.tests.test_handovers import answers_to
from alongside.one_on_ones.tests.test_releases import LATER, a_past
from alongside.people import closure
from alongside.people.calendar import today
from alongside.people.models import Line, Person, Seat
from alongside.people.tests.makers import a_person, a_seat
from tests.faults.workers import one_inside, recorded, twice_at_once

pytestmark = pytest.mark.django_db(transaction=True)


def jobs(name: str) -> int:
    return OxTask.objects.filter(task_path__endswith=f".{name}").count()


# --- a new manager ------------------------------------------------------------------------------------

HANDOVERS = "alongside.one_on_ones.services.handovers"


@pytest.fixture
def moved(cast):
    """Eve and Ben worked with Max and answer to Nina from today on."""
    cast.nina_seat = a_seat("Other lead", cast.works, cast.top_seat)
    cast.nina = a_person("Nina Next", seat=cast.nina_seat)
    cast.series = a_series(cast, weeks=30)
    cast.topic = a_topic(cast, cast.series, "The second bench")
    talks.start_series(actor=cast.acts(cast.max), employee=cast.ben)
    for person in (cast.eve, cast.ben):
        answers_to(person, cast.nina_seat)
    return cast


def prepared(cast) -> Handover:
    """Eve has chosen one topic."""
    open_handovers.func()
    handover = Handover.objects.get(employee=cast.eve)
    talks.choose_item(actor=cast.acts(cast.eve), handover=handover, source=f"topic-{cast.topic.pk}")
    return handover


def moves_on(person: Person, seat: Seat) -> None:
    """On the same day once more."""
    lines = Line.objects.filter(seat__holdings__person=person, during__contains=today())
    assert lines.update(manager_seat=seat) == 1
    closure.rebuild(today())


def hands_over(cast, handover: Handover) -> None:
    with suppress(Refused):  # it came too late
        talks.complete_handover(
            actor=cast.acts(cast.eve), handover=handover, to_id=handover.new_manager_id, note_read=""
        )


def test_while_one_worker_opens_handovers_another_waits_and_opens_none(moved):
    keys = DataKey.objects.count()
    assert one_inside(f"{HANDOVERS}._open", open_handovers.func, open_handovers.func)
    opened = [str(one.pk) for one in Handover.objects.all()]
    assert len(opened) == 2 and recorded("one_on_ones.handover_opened") == dict.fromkeys(opened, 1)
    assert jobs("announce_handover") == 2 and DataKey.objects.count() == keys + 2


def test_a_handover_that_two_workers_announce_is_one_mail_to_each(moved):
    open_handovers.func()
    twice_at_once(lambda: [announce_handover.func(one.pk) for one in Handover.objects.all()])
    told = Message.objects.filter(template__contains="handover").values_list(
        "person", "template", "context__path"
    )
    assert set(Counter(told).values()) == {1}
    assert {person for person, *_rest in told} == {moved.eve.pk, moved.ben.pk, moved.max.pk}


def test_a_move_that_two_workers_find_is_noted_once(moved):
    handover = prepared(moved)
    moves_on(moved.eve, moved.top_seat)
    assert one_inside(f"{HANDOVERS}.record", open_handovers.func, open_handovers.func)
    handover.refresh_from_db()
    assert handover.new_manager == moved.dora
    assert recorded("one_on_ones.handover_redirected") == {str(handover.pk): 1}


def test_a_handover_that_nobody_needs_is_dropped_once(moved):
    handover = prepared(moved)
    moves_on(moved.eve, moved.lead_seat)
    assert one_inside(f"{HANDOVERS}.record", open_handovers.func, open_handovers.func)
    handover.refresh_from_db()
    assert handover.state == "dropped" and not HandedOn.objects.exists()
    assert recorded("one_on_ones.handover_dropped") == {str(handover.pk): 1}


@pytest.mark.parametrize("seat", ["lead_seat", "top_seat"])
def test_what_is_handed_over_while_a_worker_looks_stays_as_it_was_handed_over(moved, seat):
    """She moves on, or back: the worker is about to drop or to redirect what she hands over at that moment."""
    handover = prepared(moved)
    moves_on(moved.eve, getattr(moved, seat))
    assert one_inside(f"{HANDOVERS}.later", lambda: hands_over(moved, handover), open_handovers.func)
    handover.refresh_from_db()
    assert (handover.state, handover.new_manager) == ("completed", moved.nina)
    assert HandedOn.objects.get().visibility == "travelled"
    assert not recorded("one_on_ones.handover_dropped") and not recorded("one_on_ones.handover_redirected")


@pytest.mark.parametrize("seat", ["lead_seat", "top_seat"])
def test_what_a_worker_drops_or_redirects_is_not_handed_over_at_that_moment(moved, seat):
    handover = prepared(moved)
    moves_on(moved.eve, getattr(moved, seat))
    assert one_inside(f"{HANDOVERS}.record", open_handovers.func, lambda: hands_over(moved, handover))
    handover.refresh_from_db()
    assert handover.state == ("dropped" if seat == "lead_seat" else "open")
    assert not HandedOn.objects.filter(visibility="travelled").exists()
    assert not recorded("one_on_ones.handover_completed")


# --- months of regularity -----------------------------------------------------------------------------


@pytest.fixture
def three_months(cast) -> Iterator[None]:
    """Twelve pairs met since May; June, July and August are closed, settled and not released."""
    with time_machine.travel(LATER, tick=False):
        with closure.one_rebuild(today()):
            for lead in range(3):
                seat = a_seat(f"Lead {lead}", cast.works, cast.top_seat)
                leader = a_person(f"Lea{lead} Lead", seat=seat)
                for n in range(4):
                    a_past(leader, a_person(f"W{lead}{n} Works", seat=a_seat(f"Work {n}", cast.works, seat)))
        yield


def figures() -> tuple[list, int]:
    cells = UnitMonth.objects.order_by("release__month", "unit").values_list(
        "release__month", "unit", "band", "low", "high", "least", "most"
    )
    return list(cells), PairMonth.objects.count()


def released_once() -> None:
    found = MonthRelease.objects.all()
    assert [one.month.month for one in found] == [8, 7, 6]
    assert recorded("one_on_ones.month_released") == {str(one.pk): 1 for one in found}
    counts = AuditEntry.objects.filter(action="one_on_ones.months_released").values_list("details", flat=True)
    assert sum(one["count"] for one in counts) == 3
    cells, pairs = figures()
    assert cells and pairs == 36


@pytest.mark.parametrize(
    "at", ["services.releases._keep", "services.releases.record", "queries.releases.counted_pairs"]
)
def test_while_one_worker_releases_months_another_waits_and_releases_none(three_months, at):
    assert one_inside(f"alongside.one_on_ones.{at}", release_months.func, release_months.func)
    released_once()


def test_a_worker_that_dies_between_two_months_releases_none_and_the_next_one_all(three_months):
    original, kept = releases._keep, []

    def dies(*words: object) -> None:
        if kept:
            raise KeyboardInterrupt
        kept.append(words)
        original(*words)

    with pytest.MonkeyPatch.context() as broken, pytest.raises(KeyboardInterrupt):
        broken.setattr("alongside.one_on_ones.services.releases._keep", dies)
        release_months.func()
    assert figures() == ([], 0) and not MonthRelease.objects.exists()
    release_months.func()
    released_once()
