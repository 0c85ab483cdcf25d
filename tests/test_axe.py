"""Every page that the product has, judged by axe-core: light on a phone, dark on a desk; nothing scrolls sideways.

The pages come from the tables of addresses, so a new page is judged from its first day.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace

import pytest
from playwright.sync_api import Page

from tests.house.addresses import addresses, path_of
from tests.house.table import SIGNED_IN, table_of, walked
from tests.house.walk import make_world

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
AXE = (Path(__file__).parent / "vendor" / "axe.min.js").read_text()
JUDGE = "axe.run({resultTypes: ['violations']}).then(result => result.violations)"
SEEN = {"light at 390": ("light", 390), "dark at 1280": ("dark", 1280)}


@pytest.mark.long
@pytest.mark.parametrize("package", walked())
def test_every_page_is_accessible_and_fits(package, device):
    table, world = table_of(package), make_world()
    if hasattr(table, "prepare"):
        table.prepare(world)
    found: list[str] = []
    for scheme, width in SEEN.values():
        opened: dict[str, Page] = {}
        for person, path in pages(table, world):
            if person not in opened:
                opened[person] = device(
                    world.people.get(person),
                    color_scheme=scheme,
                    viewport={"width": width, "height": 900},
                )
            found += [f"{scheme} {path} as {person}: {one}" for one in problems(opened[person], path)]
    assert found == []


def pages(table, world: SimpleNamespace) -> Iterator[tuple[str, str]]:
    """(who, path) of every page, each as somebody who may open it."""
    for address in addresses():
        row = table.TABLE.get(address.name)
        if row is None or address.is_api or not row.get:
            continue
        may = [person for person in (*SIGNED_IN, "anonymous") if row.get.get(person) == 200]
        if may:
            yield may[0], path_of(address, row.args(world))


def problems(page: Page, path: str) -> list[str]:
    """What axe finds on this page, and whether it is wider than its window; nothing for what is not a page."""
    try:
        answer = page.goto(path)
    except Exception as problem:
        if "Download is starting" in str(problem):
            return []
        raise
    if answer is None or not answer.headers.get("content-type", "").startswith("text/html"):
        return []
    page.evaluate(AXE)
    found = [
        f"{rule['id']} at {node['html'][:160]}" for rule in page.evaluate(JUDGE) for node in rule["nodes"]
    ]
    if page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth"):
        found.append("scrolls sideways")
    return found + ([f"answered {answer.status}"] if answer.status > 399 else [])
