"""A pasted document turns into topics: one per line, without the marks that lists are written with."""

from __future__ import annotations

import re

MOST_LINES = 50
# "- ", "* ", "• ", "1. ", "2) ", "[ ] ", "- [x] ", "# "
_MARK = re.compile(r"^\s*(?:(?:[-*+•–—·▪◦‣]|#{1,6}|\(?\d{1,3}[.)])\s+)?(?:\[[ xX✓]?\]\s+)?")
_RULE = re.compile(r"^[\s\-_=*·.—–]*$")


def lines_of(text: str) -> list[str]:
    """The topics in a text: its lines without list marks, blank lines and ruled lines left out."""
    found = (_MARK.sub("", line, count=1).strip() for line in text.splitlines())
    return [line for line in found if line and not _RULE.match(line)]
