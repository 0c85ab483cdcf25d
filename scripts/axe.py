"""Judges every main page of the demo with axe-core, as every role, in both themes and widths: `make axe`.

Starts the demo company on a port and in a data folder of its own, unless --url names a running one. The tests judge
every single page of the product, but with fewer themes and widths (tests/test_axe.py).
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator

from demo_pages import ROLES, ROOT, SCHEMES, SIZES, chromium, demo, open_page, pages_of, sign_in, visit
from playwright.sync_api import Browser, sync_playwright

AXE = ROOT / "tests" / "vendor" / "axe.min.js"
JUDGE = "axe.run({resultTypes: ['violations']}).then(result => result.violations)"


def main() -> int:
    """Print each violation once; exit status 1 when there is any."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--url", help="a running demo, e.g. http://127.0.0.1:8000")
    parser.add_argument("--language", default="en", help="en or de")
    asked = parser.parse_args()
    judged, found = 0, []
    with demo(asked.url) as url, sync_playwright() as playwright:
        browser = chromium(playwright)
        for role in ROLES:
            for size in SIZES:
                for scheme in SCHEMES:
                    for where, problems in _judge(browser, url, (role, size, scheme), asked.language):
                        judged += 1
                        found += [f"{where}: {problem}" for problem in problems]
        browser.close()
    for problem in found:
        print(problem)
    print(f"{judged} pages judged, {len(found)} violations")
    return 1 if found or not judged else 0


def _judge(
    browser: Browser, url: str, seen: tuple[str, str, str], language: str
) -> Iterator[tuple[str, list[str]]]:
    role, size, scheme = seen
    context = visit(browser, url, size, scheme, language=language)
    page = context.new_page()
    sign_in(page, role)
    for name, address in pages_of(role).items():
        opened, status = open_page(page, address)
        if not opened:
            continue
        page.evaluate(AXE.read_text())
        rules = page.evaluate(JUDGE)
        problems = [f"{rule['id']} at {node['html'][:120]}" for rule in rules for node in rule["nodes"]]
        yield f"{role} {name} {size} {scheme}", problems + ([f"answered {status}"] if status > 499 else [])
    context.close()


if __name__ == "__main__":
    sys.exit(main())
