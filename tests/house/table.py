"""The words of alongside/<package>/tests/url_table.py: who gets which status at which address."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from importlib import import_module
from types import ModuleType, SimpleNamespace
from typing import Any

import pytest

from tests.house.code import PRODUCT, packages

# The records are about the employee and made while the manager was their manager. The last two are asked after
# the employee has moved to the next manager's team.
SIGNED_IN = (
    "employee", "manager", "skip_level", "hr_partner", "hr_operations", "head_of_hr", "administrator", "auditor",
    "stranger", "colleague",
)  # fmt: skip
AFTER_THE_MOVE = ("next_manager", "former_manager")
PEOPLE = ("anonymous", *SIGNED_IN, *AFTER_THE_MOVE)
LED_TO_SIGN_IN = 302
NOT_SIGNED_IN = 401
type Expected = Mapping[str, int]


@dataclass(frozen=True)
class Row:
    """One address. `args` builds its arguments from the prepared world; one entry per method it answers.

    `data` (a dict, or made from the world) is sent with everything but GET: as a form, or as JSON to the API.
    """

    args: Callable[[SimpleNamespace], list[Any]] = lambda world: []
    get: Expected | None = None
    post: Expected | None = None
    put: Expected | None = None
    patch: Expected | None = None
    delete: Expected | None = None
    data: Mapping[str, Any] | Callable[[SimpleNamespace], Mapping[str, Any]] | None = None

    @property
    def expected(self) -> dict[str, Expected]:
        """Method -> person -> status."""
        answers = {
            "GET": self.get,
            "POST": self.post,
            "PUT": self.put,
            "PATCH": self.patch,
            "DELETE": self.delete,
        }
        return {method: people for method, people in answers.items() if people is not None}


def only(*people: str, status: int = 200, others: int = 404, anonymous: int | None = None) -> Expected:
    """These people get `status`, other signed-in people `others`; nobody signed in: sign-in page, or 401 (API)."""
    unknown = set(people) - set(PEOPLE)
    assert not unknown, f"{sorted(unknown)} is nobody; there are {', '.join(PEOPLE)}"
    found = {person: status if person in people else others for person in PEOPLE if person != "anonymous"}
    return found if anonymous is None else {**found, "anonymous": anonymous}


def everybody(status: int = 200) -> Expected:
    """Everybody who is signed in."""
    return only(*SIGNED_IN, *AFTER_THE_MOVE, status=status)


def anybody(status: int = 200) -> Expected:
    """Also people who are not signed in."""
    return {**everybody(status), "anonymous": status}


def but(expected: Expected, **people: int) -> Expected:
    """The same with other statuses for some: but(everybody(), auditor=403)."""
    return {**expected, **people}


def table_of(package: str) -> ModuleType | None:
    """The package's url_table module; None when it has none."""
    if not (PRODUCT / package / "tests" / "url_table.py").exists():
        return None
    return import_module(f"alongside.{package}.tests.url_table")


def walked() -> list[Any]:
    """One parameter per package with a table, for pytest; those that share a walk stay in one process."""
    return [
        pytest.param(package, marks=pytest.mark.xdist_group(f"walk-{package}"))
        for package in packages()
        if table_of(package) is not None
    ]


def rows() -> dict[str, tuple[str, Row]]:
    """Address name -> (package, row), over all packages."""
    tables = {package: table_of(package) for package in packages()}
    return {
        name: (package, row)
        for package, table in tables.items()
        if table is not None
        for name, row in table.TABLE.items()
    }
