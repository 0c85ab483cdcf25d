"""HR operations load a dirty file in chromium: they choose it, see what would change, mend rows, and load it."""

from __future__ import annotations

from itertools import pairwise

import pytest
from playwright.sync_api import Page, expect

from alongside.people.models import Person
from alongside.people.tests.imports.makers import DIRTY, managers

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without"])
def test_a_dirty_file_is_repaired_and_loaded(hr, cast, device, tmp_path, run_tasks, scripts):
    file = tmp_path / "Mitarbeitende März.csv"
    file.write_bytes(DIRTY.replace("Farah", "Zoë").encode("cp1252"))
    page = device(cast.olga, java_script_enabled=scripts, viewport={"width": 1280, "height": 900})
    page.goto("/people/import/")
    page.get_by_label("Organisation file").set_input_files(file)
    page.get_by_role("button", name="Read the file").click()
    run_tasks()
    page.reload()
    expect(page.locator("h1")).to_have_text("Mitarbeitende März.csv")
    expect(page.locator("main")).to_contain_text("Nothing is written yet")
    assert not Person.objects.filter(name="Daniel Reyes").exists()
    page.goto(f"{page.url}rows/")
    correct(page, "Line 3", "E-Mail", "zoe@brightwater.example")
    correct(page, "Line 4", "Vorgesetzter", "001")
    correct(page, "Line 7", "Nr", "006")
    page.get_by_role("radio", name="Petra Novak line 5").check()
    page.get_by_role("button", name="Save and look again").click()
    run_tasks()
    expect(page.locator("main")).to_contain_text("Line 3, E-Mail: zoe@brightwater.example")
    expect(page.locator("main")).not_to_contain_text("is not an e-mail address")
    page.goto(page.url.partition("rows/")[0])
    page.get_by_role("button", name="Load it").click()
    run_tasks()
    page.reload()
    expect(page.locator(".lead")).to_contain_text("Loaded today at")
    found = managers()
    assert (found["Elif Kaya"], found["David Osei"], found["Kelly Barnes"], found["Petra Novak"]) == (
        "Daniel Reyes",
        "Petra Novak",
        "Zoë Qureshi",
        "",
    )


def test_the_cells_of_a_whole_row_stand_apart_and_a_short_row_is_filled_in(
    hr, cast, device, tmp_path, run_tasks
):
    file = tmp_path / "short.csv"
    file.write_text(
        DIRTY.replace("004;Petra Novak;petra@brightwater.example;Engineering Manager;005", "004;Petra Novak")
    )
    page = device(cast.olga, viewport={"width": 390, "height": 844})
    page.goto("/people/import/")
    page.get_by_label("Organisation file").set_input_files(file)
    page.get_by_role("button", name="Read the file").click()
    run_tasks()
    page.goto(f"{page.url}rows/")
    row = page.locator("tr", has=page.get_by_role("rowheader", name="Line 5", exact=True))
    expect(row).to_contain_text("This row ends after 2 of 5 columns")
    boxes = [field.bounding_box() for field in row.locator(".field").all()]
    assert len(boxes) == 5
    assert all(after["y"] - before["y"] - before["height"] >= 8 for before, after in pairwise(boxes))
    row.get_by_label("Vorgesetzter", exact=True).fill("001")
    page.get_by_role("button", name="Save and look again").click()
    run_tasks()
    expect(page.locator("main")).not_to_contain_text("This row ends after")


def correct(page: Page, line: str, column: str, value: str) -> None:
    row = page.locator("tr", has=page.get_by_role("rowheader", name=line, exact=True))
    row.get_by_label(column, exact=True).first.fill(value)
