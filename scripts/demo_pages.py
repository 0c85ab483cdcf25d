"""The main pages of the demo company, by role: what `make screenshots` takes pictures of and `make axe` judges."""

from __future__ import annotations

import os
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Browser, BrowserContext, Page, Playwright

ROOT = Path(__file__).resolve().parent.parent
ROLES = {
    "manager": "Petra Novak",
    "employee": "Eva Vermeer",
    "partner": "Amara Okafor",
    "operations": "Dele Adeyemi",
    "head-of-hr": "Ingrid Aalto",
    "administrator": "Mei Chen",
}
# Addresses every role is shown; {pair} is the first 1:1 of that person, {group} their first group talk.
PAGES = {
    "today": "/",
    "tour": "/tour/",
    "talks": "/1-1s/",
    "skip-levels": "/skip-levels/",
    "talk": "{pair}",
    "rhythm": "{pair}rhythm/",
    "group": "{group}",
    "looking-back": "{pair}looking-back/",
    "own-rhythm": "{pair}rhythm/own/",
    "handovers": "/1-1s/handovers/",
    "actions": "/actions/",
    "directory": "/people/",
    "team": "/team/",
    "chart": "/chart/",
    "account": "/account/",
    "passkeys": "/account/passkeys/",
    "sign-ins": "/account/identities/",
    "concerns": "/about-me/",
    "told": "/account/mail/",
    "calendar": "/account/calendar/",
    "tokens": "/account/tokens/",
    "my-data": "/my-data/",
    "exports": "/exports/",
    "help": "/help/",
    "api-guide": "/help/api/",
    "records": "/what-alongside-records/",
}
ONLY = {
    "partner": {
        "supported": "/people/supported/",
        "obstacles": "/obstacles/",
        "regularity": "/1-1s/regularity/",
    },
    "operations": {
        "import": "/people/import/",
        "invitations": "/invitations/",
        "new-wave": "/invitations/new/",
        "letters": "/letters/",
        "leaving": "/people/leaving/",
        "without-manager": "/people/without-manager/",
        "erasure-requests": "/erasure-requests/",
    },
    "head-of-hr": {"erasure-requests": "/erasure-requests/", "legal-holds": "/legal-holds/"},
    "administrator": {
        "administration": "/administration/",
        "single-sign-on": "/administration/sign-in/",
        "provider": "/administration/sign-in/new/oidc/",
        "company-tokens": "/administration/tokens/",
        "signing-out": "/administration/sessions/",
        "webhooks": "/administration/webhooks/",
        "duties": "/administration/duties/",
        "duties-waiting": "/administration/duties/waiting/",
        "partners": "/administration/partners/",
        "units": "/administration/units/",
        "sites": "/administration/sites/",
        "support": "/administration/support/",
        "machine": "/support/machine/",
        "jobs": "/administration/jobs/",
        "jobs-done": "/administration/jobs/?state=done",
        "mails": "/administration/mails/",
    },
}
# Where the first record of a kind is found.
FIRST = {
    "{pair}": ("/1-1s/", "main a[href^='/1-1s/']"),
    "{group}": ("/skip-levels/", "main a[href^='/skip-levels/groups/']:not([href$='new/'])"),
}
SIZES = {"phone": (390, 844), "desk": (1280, 900)}
SCHEMES = ("light", "dark")
READY_SECONDS = 600  # a busy machine makes the demo company slowly


def pages_of(role: str) -> dict[str, str]:
    """{name: address} of what this role is shown."""
    return PAGES | ONLY.get(role, {})


def chromium(playwright: Playwright) -> Browser:
    return playwright.chromium.launch(
        executable_path="/usr/bin/chromium", args=["--no-sandbox", "--disable-gpu"]
    )


def visit(browser: Browser, url: str, size: str, scheme: str, *, language: str = "en") -> BrowserContext:
    """A browser of its own, with such a screen and theme."""
    width, height = SIZES[size]
    return browser.new_context(
        base_url=url, viewport={"width": width, "height": height}, color_scheme=scheme, locale=language
    )


def sign_in(page: Page, role: str) -> None:
    page.goto("/sign-in/")
    page.locator("li", has_text=ROLES[role]).first.get_by_role("button").click()
    page.wait_for_url("**/")


def open_page(page: Page, address: str) -> tuple[str, int]:
    """The address that was opened and its status; an empty address when this person has no such record to show."""
    for name, (listed, selector) in FIRST.items():
        if address.startswith(name):
            page.goto(listed)
            link = page.locator(selector).first
            if not link.count():
                return "", 0
            address = address.replace(name, link.get_attribute("href") or listed)
    answer = page.goto(address)
    return address, answer.status if answer else 0


@contextmanager
def demo(url: str | None) -> Iterator[str]:
    """The running demo at `url`, or one of its own on a free port and in a data folder of its own."""
    if url:
        yield url
        return
    port = os.environ.get("ALONGSIDE_GALLERY_PORT", "8199")
    environment = {
        **os.environ,
        "ALONGSIDE_PORT": port,
        "ALONGSIDE_DATA": str(ROOT / "build" / "gallery-data"),
    }
    server = subprocess.Popen([str(Path(sys.executable).parent / "alongside"), "run"], env=environment)
    try:
        _wait(f"http://127.0.0.1:{port}/readyz")
        yield f"http://127.0.0.1:{port}"
    finally:
        server.terminate()
        server.wait(timeout=30)


def _wait(address: str) -> None:
    deadline = time.monotonic() + READY_SECONDS
    while time.monotonic() < deadline:
        try:
            with urllib.request.urlopen(address, timeout=2):
                return
        except OSError:
            time.sleep(0.5)
    raise TimeoutError(address)
