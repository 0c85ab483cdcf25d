"""A new manager: the employee chooses what travels and reads the old note first; HR sees that it was done."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core import mail
from django.db.backends.postgresql.psycopg_any import DateRange
from django.urls import reverse

from alongside.audit.models import AuditEntry
from alongside.core.actor import system
from alongside.core.errors import Invalid, Refused, Stale
from alongside.one_on_ones import services
from alongside.one_on_ones.models import HandedOn, Handover
from alongside.one_on_ones.queries import handovers as queries
from alongside.one_on_ones.tests.makers import a_series, a_topic, an_action
from alongside.people import closure
from alongside.people.calendar import today
from alongside.people.models import Holding, Line
from alongside.people.tests.makers import a_person, a_seat

SOFTWARE = system("new manager")


def at(name, *args):
    return reverse(f"one_on_ones:{name}", args=args)


def answers_to(person, seat):
    """From today on this person's seat answers to another one."""
    held = Holding.objects.get(person=person, is_primary=True).seat
    Line.objects.filter(seat=held).update(during=DateRange(today() - timedelta(days=400), today()))
    Line.objects.create(seat=held, manager_seat=seat, during=DateRange(today(), None))
    closure.rebuild(today())


@pytest.fixture
def nina(cast):
    """Leads another team of the works."""
    cast.nina_seat = a_seat("Other lead", cast.works, cast.top_seat)
    return a_person("Nina Next", seat=cast.nina_seat)


@pytest.fixture
def moved(cast, nina):
    """Eve worked with Max, has topics and an action with him, and answers to Nina from today on."""
    cast.series = a_series(cast, weeks=30)
    cast.topic = a_topic(cast, cast.series, "The second bench is still open")
    cast.own = a_topic(cast, cast.series, "Only between me and me", private=True)
    cast.his = a_topic(cast, cast.series, "What Max wanted to say", by=cast.max)
    cast.action = an_action(cast, cast.series, "Ask purchasing for two dates")
    answers_to(cast.eve, cast.nina_seat)
    assert services.open_handovers(actor=SOFTWARE) == 1
    return Handover.objects.get()


def seen_by(cast, person, handover):
    return {item.text for item in queries.items_visible_to(cast.acts(person), handover)}


def page_of(web, person, handover):
    return web(person).get(at("handover_detail", handover.pk)).content.decode()


@pytest.mark.django_db(transaction=True)
def test_a_new_manager_begins_one_handover_and_tells_the_two(cast, moved, run_tasks):
    assert (moved.employee, moved.old_manager.name, moved.new_manager.name) == (
        cast.eve, "Max Manager", "Nina Next",
    )  # fmt: skip
    assert services.open_handovers(actor=SOFTWARE) == 0
    assert Handover.objects.count() == 1
    run_tasks()
    told = {(letter.to[0], letter.subject) for letter in mail.outbox}
    assert (cast.eve.email, "A new manager: what should travel?") in told
    assert (cast.max.email, "Somebody of your team has a new manager") in told
    assert not any(letter.to[0] == "nina.next@example.org" for letter in mail.outbox)


def test_nobody_but_the_software_begins_one(cast, nina):
    a_series(cast)
    answers_to(cast.eve, cast.nina_seat)
    for person in (cast.eve, cast.max, nina, cast.hana):
        with pytest.raises(Refused):
            services.open_handovers(actor=cast.acts(person))
    assert not Handover.objects.exists()


def test_nothing_travels_by_itself(cast, moved, nina, web):
    page = page_of(web, nina, moved)
    assert "decides what travels" in page
    for words in ("second bench", "purchasing", "between me and me", "What Max wanted"):
        assert words not in page
    services.complete_handover(
        actor=cast.acts(cast.eve), handover=moved, to_id=moved.new_manager_id, note_read=""
    )
    assert seen_by(cast, nina, moved) == set()
    assert web(nina).get(reverse("one_on_ones:series_detail", args=[cast.series.pk])).status_code == 404


