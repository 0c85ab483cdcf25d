"""A browser, and the moment when the server has answered everything."""

from __future__ import annotations

import os
import threading
from collections.abc import Callable, Iterator

import pytest
from django.core.signals import request_finished, request_started
from playwright.sync_api import Browser, sync_playwright


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
