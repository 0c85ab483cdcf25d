"""What an HTML page must not contain: anything that a strict Content-Security-Policy would have to allow inline."""

from __future__ import annotations

from html.parser import HTMLParser

ADDRESSES = frozenset({"href", "src", "action", "formaction", "hx-get", "hx-post", "hx-put", "hx-delete"})
# Attributes of htmx that are evaluated as scripts.
EVALUATED = frozenset({"hx-on", "hx-vals", "hx-vars", "hx-headers"})


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        line = self.getpos()[0]
        if tag == "style" or (tag == "script" and "src" not in given):
            self.found.append(f"line {line}: <{tag}> with its content in the page: make it a file")
        for name, value in attrs:
            wrong = _wrong(name, value or "")
            if wrong:
                self.found.append(f"line {line}: <{tag} {name}>: {wrong}")


def inline_parts(page: str) -> list[str]:
    """Every inline script, style and handler, and every javascript: or foreign address, with its line."""
    reader = _Reader()
    reader.feed(page)
    reader.close()
    return reader.found


def _wrong(name: str, value: str) -> str:
    if name == "style":
        return "use a class"
    if name.startswith(("on", "hx-on")):
        return "attach it by a data- attribute, one behaviour per file"
    if name in EVALUATED and value.strip().startswith(("js:", "javascript:")):
        return "is evaluated as a script"
    if name in ADDRESSES and value.strip().lower().startswith(("javascript:", "data:text", "vbscript:")):
        return "is a script in an address"
    if name in {"src", "action"} and value.strip().startswith(("http:", "https:", "//")):
        return "asks another server: vendor it"
    return ""
