"""An identity provider over HTTP, in the tests."""

from __future__ import annotations

import json
from typing import Any

from django.test import Client

from alongside.people.models import RoleGrant
from alongside.people.provisioning.services import create_provisioning_token
from alongside.people.tests.makers import acts

ENTERPRISE = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User"
CORE = "urn:ietf:params:scim:schemas:core:2.0:User"
PATCH = "urn:ietf:params:scim:api:messages:2.0:PatchOp"


def a_token() -> str:
    """A provisioning token, made by an administrator."""
    administrator = RoleGrant.objects.filter(role="administrator").select_related("person").first()
    assert administrator is not None
    return create_provisioning_token(actor=acts(administrator.person), name="Tests")[1]


class Provider:
    """Speaks SCIM with one token."""

    def __init__(self, secret: str) -> None:
        self._browser = Client(headers={"Authorization": f"Bearer {secret}"})

    def ask(self, method: str, path: str, data: Any = None, **headers: str) -> Any:
        return self._browser.generic(
            method, f"/scim/v2/{path}", json.dumps(data) if data is not None else "",
            content_type="application/scim+json", headers=headers,
        )  # fmt: skip

    def create(
        self, user_name: str, *, manager: str = "", number: str = "", department: str = "", **also: Any
    ) -> Any:
        extra: dict[str, Any] = {}
        if manager:
            extra["manager"] = {"value": manager}
        if number:
            extra["employeeNumber"] = number
        if department:
            extra["department"] = department
        body: dict[str, Any] = {"schemas": [CORE], "userName": user_name, **also}
        if extra:
            body |= {"schemas": [CORE, ENTERPRISE], ENTERPRISE: extra}
        return self.ask("POST", "Users", body)

    def patch(self, user_id: str, path: str, value: Any, op: str = "replace") -> Any:
        data = {"schemas": [PATCH], "Operations": [{"op": op, "path": path, "value": value}]}
        return self.ask("PATCH", f"Users/{user_id}", data)
