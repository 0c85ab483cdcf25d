"""Topics on the page: tick, share, change, remove, put in order, paste, carry over."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from alongside.audit.models import AuditEntry
from alongside.core import removals
from alongside.core.errors import Refused
from alongside.core.models import Removal
from alongside.one_on_ones import queries, services
from alongside.one_on_ones.models import AgendaItem
from alongside.one_on_ones.tests.makers import a_meeting, a_series, a_talk, a_topic

EVERY_PAGE = 15


@pytest.fixture
def series(cast):
    return a_series(cast)


@pytest.fixture
def page(web, series):
    """`page(person)` is what the person's page of the 1:1 says."""
    address = reverse("one_on_ones:series_detail", args=[series.pk])
    return lambda person, more="": web(person).get(address + more).content.decode()


def texts(cast, person, series):
    return [item.text for item in queries.agenda_of(cast.acts(person), series)]


def at(name, series, *more):
    return reverse(f"one_on_ones:{name}", args=[series.pk, *more])


def test_the_employees_topics_come_first_whoever_was_faster(cast, series):
    a_topic(cast, series, "from Max", by=cast.max)
    a_topic(cast, series, "from Eve")
    assert texts(cast, cast.max, series) == ["from Eve", "from Max"]


def test_who_can_see_it_stands_above_every_word(cast, series, page):
    a_topic(cast, series, "the calibration bench")
    shown = page(cast.max)
    assert shown.index("Nobody in HR, also after a new manager") < shown.index("the calibration bench")
    assert reverse("people:audience_detail", args=["one_on_ones.series", series.pk]) in shown


def test_a_private_topic_says_so_to_its_author_and_nothing_to_the_other(cast, series, page):
    a_topic(cast, series, "how nights feel", private=True)
    assert "only you" in page(cast.eve)
    assert "cannot see this line" in page(cast.eve)
    assert "how nights feel" not in page(cast.max)


def test_sharing_shows_it_and_there_is_no_way_back(cast, series, web):
    item = a_topic(cast, series, "how nights feel", private=True)
    assert web(cast.max).post(at("sharing_create", series, item.pk)).status_code == 404
    assert texts(cast, cast.max, series) == []
    web(cast.eve).post(at("sharing_create", series, item.pk))
    assert texts(cast, cast.max, series) == ["how nights feel"]
    web(cast.eve).post(
        at("item_update", series, item.pk), {"text": "x", "version": 2, "visibility": "private"}
    )
    assert texts(cast, cast.max, series) == ["x"]


def test_both_tick_off_what_they_talked_about_and_take_it_up_again(cast, series, web):
    item, meeting = a_topic(cast, series, "the bench"), a_meeting(series, hours=1)
    web(cast.max).post(at("talk_update", series, item.pk), {"talked": "1"})
    item.refresh_from_db(fields=["talked_in"])
    assert item.talked_in == meeting
    assert 'aria-checked="true"' in web(cast.eve).get(at("series_detail", series)).content.decode()
    web(cast.eve).post(at("talk_update", series, item.pk), {"talked": "0"})
    item.refresh_from_db(fields=["talked_in", "talked_at"])
    assert (item.talked_in, item.talked_at) == (None, None)


def test_what_was_ticked_off_leaves_with_its_meeting_and_what_was_not_is_carried_over(
    cast, series, page, web
):
    done, stays = a_topic(cast, series, "done one"), a_topic(cast, series, "open one")
    AgendaItem.objects.filter(pk=stays.pk).update(made_at=timezone.now() - timedelta(days=1))
    meeting = a_meeting(series, hours=-1)
    services.tick_item(actor=cast.acts(cast.max), item=done, talked=True, meeting=meeting)
    assert "Carried over" not in page(cast.eve)
    services.close_meeting(actor=cast.acts(cast.max), meeting=meeting)
    a_meeting(series, days=7)
    shown = page(cast.eve)
    assert "done one" not in shown
    assert "Stayed open in your talk today" in shown
    past = web(cast.eve).get(at("meeting_detail", series, meeting.pk)).content.decode()
    assert "done one" in past and "open one" not in past


@pytest.mark.parametrize("what", ["skip_meeting", "cancel_meeting"])
def test_open_topics_survive_leaving_out_and_calling_off(cast, series, what):
    a_topic(cast, series, "the bench")
    getattr(services, what)(actor=cast.acts(cast.eve), meeting=a_meeting(series, hours=2))
    assert texts(cast, cast.max, series) == ["the bench"]


def test_removing_hides_it_from_both_and_can_be_undone_by_who_removed_it(cast, series, web):
    item = a_topic(cast, series, "the bench")
    removed = web(cast.eve).post(at("removal_create", series, item.pk), follow=True)
    assert "Undo" in removed.content.decode()
    assert texts(cast, cast.eve, series) == texts(cast, cast.max, series) == []
    assert web(cast.max).post(at("removal_delete", series, item.pk)).status_code == 404
    web(cast.eve).post(at("removal_delete", series, item.pk))
    assert texts(cast, cast.max, series) == ["the bench"]


def test_nobody_removes_what_the_other_brought(cast, series, web):
    item = a_topic(cast, series, "the bench")
    assert web(cast.max).post(at("removal_create", series, item.pk)).status_code == 403
    with pytest.raises(Refused):
        services.remove_item(actor=cast.acts(cast.omar), item=item)
    assert texts(cast, cast.max, series) == ["the bench"]
    assert not Removal.objects.exists()
    assert not AuditEntry.objects.filter(action="one_on_ones.item_removed").exists()


