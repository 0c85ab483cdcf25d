"""Who loads files."""

import pytest

from alongside.people import services as people_services
from alongside.people.calendar import today
from alongside.people.models import RoleGrant
from alongside.people.tests.makers import TESTS, a_person, a_seat


@pytest.fixture
def hr(cast, web):
    """A browser of HR operations."""
    cast.olga = a_person("Olga Operations", seat=a_seat("HR operations", cast.hr, cast.top_seat))
    people_services.grant_role(
        actor=TESTS, person=cast.olga, role=RoleGrant.Role.HR_OPERATIONS, since=today()
    )
    return web(cast.olga)
