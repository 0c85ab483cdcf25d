"""No page that anybody gets shows a day or a moment in a form that is not the house's."""

from __future__ import annotations

import pytest

from tests.house.moments import foreign_moments
from tests.house.table import walked
from tests.house.walk import walk


@pytest.mark.parametrize("package", walked())
def test_pages_show_moments_in_the_form_of_the_house(db, package):
    found = {
        f"{one.address}: {words}"
        for one in walk(package)
        if one.is_page
        for words in foreign_moments(one.body)
    }
    assert not found, "\n".join(sorted(found))
