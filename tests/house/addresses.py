"""Every address of the product: pages by their URL name, the API by method and path."""

from __future__ import annotations

import inspect
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any

from django.urls import URLPattern, URLResolver, get_resolver, reverse

from alongside.config.api import api


@dataclass(frozen=True)
class Address:
    """`name` is "goals:objective_list", or "POST /api/v1/goals/{id}" for the API; `methods` is empty if any goes,
    `asks_who` whether people must be signed in."""

    name: str
    package: str
    view: Callable[..., Any]
    methods: frozenset[str]
    pattern: str
    asks_who: bool = False

    @property
    def label(self) -> str:
        """The name that exceptions are written under; it begins with the package."""
        return f"{self.package}:{self.name}" if self.is_api else self.name

    @property
    def is_api(self) -> bool:
        return " " in self.name

    @property
    def is_ours(self) -> bool:
        """False for a page that a library brings along."""
        return self.view.__module__.startswith("alongside.")


@cache
def addresses() -> tuple[Address, ...]:
    """All of them; libraries' own pages belong to config, which included them."""
    return tuple(
        sorted([*_pages(get_resolver().url_patterns, "", ""), *_operations()], key=lambda one: one.name)
    )


def path_of(address: Address, args: list[object]) -> str:
    """The path with these arguments filled in."""
    if not address.is_api:
        return reverse(address.name, args=args)
    values = iter(args)
    return re.sub(r"{[^}]*}", lambda _: str(next(values)), address.name.split(" ")[1])


def methods_of(view: Callable[..., Any]) -> frozenset[str]:
    """What @require_http_methods lets through; empty when the view says nothing."""
    found: Any = view
    while found is not None:
        if inspect.isfunction(found):
            listed = inspect.getclosurevars(found).nonlocals.get("request_method_list")
            if listed:
                return frozenset(listed)
        found = getattr(found, "__wrapped__", None)
    return frozenset()


def _pages(patterns: list[Any], spaces: str, prefix: str) -> Iterator[Address]:
    for pattern in patterns:
        whole = prefix + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            space = f"{spaces}{pattern.namespace}:" if pattern.namespace else spaces
            yield from _pages(pattern.url_patterns, space, whole)
        elif isinstance(pattern, URLPattern) and not _is_operation(pattern):
            home = pattern.callback.__module__
            ours = home.startswith("alongside.")
            name = f"{spaces}{pattern.name}" if pattern.name else whole
            package = home.split(".")[1] if ours else "config"
            asks = getattr(pattern.callback, "needs_sign_in", False)
            yield Address(name, package, pattern.callback, methods_of(pattern.callback), whole, asks)


def _operations() -> Iterator[Address]:
    root = reverse("api:api-root")
    for router in api._get_bound_routers():
        for path, found in router.path_operations.items():
            for operation in found.operations:
                home = operation.view_func.__module__
                for method in operation.methods:
                    name = f"{method} {root}{router.prefix.strip('/')}{path}".replace("//", "/")
                    package = home.split(".")[1] if home.startswith("alongside.") else "config"
                    asks = bool(operation.auth_callbacks)
                    yield Address(name, package, operation.view_func, frozenset({method}), path, asks)


def _is_operation(pattern: URLPattern) -> bool:
    """Ninja's own view functions, which `_operations` sees better."""
    return "PathView" in getattr(pattern.callback, "__qualname__", "")
