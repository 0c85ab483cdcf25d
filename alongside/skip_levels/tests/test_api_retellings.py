"""The JSON door to what comes back: to the manager themes, to the team one answer, and from whom is nowhere."""

from __future__ import annotations

import pytest
from django.db import connection

from alongside.core.models import OnceKey
from alongside.identity.tests.api_calls import asker
from alongside.skip_levels import services
from alongside.skip_levels.models import Reading, Retelling, Theme
from alongside.skip_levels.tests.makers import a_held_talk, three_heard

pytestmark = pytest.mark.django_db
THEME = "Materials come late on Mondays"
DONE = "Deliveries now come on Fridays"
OUTSIDERS = ("eve", "ben", "omar", "hana", "ada")
ask = asker("/skip-levels")


@pytest.fixture
def heard(cast):
    """Three people of Max's team were heard."""
    return three_heard(cast)


@pytest.fixture
def theme(cast, heard):
    return services.add_theme(
        actor=cast.acts(cast.dora), retelling=heard, text=THEME, heard_from=[cast.eve.pk, cast.ben.pk]
    )


@pytest.fixture
def handed_on(cast, heard, theme):
    services.hand_on_themes(actor=cast.acts(cast.dora), retelling=heard)
    heard.refresh_from_db()
    return heard


def test_the_leader_writes_a_theme_heard_from_two_and_from_whom_is_not_stored(cast, heard):
    path = f"/retellings/{heard.pk}"
    before = ask(cast.dora, "get", path).json()
    assert {cast.eve.pk, cast.ben.pk} < set(before["people_heard"]) and len(before["people_heard"]) == 3
    body = {"text": f" {THEME} ", "heard_from": [cast.eve.pk, cast.ben.pk]}
    made = ask(cast.dora, "post", f"{path}/themes", body, key="k")
    assert (made.status_code, made.json()["text"]) == (201, THEME)
    assert ask(cast.dora, "get", path).json()["themes"] == [made.json()]
    assert set(made.json()) == {"id", "text"}
    assert not {field.name for field in Theme._meta.get_fields()} & {"person", "people", "heard_from"}
    stored = OnceKey.objects.get()
    assert (stored.location, bytes(stored.body)) == (str(made.json()["id"]), b"")


def test_what_was_heard_from_one_or_from_somebody_else_is_no_theme(cast, heard):
    for people in (
        [],
        [cast.eve.pk],
        [cast.eve.pk, cast.eve.pk],
        [cast.eve.pk, cast.omar.pk],
        [99_999, 99_998],
    ):
        answer = ask(
            cast.dora, "post", f"/retellings/{heard.pk}/themes", {"text": THEME, "heard_from": people}
        )
        assert (answer.status_code, list(answer.json()["fields"])) == (422, ["heard_from"]), people
    assert ask(
        cast.dora, "post", f"/retellings/{heard.pk}/themes",
        {"text": " ", "heard_from": [cast.eve.pk, cast.ben.pk]},
    ).status_code == 422  # fmt: skip
    assert not Theme.objects.exists()


def test_a_theme_is_taken_out_by_the_leader_alone(cast, heard, theme):
    path = f"/retellings/{heard.pk}/themes"
    assert ask(cast.max, "delete", f"{path}/{theme.pk}").status_code == 404  # not handed on yet
    assert ask(cast.dora, "delete", f"{path}/{theme.pk}", tag='"another"').status_code == 412
    assert ask(cast.dora, "delete", f"{path}/999999").status_code == 404
    assert Theme.objects.count() == 1
    assert ask(cast.dora, "delete", f"{path}/{theme.pk}").json()["themes"] == []
    assert not Theme.objects.exists()


def test_with_two_people_heard_nothing_is_handed_on(cast):
    a_held_talk(cast)
    retelling = a_held_talk(cast, cast.ben).retelling
    for step in ("handing-on", "closing"):
        answer = ask(cast.dora, "post", f"/retellings/{retelling.pk}/{step}")
        assert (answer.status_code, answer.json()["code"]) == (403, "refused")
    assert Retelling.objects.get().state == "open"


def test_without_a_theme_there_is_nothing_to_hand_on(cast, heard):
    answer = ask(cast.dora, "post", f"/retellings/{heard.pk}/handing-on")
    assert (answer.status_code, list(answer.json()["fields"])) == (422, ["text"])
    assert Retelling.objects.get().state == "open"
    closed = ask(cast.dora, "post", f"/retellings/{heard.pk}/closing").json()
    assert (closed["state"], closed["due_on"], closed["people_heard"]) == ("closed", None, [])
    assert ask(cast.max, "get", f"/retellings/{heard.pk}").status_code == 404


