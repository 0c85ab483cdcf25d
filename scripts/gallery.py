"""Takes a picture of every main page for every role, on a phone and a desk, in light and dark: `make screenshots`.

Starts the demo company on a port and in a data folder of its own, unless --url names a running one.
Writes screenshots/<role>-<page>-<phone|desk>-<light|dark>.png and an index.html beside them.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

ROOT = Path(__file__).resolve().parent.parent
TARGET = ROOT / "screenshots"
ROLES = {
    "manager": "Petra Novak",
    "employee": "Eva Vermeer",
    "partner": "Amara Okafor",
    "operations": "Dele Adeyemi",
    "administrator": "Mei Chen",
}
# Addresses every role is shown; {pair} is the first 1:1 of that person.
PAGES = {
    "today": "/",
    "talks": "/1-1s/",
    "talk": "{pair}",
    "actions": "/actions/",
    "directory": "/people/",
    "team": "/team/",
    "chart": "/chart/",
    "account": "/account/",
    "calendar": "/account/calendar/",
    "help": "/help/",
    "records": "/what-alongside-records/",
}
ONLY = {
    "operations": {"import": "/people/import/", "invitations": "/invitations/"},
    "administrator": {"administration": "/administration/"},
}
SIZES = {"phone": (390, 844), "desk": (1280, 900)}
READY_SECONDS = 120


def main() -> int:
    """Take the pictures; exit status 1 when a page answered with an error."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--url", help="a running demo, e.g. http://127.0.0.1:8000")
    parser.add_argument("--only", default="", help="part of a picture's name, to take a few")
    asked = parser.parse_args()
    TARGET.mkdir(exist_ok=True)
    with _demo(asked.url) as url, sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path="/usr/bin/chromium", args=["--no-sandbox", "--disable-gpu"]
        )
        problems = [problem for role in ROLES for problem in _pictures_of(browser, url, role, asked.only)]
        browser.close()
    names = sorted(path.name for path in TARGET.glob("*.png"))
    figures = "".join(
        f'<figure><img src="{n}" loading="lazy"><figcaption>{n}</figcaption></figure>' for n in names
    )
    (TARGET / "index.html").write_text(f"<!doctype html><title>Gallery</title>{figures}")
    print(f"{len(names)} pictures in {TARGET}")
    for problem in problems:
        print(problem)
    return 1 if problems else 0


def _pictures_of(browser: Browser, url: str, role: str, only: str) -> Iterator[str]:
    for size, (width, height) in SIZES.items():
        for scheme in ("light", "dark"):
            context = browser.new_context(
                base_url=url, viewport={"width": width, "height": height}, color_scheme=scheme, locale="en"
            )
            page = context.new_page()
            _sign_in(page, ROLES[role])
            for name, address in (PAGES | ONLY.get(role, {})).items():
                picture = f"{role}-{name}-{size}-{scheme}"
                if only not in picture:
                    continue
                problem = _picture(page, address, TARGET / f"{picture}.png")
                if problem:
                    yield f"{picture}: {problem}"
            context.close()


def _sign_in(page: Page, name: str) -> None:
    page.goto("/sign-in/")
    row = page.locator("li", has_text=name).first
    row.get_by_role("button").click()
    page.wait_for_url("**/")


def _picture(page: Page, address: str, target: Path) -> str:
    if address == "{pair}":
        page.goto("/1-1s/")
        link = page.locator("main a[href^='/1-1s/']").first
        if not link.count():
            return ""
        address = link.get_attribute("href") or "/1-1s/"
    answer = page.goto(address)
    page.screenshot(path=target, full_page=True)
    if answer is None or answer.status not in (200, 403, 404):
        return f"{address} answered {answer.status if answer else 'nothing'}"
    wide = page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth")
    return f"{address} scrolls sideways" if wide else ""


@contextmanager
def _demo(url: str | None) -> Iterator[str]:
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


if __name__ == "__main__":
    sys.exit(main())
