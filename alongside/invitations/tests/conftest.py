"""Who waits for an invitation, for every test of them."""

from __future__ import annotations

import pytest

from alongside.people.calendar import today
from alongside.people.models import RoleGrant
from alongside.people.services import grant_role
from alongside.people.tests.makers import TESTS


@pytest.fixture
def hr(cast):
    """Hana is HR operations; Eve, Ben and Max wait for their invitation."""
    grant_role(actor=TESTS, person=cast.hana, role=RoleGrant.Role.HR_OPERATIONS, since=today())
    for person in (cast.max, cast.eve, cast.ben):
        account, person.account, person.invited_at = person.account, None, None
        person.save()
        account.delete()
    return cast
