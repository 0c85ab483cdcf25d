"""No page that anybody gets holds an inline script, style or handler."""

from __future__ import annotations

import pytest

from tests.house.pages import inline_parts
from tests.house.table import walked
from tests.house.walk import walk


@pytest.mark.parametrize("package", walked())
def test_pages_hold_nothing_inline(db, package):
    found = {
        f"{one.address}, {part}" for one in walk(package) if one.is_page for part in inline_parts(one.body)
    }
    assert not found, "\n".join(sorted(found))


@pytest.mark.xdist_group("walk-home")
def test_pages_were_looked_at(db):
    assert any(one.is_page and one.status == 200 for one in walk("home"))


@pytest.mark.parametrize(
    "page",
    [
        "<script>alert(1)</script>",
        "<style>p{}</style>",
        '<p style="color:red">',
        '<button onclick="go()">',
        '<a href="javascript:go()">',
        '<form hx-on:submit="go()">',
        '<form hx-vals="js:{a: go()}">',
        '<script src="https://cdn.example/x.js"></script>',
        '<svg><path style="fill:red"/></svg>',
    ],
)
def test_an_inline_part_is_seen(page):
    assert inline_parts(page)


@pytest.mark.parametrize(
    "page",
    ['<script src="/static/x.js"></script>', "<p class='style'>on</p>", '<a href="https://example.org">'],
)
def test_a_clean_page_is_accepted(page):
    assert inline_parts(page) == []
