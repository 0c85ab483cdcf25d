"""The JSON door to handovers: the employee decides, each of the three sees their part, HR that it was done."""

from __future__ import annotations

import pytest

from alongside.core.models import DataKey
from alongside.identity.tests.api_calls import asker
from alongside.one_on_ones import services
from alongside.one_on_ones.models import HandedOn, Handover
from alongside.one_on_ones.tests.makers import a_series, a_topic, an_action
from alongside.people.tests.makers import a_person, a_seat

OUTSIDERS = ("ben", "dora", "hana", "omar", "ada")
NOTE = "She explains things well"


@pytest.fixture
def nina(cast):
    """Leads another team of the works."""
    return a_person("Nina Next", seat=a_seat("Other lead", cast.works, cast.top_seat))


@pytest.fixture
def handover(cast, nina):
    """Eve goes from Max to Nina; she has two topics and an action with Max, and he has one of his."""
    cast.series = a_series(cast, weeks=30)
    cast.topic = a_topic(cast, cast.series, "The second bench is still open")
    cast.own = a_topic(cast, cast.series, "Only between me and me", private=True)
    cast.his = a_topic(cast, cast.series, "What Max wanted to say", by=cast.max)
    cast.action = an_action(cast, cast.series, "Ask purchasing for two dates")
    return Handover.objects.create(
        series=cast.series,
        employee=cast.eve,
        old_manager=cast.max,
        new_manager=nina,
        data_key=DataKey.fresh(),
    )


@pytest.fixture
def ask(handover):
    return asker(f"/handovers/{handover.pk}")


def an_end(handover, note_read=""):
    return {"new_manager_id": handover.new_manager_id, "note_read": note_read}


def words(ask, person):
    return {item["text"] for item in ask(person, "get").json()["items"]}


def test_the_employee_chooses_item_by_item_and_only_that_travels(cast, handover, nina, ask):
    could = {one["source"]: one["text"] for one in ask(cast.eve, "get", "/candidates").json()["items"]}
    assert could == {
        f"topic-{cast.topic.pk}": "The second bench is still open",
        f"topic-{cast.own.pk}": "Only between me and me",
        f"action-{cast.action.pk}": "Ask purchasing for two dates",
    }
    made = ask(cast.eve, "post", "/items", {"source": f"topic-{cast.topic.pk}"})
    assert (made.status_code, made.json()["kind"]) == (201, "topic")
    other = ask(cast.eve, "post", "/items", {"source": f"action-{cast.action.pk}"}).json()
    left = ask(cast.eve, "delete", f"/items/{other['id']}")
    assert [item["id"] for item in left.json()["items"]] == [made.json()["id"]]
    ask(cast.eve, "put", "/summary", {"text": "  I like to be asked early "})
    chosen = {"The second bench is still open", "I like to be asked early"}
    assert words(ask, cast.eve) == chosen
    assert words(ask, nina) == words(ask, cast.max) == set()
    assert len(ask(cast.eve, "get", "/candidates").json()["items"]) == 2
    done = ask(cast.eve, "post", "/completion", an_end(handover))
    assert (done.status_code, done.json()["state"]) == (200, "completed")
    assert words(ask, nina) == chosen
    assert words(ask, cast.max) == set()


def test_the_employee_reads_the_note_before_it_travels(cast, handover, nina, ask):
    written = ask(cast.max, "put", "/note", {"text": NOTE}).json()
    assert [item["text"] for item in written["items"]] == [NOTE]
    assert words(ask, nina) == set()
    [note] = ask(cast.eve, "get").json()["items"]
    ask(cast.max, "put", "/note", {"text": "She explains everything well"})
    stale = ask(cast.eve, "post", "/completion", an_end(handover, note["mark"]))
    [now] = ask(cast.eve, "get").json()["items"]
    assert (stale.status_code, stale.json()["fields"]) == (409, {"current": [now["mark"]]})
    assert Handover.objects.get().state == "open" and words(ask, nina) == set()
    assert ask(cast.eve, "post", "/completion", an_end(handover, now["mark"])).status_code == 200
    assert words(ask, nina) == {"She explains everything well"}


