"""Every view asks who is there, says which methods it answers, and lets one press have one effect."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_GET, require_POST

from alongside.core.web import once_only, signed_in
from tests.house.addresses import Address, addresses, methods_of
from tests.house.exceptions import judge

CHANGING = frozenset({"POST", "PUT", "PATCH", "DELETE"})


def open_views(found: Iterable[Address]) -> dict[str, str]:
    return {
        one.label: "lets everybody in: add @signed_in below the methods (the API: leave auth as it is)"
        for one in found
        if one.is_ours and not one.asks_who
    }


def repeating_views(found: Iterable[Address]) -> dict[str, str]:
    return {
        one.label: "has two effects when pressed twice: add @once_only below @signed_in, and {% once_key %} to the form"
        for one in found
        if one.is_ours
        and not one.is_api
        and one.methods & CHANGING
        and not getattr(one.view, "once_only", False)
    }


def views_without_methods(found: Iterable[Address]) -> dict[str, str]:
    return {
        one.label: "answers any method: add @require_GET, @require_POST or @require_http_methods on top"
        for one in found
        if one.is_ours and not one.methods
    }


def test_every_view_asks_who_is_there():
    judge("signed-in", open_views(addresses()))


def test_every_post_has_one_effect():
    judge("once", repeating_views(addresses()))


def test_every_view_says_its_methods():
    judge("methods", views_without_methods(addresses()))


def view(request: HttpRequest) -> HttpResponse:
    return HttpResponse()


def an_address(wrapped: Any) -> list[Address]:
    wrapped.__module__ = "alongside.goals.views"
    return [
        Address(
            "goals:goal_list",
            "goals",
            wrapped,
            methods_of(wrapped),
            "goals/",
            getattr(wrapped, "needs_sign_in", False),
        )
    ]


def test_an_open_view_is_seen():
    assert open_views(an_address(require_GET(view)))
    assert not open_views(an_address(require_GET(signed_in(view))))


def test_a_repeating_view_is_seen():
    assert repeating_views(an_address(require_POST(signed_in(view))))
    assert not repeating_views(an_address(require_POST(signed_in(once_only(view)))))
    assert not repeating_views(an_address(require_GET(view)))


def test_a_view_without_methods_is_seen():
    assert views_without_methods(an_address(signed_in(view)))
    assert not views_without_methods(an_address(signed_in(require_POST(view))))