def test_the_employee_chooses_item_by_item_and_only_that_is_seen(cast, moved, nina, web):
    eve = web(cast.eve)
    page = page_of(web, cast.eve, moved)
    assert "second bench" in page and "purchasing" in page and "between me and me" in page
    assert "What Max wanted" not in page  # his words are not hers to hand on
    eve.post(at("handover_item_create", moved.pk), {"source": f"topic-{cast.topic.pk}"})
    eve.post(at("handover_item_create", moved.pk), {"source": f"action-{cast.action.pk}"})
    eve.post(at("handover_item_delete", moved.pk), {"source": f"action-{cast.action.pk}"})
    eve.post(at("handover_summary_update", moved.pk), {"text": "I like to be asked early"})
    chosen = {"The second bench is still open", "I like to be asked early"}
    assert seen_by(cast, cast.eve, moved) == chosen
    assert seen_by(cast, nina, moved) == seen_by(cast, cast.max, moved) == set()
    services.complete_handover(
        actor=cast.acts(cast.eve), handover=moved, to_id=moved.new_manager_id, note_read=""
    )
    assert seen_by(cast, nina, moved) == chosen
    assert seen_by(cast, cast.max, moved) == set()
    assert "I like to be asked early" in page_of(web, nina, moved)


@pytest.mark.parametrize("source", ["topic-0", "nothing", ""])
def test_what_is_not_hers_or_not_open_does_not_travel(cast, moved, web, source):
    assert web(cast.eve).post(at("handover_item_create", moved.pk), {"source": source}).status_code == 422
    with pytest.raises(Invalid):
        services.choose_item(actor=cast.acts(cast.eve), handover=moved, source=f"topic-{cast.his.pk}")
    assert not HandedOn.objects.exists()


def test_the_employee_reads_the_note_before_the_new_manager_does(cast, moved, nina, web):
    web(cast.max).post(at("handover_note_update", moved.pk), {"text": "She explains things well"})
    assert seen_by(cast, nina, moved) == set()
    assert "She explains things well" in page_of(web, cast.eve, moved)
    with pytest.raises(Stale):
        services.complete_handover(
            actor=cast.acts(cast.eve), handover=moved, to_id=moved.new_manager_id, note_read=""
        )
    read = HandedOn.objects.get().mark
    web(cast.max).post(at("handover_note_update", moved.pk), {"text": "She explains everything well"})
    answer = web(cast.eve).post(
        at("handover_completion_create", moved.pk), {"to": nina.pk, "note_read": read}
    )
    assert answer.status_code == 409 and "explains everything" in answer.content.decode()
    moved.refresh_from_db()
    assert moved.state == "open" and seen_by(cast, nina, moved) == set()
    mark = HandedOn.objects.get().mark
    web(cast.eve).post(at("handover_completion_create", moved.pk), {"to": nina.pk, "note_read": mark})
    assert seen_by(cast, nina, moved) == {"She explains everything well"}


@pytest.mark.parametrize("sent", [{}, {"to": ""}, {"to": "nobody"}, {"to": "old"}])
def test_what_was_chosen_for_one_manager_never_goes_to_another(cast, moved, nina, web, sent):
    """The page was open for Nina when the chart changed once more."""
    services.choose_item(actor=cast.acts(cast.eve), handover=moved, source=f"topic-{cast.topic.pk}")
    assert f'name="to" value="{nina.pk}"' in page_of(web, cast.eve, moved)
    Handover.objects.update(new_manager=cast.dora)
    data = {"note_read": "", **sent} if sent != {"to": "old"} else {"note_read": "", "to": nina.pk}
    answer = web(cast.eve).post(at("handover_completion_create", moved.pk), data)
    assert answer.status_code == 403 and "changed once more" in answer.content.decode()
    moved.refresh_from_db()
    assert moved.state == "open" and seen_by(cast, cast.dora, moved) == set()


def test_after_it_was_handed_over_nobody_adds_anything(cast, moved):
    services.complete_handover(
        actor=cast.acts(cast.eve), handover=moved, to_id=moved.new_manager_id, note_read=""
    )
    for act in (
        lambda: services.write_handover_note(actor=cast.acts(cast.max), handover=moved, text="late"),
        lambda: services.write_summary(actor=cast.acts(cast.eve), handover=moved, text="late"),
        lambda: services.choose_item(
            actor=cast.acts(cast.eve), handover=moved, source=f"topic-{cast.topic.pk}"
        ),
    ):
        with pytest.raises(Refused):
            act()
    assert not HandedOn.objects.exists()


