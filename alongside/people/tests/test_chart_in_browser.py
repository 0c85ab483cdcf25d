"""The chart at 2,000 people, in a browser: branches come when opened, people are found, keys walk, sizes change."""

from __future__ import annotations

from types import SimpleNamespace

import pytest
from django.urls import reverse
from playwright.sync_api import Page, expect

from alongside.people import closure
from alongside.people.calendar import today
from alongside.people.models import Person
from alongside.people.tests.large import grow_below
from tests.test_axe import problems

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
AT_FIRST = 20  # rows that come with the page, of 2,000
SIZES = ["names", "small", "usual", "large"]
SEEN = {"phone": ("light", 390, 844), "desk": ("dark", 1280, 900)}


@pytest.fixture
def company(cast) -> SimpleNamespace:
    """2,000 people: `first` is their head, `deep` somebody five levels below."""
    first = grow_below(cast, 2_000 - Person.objects.count())
    assert Person.objects.count() == 2_000
    deep = Person.objects.latest("pk")
    Person.objects.filter(pk=deep.pk).update(name="Zacharias Quelle")
    closure.rebuild(today())
    return SimpleNamespace(cast=cast, first=first, deep=Person.objects.get(pk=deep.pk))


def rows(page: Page) -> int:
    return page.locator(".place-row").count()


def size(page: Page) -> str | None:
    return page.locator("[data-chart]").get_attribute("data-zoom")


def height(page: Page) -> float:
    return float(page.locator("[data-chart]").evaluate("chart => chart.offsetHeight"))


def assert_fits(page: Page) -> None:
    assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")


def standing_on(page: Page) -> str:
    """The seat whose row holds the focus."""
    return str(page.evaluate("document.activeElement.closest('.place')?.id ?? ''"))


def test_the_chart_of_2000_people_is_usable_on_a_phone(company, device):
    page = device(company.cast.eve)
    page.goto("/chart/")
    assert rows(page) <= AT_FIRST
    assert_fits(page)

    seat = company.first.placement.seat_id
    branch = page.locator(f"#branch-{seat}")
    expect(branch.locator(".place-row")).to_have_count(0)
    page.locator(f"#seat-{seat} > .place-row .place-toggle").click()
    expect(branch.locator(".place-row")).to_have_count(8)  # its own team and nobody below them
    expect(page.locator(f"#seat-{seat} > .place-row .place-toggle")).to_have_attribute(
        "aria-expanded", "true"
    )
    assert_fits(page)

    page.keyboard.press("ArrowDown")
    below = standing_on(page)
    assert below == branch.locator(".place").first.get_attribute("id")
    page.keyboard.press("ArrowRight")
    expect(page.locator(f"#{below} .place-branch .place-row")).to_have_count(8)
    page.keyboard.press("ArrowLeft")
    expect(page.locator(f"#{below} > .place-branch")).to_be_hidden()
    page.keyboard.press("ArrowLeft")
    assert standing_on(page) == f"seat-{seat}"
    assert_fits(page)

    page.fill("#find", "Zacharias Quel")
    page.locator("#jumps").get_by_text("Zacharias Quelle").click()
    found = page.locator(".place.found > .place-row")
    expect(found).to_contain_text("Zacharias Quelle")
    expect(found).to_be_in_viewport()
    assert rows(page) <= 6 * AT_FIRST
    assert_fits(page)


def test_the_chart_is_made_smaller_and_one_stays_where_one_is(company, device):
    page = device(company.cast.eve)
    page.goto(reverse("people:branch_detail", args=[company.deep.placement.seat_id]))
    tools = page.get_by_role("group", name="Size of the chart")
    assert size(page) == "usual"
    usual = height(page)
    heights = [usual]
    page.locator(".place.found > .place-row a.place-name").focus()
    for step in ("small", "names", "names"):
        page.keyboard.press("-")
        assert size(page) == step
        heights.append(height(page))
        assert_fits(page)
        expect(page.locator(".place.found > .place-row")).to_be_in_viewport()
    assert heights[0] > heights[1] > heights[2] == heights[3]
    assert heights[2] < usual / 2
    assert standing_on(page) == f"seat-{company.deep.placement.seat_id}"  # where one was
    expect(tools.get_by_role("button", name="Smaller")).to_have_attribute("aria-disabled", "true")
    expect(tools.get_by_text("Names only")).to_be_visible()
    expect(page.locator(".place.found > .place-row small")).to_have_count(1)
    expect(page.locator(".place.found > .place-row small")).to_be_hidden()


def test_a_chosen_size_stays_for_the_session_and_fit_shows_all_that_is_open(company, device):
    page = device(company.cast.eve)
    page.goto(reverse("people:branch_detail", args=[company.deep.placement.seat_id]))
    tools, usual = page.get_by_role("group", name="Size of the chart"), height(page)
    for _ in range(2):
        tools.get_by_role("button", name="Smaller").click()
    page.reload()
    assert size(page) == "names"
    page.locator("h1").click()
    page.keyboard.press("+")  # outside the chart, by the product's own keys
    assert size(page) == "small"
    for _ in range(2):
        tools.get_by_role("button", name="Larger").click()
    assert size(page) == "large" and height(page) > usual
    expect(tools.get_by_role("button", name="Larger")).to_have_attribute("aria-disabled", "true")
    assert_fits(page)
    tools.get_by_role("button", name="Fit").click()
    assert size(page) == "names" or height(page) <= page.viewport_size["height"]
    page.fill("#find", "a+b-0")  # what is typed is typed
    assert page.input_value("#find") == "a+b-0"

    page.goto("/chart/")
    page.keyboard.press("0")
    assert size(page) != "names" and height(page) <= page.viewport_size["height"]
    other = device(company.cast.max)
    other.goto("/chart/")
    assert size(other) == "usual"


def test_without_scripts_the_chart_opens_by_links_and_offers_no_sizes(company, device):
    page = device(company.cast.eve, java_script_enabled=False)
    page.goto("/chart/")
    expect(page.locator("[data-zoom-tools]")).to_be_hidden()
    seat = company.first.placement.seat_id
    page.locator(f"#seat-{seat} > .place-row .place-toggle").click()
    expect(page.locator(f"#branch-{seat} .place-row")).to_have_count(8)


@pytest.mark.parametrize("where", SEEN)
def test_each_size_is_accessible(cast, device, where):
    scheme, width, tall = SEEN[where]
    page = device(cast.eve, color_scheme=scheme, viewport={"width": width, "height": tall})
    path = reverse("people:branch_detail", args=[cast.eve.placement.seat_id])
    page.goto(path)
    for wanted in SIZES:
        page.evaluate("size => sessionStorage.setItem('alongside:chart-zoom', size)", wanted)
        assert problems(page, path) == []
        assert size(page) == wanted
