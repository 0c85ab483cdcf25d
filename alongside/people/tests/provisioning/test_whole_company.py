"""A whole company by SCIM, in any order, gives the chart that the file gives."""

from __future__ import annotations

import csv
import os
import random
from pathlib import Path

import pytest
from django.db import transaction

from alongside.people.models import Placement, ProvisionedPerson, Reach
from alongside.people.tests.imports.makers import load
from alongside.people.tests.makers import small_company
from alongside.people.tests.provisioning.makers import CORE, ENTERPRISE, Provider, a_token

SHARED = Path(os.environ.get("ALONGSIDE_SHARED", Path(__file__).resolve().parents[4].parent / "shared"))
REAL_CHART = SHARED / "data" / "org" / "sourcegraph_2023_pseudonymised.csv"
pytestmark = pytest.mark.django_db
BULK = "urn:ietf:params:scim:api:messages:2.0:BulkRequest"


def chart(people: set[str]) -> dict[str, str]:
    """Number -> number of the manager."""
    rows = Placement.objects.filter(person__external_id__in=people).select_related("person", "manager")
    return {
        row.person.external_id or "": (row.manager.external_id or "") if row.manager else "" for row in rows
    }


def figures() -> dict[str, int]:
    return {
        "people": Placement.objects.count(),
        "tops": Placement.objects.filter(manager=None).count(),
        "managers": Placement.objects.exclude(manager=None).values("manager").distinct().count(),
        "pairs": Reach.objects.count(),
        "deepest": max(Reach.objects.values_list("depth", flat=True), default=0),
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


@pytest.mark.long
@pytest.mark.skipif(not REAL_CHART.exists(), reason=f"the pseudonymised chart is not at {REAL_CHART}")
def test_the_real_chart_by_scim_is_the_chart_by_file(db, record_property):
    text = "".join(
        line.removesuffix("True\n") + ("\n" if line.endswith("True\n") else "")
        for line in REAL_CHART.read_text().splitlines(keepends=True)
    )  # its 8 vacancies as people too: an identity provider knows no vacant places
    with transaction.atomic():
        load(text)
        by_file = figures()
        numbers = {row["id"] for row in csv.DictReader(text.splitlines()) if row["id"]}
        wanted = chart(numbers)
        transaction.set_rollback(True)
    rows = [
        (row["id"], row["title"], row["title"], row["manager_id"])
        for row in csv.DictReader(text.splitlines())
    ]
    random.Random(175).shuffle(rows)
    cast = small_company()
    before = figures()
    provision(rows)
    by_scim = figures()
    record_property(
        "figures", f"by file {by_file}, by SCIM {by_scim} beside {before} of {cast.ada.name}'s company"
    )
    assert chart(numbers) == wanted
    assert by_scim["people"] - before["people"] == by_file["people"]
    assert by_scim["pairs"] - before["pairs"] == by_file["pairs"]
    assert max(before["deepest"], by_file["deepest"]) == by_scim["deepest"]
    assert not ProvisionedPerson.objects.exclude(manager_ref="").exists()