def test_after_thirty_days_a_removed_topic_is_really_gone(cast, series):
    item, other = a_topic(cast, series, "old"), a_topic(cast, series, "young")
    for one in (item, other):
        services.remove_item(actor=cast.acts(cast.eve), item=one)
    Removal.objects.filter(key=str(item.pk)).update(removed_at=timezone.now() - timedelta(days=31))
    assert not queries.items_removed_by(cast.acts(cast.eve)).filter(pk=item.pk).exists()
    assert removals.purge() == 1
    assert list(AgendaItem.objects.values_list("pk", flat=True)) == [other.pk]
    assert removals.purge() == 0


def test_a_stale_change_shows_both_texts_in_place_and_saving_again_keeps_mine(cast, series, web):
    item, browser = a_topic(cast, series, "first words"), web(cast.eve)
    browser.post(at("item_update", series, item.pk), {"text": "from the phone", "version": 1})
    answer = browser.post(at("item_update", series, item.pk), {"text": "from the desk", "version": 1})
    shown = answer.content.decode()
    assert answer.status_code == 409
    assert "from the desk" in shown and "from the phone" in shown
    assert texts(cast, cast.eve, series) == ["from the phone"]
    assert 'name="version" value="2"' in shown
    browser.post(at("item_update", series, item.pk), {"text": "from the desk", "version": 2})
    assert texts(cast, cast.eve, series) == ["from the desk"]


def test_the_form_of_a_topic_opens_in_place_for_its_author_alone(cast, series, page):
    item = a_topic(cast, series, "the bench")
    form = f'action="{at("item_update", series, item.pk)}"'
    assert form in page(cast.eve, f"?edit={item.pk}")
    assert form not in page(cast.max, f"?edit={item.pk}")


def test_the_order_is_changed_by_drag_and_by_buttons_within_one_persons_topics(cast, series, web):
    a, b, c = (a_topic(cast, series, text) for text in "abc")
    order = at("order_update", series, cast.eve.pk)
    web(cast.max).post(order, {"order": [c.pk, a.pk, b.pk]})
    assert texts(cast, cast.eve, series) == ["c", "a", "b"]
    web(cast.eve).post(order, {"order": [c.pk, a.pk, b.pk], "move": f"{b.pk} up"})
    assert texts(cast, cast.eve, series) == ["c", "b", "a"]
    web(cast.eve).post(order, {"order": [c.pk, b.pk, a.pk], "move": f"{a.pk} down"})
    assert texts(cast, cast.eve, series) == ["c", "b", "a"]


def test_a_topic_alone_has_nothing_to_be_moved_past(cast, series, page):
    a_topic(cast, series, "one")
    a_topic(cast, series, "of Max", by=cast.max)
    order = at("order_update", series, cast.eve.pk)
    assert "data-sortable-grip" not in page(cast.eve) and order not in page(cast.eve)
    a_topic(cast, series, "two")
    assert page(cast.eve).count("data-sortable-grip") == 2 and order in page(cast.eve)


def test_a_private_topic_keeps_its_place_when_the_other_puts_things_in_order(cast, series):
    a, hidden, c = (
        a_topic(cast, series, "a"),
        a_topic(cast, series, "hidden", private=True),
        a_topic(cast, series, "c"),
    )
    services.order_items(
        actor=cast.acts(cast.max), series=series, author_id=cast.eve.pk, seen=[c.pk, hidden.pk, a.pk]
    )
    assert texts(cast, cast.eve, series) == ["c", "hidden", "a"]


def test_several_lines_become_topics_after_one_tap(cast, series, web):
    pasted = "- the bench\n- the rota\n\n* holidays\n"
    answer = web(cast.eve).post(at("item_create", series), {"text": pasted})
    assert answer.status_code == 422
    assert "Add 3 topics" in answer.content.decode()
    assert not AgendaItem.objects.exists()
    web(cast.eve).post(at("item_create", series), {"text": pasted, "split": "lines"})
    assert texts(cast, cast.max, series) == ["the bench", "the rota", "holidays"]


def test_several_lines_can_stay_one_topic(cast, series, web):
    web(cast.eve).post(at("item_create", series), {"text": "one\ntwo", "split": "one"})
    assert [text.splitlines() for text in texts(cast, cast.max, series)] == [["one", "two"]]


@pytest.mark.parametrize("count", [10, 200])
@pytest.mark.parametrize("part", ["", "agenda"])
def test_the_page_needs_as_many_queries_for_200_topics_as_for_10(
    cast, series, web, django_assert_max_num_queries, count, part
):
    a_talk(cast, series, days_ago=14)
    a_meeting(series, hours=2)
    eve = cast.acts(cast.eve)
    for number in range(count):
        services.add_item(actor=eve, series=series, text=f"topic {number}")
    headers = {"HX-Request": "true", "HX-Target": part} if part else {}
    browser = web(cast.max)
    browser.get(at("series_detail", series))
    with django_assert_max_num_queries(EVERY_PAGE):
        answer = browser.get(at("series_detail", series), headers=headers)
    assert answer.content.decode().count('<p class="words">topic ') == count


@pytest.mark.parametrize("who", ["dora", "hana", "ada", "omar", "ben"])
def test_others_find_neither_topics_nor_their_doors(cast, series, web, who):
    item, browser = a_topic(cast, series, "the bench"), web(getattr(cast, who))
    for name in ("item_update", "talk_update", "sharing_create", "removal_create", "removal_delete"):
        assert browser.post(at(name, series, item.pk), {"text": "x", "version": 1}).status_code == 404
    assert browser.post(at("order_update", series, cast.eve.pk)).status_code == 404
    assert texts(cast, cast.eve, series) == ["the bench"]
