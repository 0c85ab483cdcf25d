"""Turns the few ways in which a service says no into pages: 403 with its reason, 409 with both texts."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from alongside.core.errors import Refused, Stale


class RefusalMiddleware:
    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, problem: Exception) -> HttpResponse | None:
        if isinstance(problem, Refused):
            return render(request, "403.html", {"reason": problem.reason}, status=403)
        if isinstance(problem, Stale):
            return render(request, "409.html", {"stale": problem}, status=409)
        return None
