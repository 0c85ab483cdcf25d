"""The main pages ask the database at most twelve times, and as often for 10,000 people as for 100."""

from __future__ import annotations

from types import SimpleNamespace

import pytest
from django.conf import settings
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from alongside.one_on_ones.tests.makers import a_meeting, a_series, a_topic
from alongside.people.models.company import IN_FORCE
from alongside.people.tests.large import grow_below
from tests.house.walk import make_world

MOST = 15
MOST_OF_MAIN = 12
MAIN = {
    "today, a manager", "today, an employee", "today, an HR partner", "my team", "directory", "directory, searched",
    "directory, mistyped", "1:1s", "a 1:1", "a person", "chart", "chart as a table", "actions", "administration",
}  # fmt: skip
FEW, MANY = 100, 10_000
PAGES = {
    "today, a manager": ("manager", "/"),
    "today, an employee": ("employee", "/"),
    "today, an HR partner": ("hr_partner", "/"),
    "today, above everybody": ("skip_level", "/"),
    "my team": ("manager", "/team/"),
    "a large team": ("skip_level", "/team/"),
    "people I support": ("hr_partner", "/people/supported/"),
    "directory": ("employee", "/people/"),
    "directory, searched": ("employee", "/people/?q=designer"),
    "directory, mistyped": ("hr_partner", "/people/?q=vermer"),
    "1:1s": ("manager", "/1-1s/"),
    "a 1:1": ("employee", "{talk}"),
    "a person": ("employee", "{person}"),
    "a person's history": ("hr_operations", "{person}history/"),
    "chart": ("skip_level", "/chart/"),
    "chart as a table": ("employee", "/chart/table/"),
    "actions": ("employee", "/actions/"),
    "obstacles": ("hr_partner", "/obstacles/"),
    "import": ("hr_operations", "/people/import/"),
    "invitations": ("hr_operations", "/invitations/"),
    "a new wave": ("hr_operations", "/invitations/new/"),
    "letters": ("hr_operations", "/letters/"),
    "administration": ("administrator", "/administration/"),
    "duties": ("administrator", "/administration/duties/"),
    "HR partners": ("administrator", "/administration/partners/"),
    "account": ("employee", "/account/"),
    "what concerns me": ("employee", "/about-me/"),
    "what is recorded": ("employee", "/what-alongside-records/"),
    "tour": ("manager", "/tour/"),
    "help": ("employee", "/help/"),
}


@pytest.fixture
def world(db: None) -> SimpleNamespace:
    """The cast, with a talk of two of them."""
    world = make_world()
    series = a_series(world, weeks=8)
    a_meeting(series, hours=2)
    a_topic(world, series, "One thing")
    world.talk = f"/1-1s/{series.pk}/"
    return world


@pytest.mark.long
def test_pages_ask_as_often_for_ten_thousand_people_as_for_a_hundred(world, web, record_property):
    browsers = {who: web(world.people[who]) for who, _ in PAGES.values()}
    grow(world, FEW)
    few = {name: asked(browsers[who], path_of(world, path)) for name, (who, path) in PAGES.items()}
    grow(world, MANY - FEW)
    many = {name: asked(browsers[who], path_of(world, path)) for name, (who, path) in PAGES.items()}
    record_property(
        "figures", f"queries at {MANY:,} people: {dict(sorted(many.items(), key=lambda one: -one[1]))}"
    )
    bound = {name: MOST_OF_MAIN if name in MAIN else MOST for name in many}
    assert {name: count for name, count in many.items() if count > bound[name]} == {}
    assert {name: (few[name], count) for name, count in many.items() if few[name] != count} == {}


def grow(world: SimpleNamespace, people: int) -> None:
    """So many more below the one at the top; Hana is HR partner of them all."""
    first = grow_below(world, people)
    world.person = f"/people/{first.pk}/"


def path_of(world: SimpleNamespace, path: str) -> str:
    return path.format(talk=world.talk, person=world.person)


def asked(browser: Client, path: str) -> int:
    """How often the second visit asks (marks of a transaction ask nothing); the first fills what is kept for the day."""
    browser.get(path)
    IN_FORCE.keep(
        settings.LANGUAGE_CODE, settings.TIME_ZONE
    )  # read anew each minute, which this test outlasts
    with CaptureQueriesContext(connection) as queries:
        answer = browser.get(path)
    assert answer.status_code == 200, f"{path} answered {answer.status_code}"
    return sum(not one["sql"].startswith(("SAVEPOINT", "RELEASE")) for one in queries.captured_queries)
