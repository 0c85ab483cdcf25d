"""Takes a picture of every main page for every role, on a phone and a desk, in light and dark: `make screenshots`.

Starts the demo company on a port and in a data folder of its own, unless --url names a running one.
Writes screenshots/<role>-<page>-<phone|desk>-<light|dark>.png and an index.html beside them.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator
from pathlib import Path

from demo_pages import ROLES, ROOT, SCHEMES, SIZES, chromium, demo, open_page, pages_of, sign_in, visit
from playwright.sync_api import Browser, Page, sync_playwright


def main() -> int:
    """Take the pictures; exit status 1 when a page answered with an error or scrolls sideways."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--url", help="a running demo, e.g. http://127.0.0.1:8000")
    parser.add_argument("--only", default="", help="parts of pictures' names, with commas, to take a few")
    parser.add_argument("--language", default="en", help="en or de")
    parser.add_argument("--to", type=Path, default=ROOT / "screenshots", help="the folder for the pictures")
    asked = parser.parse_args()
    asked.to.mkdir(exist_ok=True)
    with demo(asked.url) as url, sync_playwright() as playwright:
        browser = chromium(playwright)
        problems = [problem for role in ROLES for problem in _pictures_of(browser, url, role, asked)]
        browser.close()
    names = sorted(path.name for path in asked.to.glob("*.png"))
    figures = "".join(
        f'<figure><img src="{n}" loading="lazy"><figcaption>{n}</figcaption></figure>' for n in names
    )
    (asked.to / "index.html").write_text(f"<!doctype html><title>Gallery</title>{figures}")
    print(f"{len(names)} pictures in {asked.to}")
    for problem in problems:
        print(problem)
    return 1 if problems else 0


def _pictures_of(browser: Browser, url: str, role: str, asked: argparse.Namespace) -> Iterator[str]:
    for size in SIZES:
        for scheme in SCHEMES:
            wanted = {
                f"{role}-{name}-{size}-{scheme}": address
                for name, address in pages_of(role).items()
                if any(part in f"{role}-{name}-{size}-{scheme}" for part in asked.only.split(","))
            }
            if not wanted:
                continue
            context = visit(browser, url, size, scheme, language=asked.language)
            page = context.new_page()
            sign_in(page, role)
            for picture, address in wanted.items():
                problem = _picture(page, address, asked.to / f"{picture}.png")
                if problem:
                    yield f"{picture}: {problem}"
            context.close()


def _picture(page: Page, address: str, target: Path) -> str:
    opened, status = open_page(page, address)
    if not opened:
        return ""
    page.screenshot(path=target, full_page=True)
    if status not in (200, 403, 404):
        return f"{opened} answered {status}"
    wide = page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth")
    return f"{opened} scrolls sideways" if wide else ""


if __name__ == "__main__":
    sys.exit(main())