def test_what_was_chosen_for_one_manager_never_goes_to_another(cast, handover, ask):
    ask(cast.eve, "post", "/items", {"source": f"topic-{cast.topic.pk}"})
    Handover.objects.update(new_manager=cast.dora)
    answer = ask(cast.eve, "post", "/completion", an_end(handover))  # as she read it
    assert (answer.status_code, answer.json()["code"]) == (403, "refused")
    assert ask(cast.eve, "post", "/completion", {"note_read": ""}).status_code == 422
    assert Handover.objects.get().state == "open"
    assert words(ask, cast.dora) == set()


def test_empty_words_take_the_note_and_the_summary_away(cast, handover, ask):
    ask(cast.max, "put", "/note", {"text": NOTE})
    ask(cast.eve, "put", "/summary", {"text": "words"})
    assert HandedOn.objects.count() == 2
    ask(cast.max, "put", "/note", {"text": " "})
    assert ask(cast.eve, "put", "/summary", {"text": ""}).json()["items"] == []
    assert not HandedOn.objects.exists()


def test_what_was_read_is_what_is_handed_over(cast, handover, ask):
    tag = ask(cast.eve, "get").headers["ETag"]
    ask(cast.max, "put", "/note", {"text": NOTE})
    for method, path, body in (
        ("post", "/completion", an_end(handover, HandedOn.objects.get().mark)),
        ("put", "/summary", {"text": "late"}),
        ("post", "/items", {"source": f"topic-{cast.topic.pk}"}),
    ):
        assert ask(cast.eve, method, path, body, tag=tag).status_code == 412, path
    assert Handover.objects.get().state == "open"
    assert HandedOn.objects.count() == 1
    read = ask(cast.eve, "get")
    mark = read.json()["items"][0]["mark"]
    done = ask(cast.eve, "post", "/completion", an_end(handover, mark), tag=read.headers["ETag"])
    assert done.status_code == 200
    assert done.headers["ETag"] == ask(cast.eve, "get").headers["ETag"]


def test_what_is_not_hers_or_not_open_does_not_travel(cast, handover, ask):
    for source in ("topic-0", "nothing", f"topic-{cast.his.pk}"):
        answer = ask(cast.eve, "post", "/items", {"source": source})
        assert (answer.status_code, list(answer.json()["fields"])) == (422, ["source"]), source
    for body in ({"source": ""}, {"source": "x" * 41}, {}):
        assert ask(cast.eve, "post", "/items", body).status_code == 422
    assert not HandedOn.objects.exists()


def test_only_what_was_chosen_is_left_by_its_number(cast, handover, ask):
    """The summary and the note have no source; to empty them is another door."""
    ask(cast.max, "put", "/note", {"text": NOTE})
    ask(cast.eve, "put", "/summary", {"text": "words"})
    for item in HandedOn.objects.all():
        assert ask(cast.eve, "delete", f"/items/{item.pk}").status_code == 404
    assert HandedOn.objects.count() == 2


def test_the_managers_choose_nothing_and_the_employee_writes_no_note(cast, handover, nina, ask):
    item = services.choose_item(actor=cast.acts(cast.eve), handover=handover, source=f"topic-{cast.topic.pk}")
    for person in (cast.max, nina):
        for method, path, body in (
            ("get", "/candidates", None),
            ("post", "/items", {"source": f"topic-{cast.own.pk}"}),
            ("put", "/summary", {"text": "words"}),
            ("post", "/completion", an_end(handover)),
        ):
            answer = ask(person, method, path, body)
            assert (answer.status_code, answer.json()["code"]) == (403, "refused"), (person, path)
        assert ask(person, "delete", f"/items/{item.pk}").status_code == 404  # they do not see it
    for person in (cast.eve, nina):
        assert ask(person, "put", "/note", {"text": "words"}).status_code == 403
    assert list(HandedOn.objects.values_list("pk", flat=True)) == [item.pk]
    assert Handover.objects.get().state == "open"