def test_the_manager_before_and_the_new_one_choose_nothing(cast, moved, nina):
    for person in (cast.max, nina):
        for act in (
            lambda who: services.choose_item(actor=who, handover=moved, source=f"topic-{cast.topic.pk}"),
            lambda who: services.write_summary(actor=who, handover=moved, text="words"),
            lambda who: services.complete_handover(
                actor=who, handover=moved, to_id=moved.new_manager_id, note_read=""
            ),
        ):
            with pytest.raises(Refused):
                act(cast.acts(person))
    with pytest.raises(Refused):
        services.write_handover_note(actor=cast.acts(nina), handover=moved, text="words")
    moved.refresh_from_db()
    assert moved.state == "open" and not HandedOn.objects.exists()


def test_hr_sees_that_and_when_and_no_word(cast, moved, web):
    services.choose_item(actor=cast.acts(cast.eve), handover=moved, source=f"topic-{cast.topic.pk}")
    services.complete_handover(
        actor=cast.acts(cast.eve), handover=moved, to_id=moved.new_manager_id, note_read=""
    )
    page = web(cast.hana).get(at("handover_list")).content.decode()
    assert "Eve Employee" in page and "Nina Next" in page and "second bench" not in page
    assert web(cast.hana).get(at("handover_detail", moved.pk)).status_code == 404
    assert queries.items_visible_to(cast.acts(cast.hana), moved) == []
    for person in (cast.omar, cast.ben, cast.dora, cast.ada):
        assert "Eve Employee" not in web(person).get(at("handover_list")).content.decode()


def test_whoever_moves_on_keeps_what_they_chose_and_who_moves_back_needs_nothing(cast, moved, nina):
    services.choose_item(actor=cast.acts(cast.eve), handover=moved, source=f"topic-{cast.topic.pk}")
    Line.objects.filter(seat__holdings__person=cast.eve, during__contains=today()).update(
        manager_seat=cast.top_seat
    )
    closure.rebuild(today())
    assert services.open_handovers(actor=SOFTWARE) == 0
    moved.refresh_from_db()
    assert (moved.new_manager, HandedOn.objects.count()) == (cast.dora, 1)
    assert not queries.handovers_visible_to(cast.acts(nina)).exists()
    Line.objects.filter(seat__holdings__person=cast.eve, during__contains=today()).update(
        manager_seat=cast.lead_seat
    )
    closure.rebuild(today())
    services.open_handovers(actor=SOFTWARE)
    moved.refresh_from_db()
    assert (moved.state, HandedOn.objects.count()) == ("dropped", 0)


def test_its_words_are_encrypted_under_a_key_of_its_own_and_stay_out_of_the_log(cast, moved):
    services.write_summary(actor=cast.acts(cast.eve), handover=moved, text="canary-in-the-summary")
    moved.refresh_from_db()
    assert moved.data_key_id not in (None, cast.series.data_key_id)
    row = HandedOn.objects.filter(pk=HandedOn.objects.get().pk)
    assert b"canary" not in bytes(row.values_list("text", flat=True)[0])
    assert not any("canary" in str(entry.details) for entry in AuditEntry.objects.all())


def test_the_list_needs_as_many_queries_for_many_as_for_one(cast, moved, web, django_assert_max_num_queries):
    browser = web(cast.hana)
    browser.get(at("handover_list"))
    with django_assert_max_num_queries(16) as few:
        browser.get(at("handover_list"))
    for n in range(12):
        person = a_person(f"Person{n} Moving", seat=a_seat(f"Place {n}", cast.works, cast.lead_seat))
        series = services.start_series(actor=cast.acts(cast.max), employee=person)
        Handover.objects.create(series=series, employee=person, old_manager=cast.max, new_manager=cast.dora)
    with django_assert_max_num_queries(len(few)):
        page = browser.get(at("handover_list")).content.decode()
    assert page.count("Moving") == 12
