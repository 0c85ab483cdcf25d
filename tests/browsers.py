"""A browser, and the moment when the server has answered everything."""

from __future__ import annotations

import os
import threading
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.conf import settings
from django.core.signals import request_finished, request_started
from django.test import Client
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright
from pytest_django.live_server_helper import LiveServer

from alongside.people.models import Person

PHONE = {"width": 390, "height": 844}
type Quiet = Callable[[], bool]
type Web = Callable[[Person], Client]
type Device = Callable[..., Page]


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    # Playwright keeps an event loop in this thread, in which Django would refuse to ask the database.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path="/usr/bin/chromium", args=["--no-sandbox", "--disable-gpu"]
        )
        yield browser
        browser.close()
    del os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"]


@pytest.fixture
def quiet(live_server) -> Iterator[Callable[[], bool]]:
    """`quiet()` waits until the server has answered everything: pages ask until the moment they close."""
    under_way, changed = [0], threading.Condition()

    def count(by: int) -> None:
        with changed:
            under_way[0] += by
            changed.notify_all()

    def more(**_: object) -> None:
        count(1)

    def less(**_: object) -> None:
        count(-1)

    def wait() -> bool:
        with changed:
            return changed.wait_for(lambda: under_way[0] == 0, timeout=20)

    request_started.connect(more)
    request_finished.connect(less)
    yield wait
    request_started.disconnect(more)
    request_finished.disconnect(less)


@pytest.fixture
def device(chromium: Browser, live_server: LiveServer, web: Web, quiet: Quiet) -> Iterator[Device]:
    """`device(person)` is a page of their own browser, a phone unless told otherwise, signed in.

    Whatever the page's scripts throw, and every answer of 500 and more, fails the test at its end.
    """
    opened: list[BrowserContext] = []
    wrong: list[str] = []

    def of(person: Person | None, **options: Any) -> Page:
        context = chromium.new_context(base_url=live_server.url, **{"viewport": PHONE, **options})
        opened.append(context)
        if person is not None:
            cookie = web(person).cookies[settings.SESSION_COOKIE_NAME].value
            context.add_cookies(
                [{"name": settings.SESSION_COOKIE_NAME, "value": cookie, "url": live_server.url}]
            )
        page = context.new_page()
        page.on("pageerror", lambda error: wrong.append(f"{page.url}: {error}"))
        page.on(
            "response",
            lambda answer: wrong.append(f"{answer.status} {answer.url}") if answer.status > 499 else None,
        )
        return page

    yield of
    for context in opened:
        context.set_offline(True)
        context.close()
    assert quiet()
    assert wrong == []
