"""How templates and pages give days and moments: by the house's own filters and tags, or by Django's habits."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html.parser import HTMLParser

OURS = frozenset({"lasting", "in_words", "month", "weekday", "clock"})  # core/templatetags/dates.py
MACHINE = re.compile(r'datetime="\{\{[^}]*\|date:"c" *\}\}"')  # the exact value in <time>
THEIRS = re.compile(
    r"\|\s*((?:date|time|timesince|timeuntil|naturaltime|naturalday|localize)\b(?::\"[^\"]*\")?)|\{%\s*(now)\b"
)
SHOWN = re.compile(r"\{\{\s*([\w.]+)(\|\w+)?")
GIVEN = re.compile(r"\{%\s*blocktrans(?:late)?\b([^%]*)%\}")
GIVEN_AS = re.compile(r"\w+=([\w.]+)(\|\w+)?")
NAMES_A_MOMENT = re.compile(r"(?:^|\.)(?:\w+_(?:at|on|day)|day|moment)$")

_MONTH = "Jan|Feb|March|April|May|June|July|Aug|Sept|Oct|Nov|Dec"
FOREIGN = re.compile(
    rf"\b[ap]\.m\.|\b(?:{_MONTH})\w*\.? \d{{1,2}}, \d{{4}}|\b\d{{4}}-\d\d-\d\d\b|[a-z]\.\.(?!\.)"
)


def not_ours(template: str) -> list[str]:
    """Filters of Django in a template, and moments that are printed as they are."""
    template = MACHINE.sub("", template)
    found = [match[1] or match[2] for match in THEIRS.finditer(template)]
    return found + [
        name for name, used in _printed(template) if NAMES_A_MOMENT.search(name) and used not in OURS
    ]


def _printed(template: str) -> Iterator[tuple[str, str]]:
    """Names that are shown, each with its first filter. What an `{% at … as name %}` made is words already."""
    said = set(re.findall(r"\{%\s*(?:at|day|date_only|ago)\b[^%]*\bas (\w+)\s*%\}", template))
    given = [one for tag in GIVEN.findall(template) for one in GIVEN_AS.findall(tag)]
    own = {name for tag in GIVEN.findall(template) for name in re.findall(r"(\w+)=", tag)}
    for name, used in [*SHOWN.findall(template), *given]:
        if name not in said | own:
            yield name, used.lstrip("|")


class _Text(HTMLParser):
    """What people read of a page; what is typed, and code, is not ours to word."""

    HIDDEN = frozenset({"script", "style", "code", "pre", "textarea", "title"})

    def __init__(self) -> None:
        super().__init__()
        self.words: list[str] = []
        self._within: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in self.HIDDEN:
            self._within.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if self._within and self._within[-1] == tag:
            self._within.pop()

    def handle_data(self, data: str) -> None:
        if not self._within:
            self.words.append(data)


def foreign_moments(page: str) -> list[str]:
    """Days and moments of a page that are not worded as the house does it, and doubled full stops."""
    reader = _Text()
    reader.feed(page)
    reader.close()
    text = "".join(reader.words)
    return [text[max(0, one.start() - 30) : one.end() + 10].strip() for one in FOREIGN.finditer(text)]
