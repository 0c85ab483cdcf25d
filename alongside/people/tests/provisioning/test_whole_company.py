"""A whole company by SCIM, in any order, gives the chart that the file gives."""

from __future__ import annotations

import csv
import os
import random
from pathlib import Path

import pytest

from alongside.people.models import Holding, Placement, ProvisionedPerson, Reach, Seat
from alongside.people.tests.imports.makers import load
from alongside.people.tests.makers import small_company
from alongside.people.tests.provisioning.makers import CORE, ENTERPRISE, Provider, a_token

SHARED = Path(os.environ.get("ALONGSIDE_SHARED", Path(__file__).resolve().parents[4].parent / "shared"))
REAL_CHART = SHARED / "data" / "org" / "sourcegraph_2023_pseudonymised.csv"
pytestmark = pytest.mark.django_db
BY_SCIM = {"people": 175, "tops": 1, "managers": 39, "pairs": 444, "deepest": 4}
BY_FILE = {"people": 167, "tops": 1, "managers": 32, "pairs": 406, "deepest": 4}
BULK = "urn:ietf:params:scim:api:messages:2.0:BulkRequest"


def chart(people: set[str]) -> dict[str, str]:
    """Number -> number of the manager."""
    rows = Placement.objects.filter(person__external_id__in=people).select_related("person", "manager")
    return {
        row.person.external_id or "": (row.manager.external_id or "") if row.manager else "" for row in rows
    }


def figures(people: set[str]) -> dict[str, int]:
    """Of these people alone: their places, tops, who leads somebody, pairs of above and below, levels."""
    places = Placement.objects.filter(person__external_id__in=people)
    reach = Reach.objects.filter(below__external_id__in=people, above__external_id__in=people)
    return {
        "people": places.count(),
        "tops": places.filter(manager=None).count(),
        "managers": places.exclude(manager=None).values("manager").distinct().count(),
        "pairs": reach.count(),
        "deepest": max(reach.values_list("depth", flat=True), default=0),
    }


def operation(number: str, name: str, title: str, manager: str) -> dict[str, object]:
    extra: dict[str, object] = {"employeeNumber": number}
    if manager:
        extra["manager"] = {"value": manager}
    user = {"schemas": [CORE, ENTERPRISE], "userName": f"{number}@example.org", "externalId": number,
            "displayName": name, "title": title, ENTERPRISE: extra}  # fmt: skip
    return {"method": "POST", "path": "/Users", "bulkId": number, "data": user}


def provision(rows: list[tuple[str, str, str, str]]) -> None:
    provider = Provider(a_token())
    for start in range(0, len(rows), 100):
        part = [operation(*row) for row in rows[start : start + 100]]
        answer = provider.ask("POST", "Bulk", {"schemas": [BULK], "Operations": part})
        assert answer.status_code == 200
        assert {one["status"] for one in answer.json()["Operations"]} == {"201"}


def generated(count: int, seed: int) -> list[tuple[str, str, str, str]]:
    draw = random.Random(seed)
    return [
        (
            f"g{one}",
            f"Person Number{one}",
            draw.choice(["Engineer", "Seller"]),
            f"g{draw.randrange(one)}" if one else "",
        )
        for one in range(count)
    ]


@pytest.mark.parametrize("seed", [1, 2])
def test_a_generated_company_in_any_order(db, seed):
    small_company()
    rows = generated(60, seed)
    wanted = {number: manager for number, _name, _title, manager in rows}
    random.Random(seed + 100).shuffle(rows)
    provision(rows)
    assert chart(set(wanted)) == wanted
    assert not ProvisionedPerson.objects.exclude(manager_ref="").exists()


@pytest.fixture
def real_rows() -> list[dict[str, str]]:
    if not REAL_CHART.exists():
        pytest.skip(f"the pseudonymised chart is not at {REAL_CHART}")
    with REAL_CHART.open(newline="") as file:
        return list(csv.DictReader(file))


@pytest.mark.long
def test_all_175_rows_of_the_shared_file_come_by_scim_as_175_people_in_its_chart(db, real_rows):
    """175 users in, 175 people out, in any order.

    Eight of the 175 rows are vacancies (`hidden`, nobody holds them yet). A file may say so, and then the product makes 167
    people and eight empty seats of it. SCIM has no word for a seat without a user: a company that sends all 175 has
    accounts for all 175, and whoever answers to one of the eight has that account for a manager. So they come as people
    here, and the chart is exactly that of `manager_id`, nobody skipped.
    """
    numbers = {row["id"] for row in real_rows}
    vacant = {row["id"] for row in real_rows if row["hidden"] == "True"}
    assert (len(real_rows), len(numbers), len(vacant)) == (175, 175, 8)
    users = [(row["id"], row["title"], row["title"], row["manager_id"]) for row in real_rows]
    random.Random(175).shuffle(users)
    small_company()
    provision(users)
    assert chart(numbers) == {row["id"]: row["manager_id"] for row in real_rows}
    assert figures(numbers) == BY_SCIM
    assert ProvisionedPerson.objects.filter(person__external_id__in=numbers).count() == 175
    assert not ProvisionedPerson.objects.exclude(manager_ref="").exists(), "nobody waits for a manager"
    assert figures(vacant)["people"] == 8
    assert Holding.objects.filter(person__external_id__in=numbers).count() == 175


@pytest.mark.long
def test_the_same_file_loaded_as_a_file_makes_167_people_and_eight_empty_seats(db, real_rows):
    """Where the vacancies count as such: their people answer to whoever is next above."""
    load(REAL_CHART.read_text())
    numbers = {row["id"] for row in real_rows}
    assert figures(numbers) == BY_FILE
    assert Seat.objects.count() == 175
    assert Seat.objects.exclude(pk__in=Holding.objects.values("seat")).count() == 8


@pytest.mark.long
def test_the_file_without_its_vacancies_marked_gives_the_figures_of_scim(db, real_rows):
    """Two doors, one chart: what 175 users make by SCIM, 175 people make by file."""
    load(REAL_CHART.read_text().replace(",True\n", ",\n"))
    numbers = {row["id"] for row in real_rows}
    assert chart(numbers) == {row["id"]: row["manager_id"] for row in real_rows}
    assert figures(numbers) == BY_SCIM
