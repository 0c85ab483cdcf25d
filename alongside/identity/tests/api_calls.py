"""Calls of the API, as a program makes them."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

from django.test import Client

from alongside.identity.services import create_token
from alongside.people.models import Person
from alongside.people.tests.makers import TESTS


def asker(root: str) -> Callable[..., Any]:
    """`asker("/one-on-ones/7")(person, "put", "/rhythm", {...})`: one call with a token of that person's."""

    def ask(
        person: Person, method: str, path: str = "", body: Any = None, *, key: str = "", tag: str = ""
    ) -> Any:
        _row, secret = create_token(actor=TESTS, account=person.account, name="test")
        named = {"Authorization": f"Bearer {secret}", "Idempotency-Key": key, "If-Match": tag}
        headers = {name: value for name, value in named.items() if value}
        more = {} if body is None else {"data": json.dumps(body, default=str)}
        return Client().generic(
            method.upper(), f"/api/v1{root}{path}", content_type="application/json", headers=headers, **more
        )

    return ask