def test_the_manager_reads_themes_once_they_are_handed_on_and_never_who_was_heard(cast, heard, theme):
    path = f"/retellings/{heard.pk}"
    assert ask(cast.max, "get", path).status_code == 404
    assert ask(cast.max, "get", "/retellings").json()["items"] == []
    assert ask(cast.dora, "get", "/retellings?state=open").json()["items"][0]["due_on"] is not None
    handed = ask(cast.dora, "post", f"{path}/handing-on").json()
    assert (handed["state"], handed["due_on"]) == ("handed_on", None)
    seen = ask(cast.max, "get", path).json()
    assert seen == handed and seen["people_heard"] == []
    assert [one["text"] for one in seen["themes"]] == [THEME]
    assert len(ask(cast.max, "get", "/retellings").json()["items"]) == 1


def test_the_team_gets_one_answer_and_only_the_leader_gives_it(cast, handed_on):
    path = f"/retellings/{handed_on.pk}/answer"
    assert ask(cast.max, "post", path, {"done": "mine"}).status_code == 403
    assert ask(cast.dora, "post", path, {"done": "  "}).status_code == 422
    assert Retelling.objects.get().state == "handed_on" and not Reading.objects.exists()
    answered = ask(cast.dora, "post", path, {"done": DONE}).json()
    assert (answered["state"], answered["done"]) == ("answered", DONE)
    assert ask(cast.dora, "post", path, {"done": "twice"}).status_code == 403
    [listed] = ask(cast.eve, "get", "/answers").json()["items"]
    assert (listed["leader_id"], listed["manager_id"]) == (cast.dora.pk, cast.max.pk)
    read = ask(cast.eve, "get", f"/answers/{listed['id']}").json()
    assert (read["themes"], read["done"]) == ([THEME], DONE)
    for person in (cast.ben, cast.omar, cast.hana, cast.ada):  # each reads their own
        assert ask(person, "get", f"/answers/{listed['id']}").status_code == 404
    assert len(ask(cast.ben, "get", "/answers").json()["items"]) == 1
    assert ask(cast.omar, "get", "/answers").json()["items"] == []


def test_after_it_was_handed_on_no_theme_changes(cast, handed_on, theme):
    for person in (cast.dora, cast.max):
        path = f"/retellings/{handed_on.pk}"
        body = {"text": "late", "heard_from": [cast.eve.pk, cast.ben.pk]}
        assert ask(person, "post", f"{path}/themes", body).status_code == 403
        assert ask(person, "delete", f"{path}/themes/{theme.pk}").status_code == 403
        assert ask(person, "post", f"{path}/handing-on").status_code == 403
    assert list(Theme.objects.values_list("pk", flat=True)) == [theme.pk]


@pytest.mark.parametrize("who", OUTSIDERS)
def test_nobody_else_finds_it_before_or_after(cast, heard, theme, who):
    person = getattr(cast, who)
    body = {"text": "words", "heard_from": [cast.eve.pk, cast.ben.pk]}
    for _before_and_after in range(2):
        for method, path, sent in (
            ("get", "", None),
            ("post", "/themes", body),
            ("delete", f"/themes/{theme.pk}", None),
            ("post", "/handing-on", {}),
            ("post", "/closing", {}),
            ("post", "/answer", {"done": "words"}),
        ):
            answer = ask(person, method, f"/retellings/{heard.pk}{path}", sent)
            missing = ask(person, method, f"/retellings/999999{path}", sent)
            assert (answer.status_code, answer.content) == (404, missing.content), path
        assert ask(person, "get", "/retellings").json()["items"] == []
        state = Retelling.objects.get().state
        if state == "open":
            services.hand_on_themes(actor=cast.acts(cast.dora), retelling=heard)
    assert (Retelling.objects.get().state, Theme.objects.count()) == ("handed_on", 1)


def test_words_stand_in_the_database_in_no_plain_text(cast, heard):
    body = {"text": "canary-in-a-theme", "heard_from": [cast.eve.pk, cast.ben.pk]}
    assert ask(cast.dora, "post", f"/retellings/{heard.pk}/themes", body, key="k").status_code == 201
    each = "SELECT count(*) FROM \"{0}\" t WHERE t::text LIKE '%canary%'"
    with connection.cursor() as cursor:
        cursor.execute(" UNION ALL ".join(each.format(n) for n in connection.introspection.table_names()))
        assert {count for (count,) in cursor.fetchall()} == {0}