def test_after_it_was_handed_over_nobody_changes_anything(cast, handover, nina, ask):
    item = services.choose_item(actor=cast.acts(cast.eve), handover=handover, source=f"topic-{cast.topic.pk}")
    ask(cast.eve, "post", "/completion", an_end(handover))
    for person, method, path, body in (
        (cast.max, "put", "/note", {"text": "late"}),
        (cast.eve, "put", "/summary", {"text": "late"}),
        (cast.eve, "get", "/candidates", None),
        (cast.eve, "post", "/items", {"source": f"topic-{cast.own.pk}"}),
        (cast.eve, "delete", f"/items/{item.pk}", None),
        (nina, "delete", f"/items/{item.pk}", None),
        (cast.eve, "post", "/completion", an_end(handover)),
    ):
        assert ask(person, method, path, body).status_code == 403, path
    assert HandedOn.objects.get() == item


@pytest.mark.parametrize("who", OUTSIDERS)
def test_nobody_else_finds_it(cast, handover, ask, who):
    person = getattr(cast, who)
    item = services.choose_item(actor=cast.acts(cast.eve), handover=handover, source=f"topic-{cast.topic.pk}")
    for method, path, body in (
        ("get", "", None),
        ("get", "/candidates", None),
        ("post", "/items", {"source": f"topic-{cast.own.pk}"}),
        ("delete", f"/items/{item.pk}", None),
        ("put", "/summary", {"text": "words"}),
        ("put", "/note", {"text": "words"}),
        ("post", "/completion", an_end(handover)),
    ):
        answer = ask(person, method, path, body)
        missing = asker("/handovers/999999")(person, method, path, body)
        assert (answer.status_code, answer.content) == (404, missing.content), path
    assert HandedOn.objects.get() == item
    assert Handover.objects.get().state == "open"
    assert asker("/handovers")(person, "get", "/").json()["items"] == []


def test_hr_partners_read_that_and_when_and_no_word(cast, handover, ask):
    ask(cast.eve, "post", "/items", {"source": f"topic-{cast.topic.pk}"})
    seen = asker("/handovers")(cast.hana, "get", "/progress")
    [one] = seen.json()["items"]
    assert (one["id"], one["state"], one["employee_id"]) == (handover.pk, "open", cast.eve.pk)
    assert "items" not in one and "bench" not in seen.content.decode()
    for person in (cast.eve, cast.max, cast.omar, cast.ben, cast.ada):
        assert asker("/handovers")(person, "get", "/progress").json()["items"] == []


def test_the_lists_come_in_pages_with_as_many_queries_for_many_as_for_one(
    cast, handover, django_assert_max_num_queries
):
    mine = asker("/handovers")
    assert [one["id"] for one in mine(cast.max, "get", "/?state=open").json()["items"]] == [handover.pk]
    assert mine(cast.max, "get", "/?state=dropped").json()["items"] == []
    with django_assert_max_num_queries(20) as few:
        mine(cast.max, "get", "/")
    for n in range(6):
        person = a_person(f"Person{n} Moving", seat=a_seat(f"Place {n}", cast.works, cast.lead_seat))
        series = services.start_series(actor=cast.acts(cast.max), employee=person)
        Handover.objects.create(series=series, employee=person, old_manager=cast.max, new_manager=cast.dora)
    with django_assert_max_num_queries(len(few)):
        assert len(mine(cast.max, "get", "/").json()["items"]) == 7
    for person, path in ((cast.max, "/"), (cast.hana, "/progress")):
        whole = mine(person, "get", path).json()["items"]
        first = mine(person, "get", f"{path}?limit=4").json()
        second = mine(person, "get", f"{path}?limit=4&after={first['next']}").json()
        assert first["items"] + second["items"] == whole
        assert (len(whole), second["next"]) == (7, None)
