"""Packages only look down, also where import-linter cannot see."""

from __future__ import annotations

import pytest

from tests.house.code import Source, migrations, packages, product, templates
from tests.house.exceptions import judge
from tests.house.floors import broken_floors, floors, package_meant

GOALS_MODEL = 'owner = models.ForeignKey("{}", models.PROTECT)'


def test_packages_only_look_down():
    judge("floors", broken_floors([*product(), *templates(), *migrations()]))


def test_every_package_has_a_floor():
    without = set(packages()) - set(floors())
    assert not without, (
        f"Give {sorted(without)} a floor in pyproject.toml, [[tool.importlinter.contracts]] layers."
    )


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ("alongside/people/models.py", 'x = models.ForeignKey("goals.Objective", models.PROTECT)'),
        ("alongside/goals/models.py", 'x = models.ForeignKey("feedback.Note", models.PROTECT)'),
        ("alongside/people/services.py", 'later("alongside.goals.tasks.announce", goal_id=1)'),
        ("alongside/people/views.py", 'redirect("goals:objective_detail", pk=1)'),
        ("alongside/people/views.py", 'page(request, "goals/objective_detail.html", {})'),
        ("alongside/people/emails.py", 'tell(template="goals/email/closed")'),
        ("alongside/people/migrations/0002_x.py", 'dependencies = [("goals", "0001_initial")]'),
        ("alongside/core/templates/core/x.html", '{% url "goals:objective_list" %}'),
        ("alongside/people/templates/people/x.html", "{% include 'goals/_row.html' with a=b %}"),
        ("alongside/people/templates/people/x.html", '{% extends "home/today.html" %}'),
        ("alongside/identity/templates/identity/x.html", '{% static "people/x.css" %}'),
    ],
)
def test_a_look_up_or_sideways_is_seen(path, text):
    assert broken_floors([Source(path, text)])


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ("alongside/goals/models.py", 'x = models.ForeignKey("people.Person", models.PROTECT)'),
        ("alongside/goals/models.py", '"""Unlike home.today this looks down."""'),
        ("alongside/goals/migrations/0002_x.py", 'dependencies = [("people", "0001_initial")]'),
        ("alongside/goals/templates/goals/x.html", '{% extends "core/base.html" %}{% load core %}'),
        ("alongside/goals/templates/goals/x.html", '{% translate "home/office" %}'),
    ],
)
def test_a_look_down_is_accepted(path, text):
    assert broken_floors([Source(path, text)]) == {}


@pytest.mark.parametrize("words", ["people", "people.Person is here", "a/b.html", "1.5", ""])
def test_ordinary_strings_name_no_package(words):
    assert package_meant(words) is None
