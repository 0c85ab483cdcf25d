"""Text that people see: what of it bypasses gettext, and which words never stand on a screen."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable, Iterator
from html.parser import HTMLParser

from tests.house.code import Source, name_of

SPOKEN = frozenset(
    {"title", "alt", "placeholder", "aria-label", "aria-description", "aria-placeholder", "summary"}
)
# The product's own name, and what is the same in every language.
NAMES = frozenset({"Alongside", "Esc", "Enter", "Ctrl", "Shift", "Alt", "Tab", "PDF", "CSV", "JSON", "XLSX"})
PRESSED = frozenset({"submit", "button", "reset"})
UNSEEN = frozenset({"script", "style", "svg"})
BLOCK = re.compile(
    r"{%\s*block \w+_class\s*%}.*?{%\s*endblock.*?%}"
    r"|{%\s*(blocktrans(?:late)?|comment|verbatim)\b.*?%}.*?{%\s*end\1.*?%}|{#.*?#}|{%.*?%}|{{.*?}}",
    re.DOTALL,
)
LETTERS = re.compile(r"[^\W\d_]{2,}")
# A literal handed to a tag is text when it begins like a sentence: label="Save it", or "Save it" alone.
HANDED = re.compile(
    r"(?:(?<=\s)|(?<==))\"([A-Z][^\"]*[a-z][^\"]*)\"|(?:(?<=\s)|(?<==))'([A-Z][^']*[a-z][^']*)'"
)
NOT_TEXT_TAGS = frozenset(
    {
        "if",
        "elif",
        "ifchanged",
        "load",
        "url",
        "static",
        "extends",
        "translate",
        "trans",
        "blocktranslate",
        "blocktrans",
    }
)
LAZY = frozenset({"gettext_lazy", "ngettext_lazy", "pgettext_lazy", "npgettext_lazy"})
REASONS = {"deny": 0, "Refused": 0, "Invalid": 1}  # function -> which argument people read
LABELS = frozenset(
    {"label", "help_text", "verbose_name", "verbose_name_plural", "empty_label", "promise", "what", "words"}
)
AT_IMPORT = frozenset({"policies", "services", "audiences", "forms", "models"})

_ENGLISH = (
    r"direct reports?", r"span of control", r"slots? missed", r"suppressed", r"nudges?", r"cases?", r"SLAs?",
    r"breach(?:es|ed)?", r"escalat\w+", r"cascad\w+", r"orphan\w*", r"sandbag\w*", r"last seen", r"read receipts?",
    r"response times?", r"leaderboards?", r"streaks?", r"subordinates?",
)  # fmt: skip
_GERMAN = (
    r"Untergebene\w*", r"Unterstellte\w*", r"(?:Führungs|Leitungs)spanne\w*", r"unterdrückt\w*", r"Fall(?:es)?", r"Fällen?",
    r"Verst(?:oß|öße)\w*", r"[Ee]skalier\w+", r"Eskalation\w*", r"Kaskad\w+", r"verwaist\w*", r"zuletzt gesehen",
    r"zuletzt online", r"Lesebestätigung\w*", r"Antwortzeit\w*", r"Rangliste\w*",
)  # fmt: skip
FORBIDDEN = {
    "en": re.compile(rf"\b(?:{'|'.join(_ENGLISH)})\b", re.IGNORECASE),
    "de": re.compile(rf"\b(?:{'|'.join(_GERMAN)})\b"),
}
# On the pages of formal cases the word is honest.
CASE_PAGES = frozenset({"cases", "partnerships"})
CASE = re.compile(r"\b(?:cases?|Fall(?:es)?|Fällen?)\b", re.IGNORECASE)


def bare_text(template: str, *, html: bool = True) -> list[str]:
    """Visible words of a template that gettext never sees, with their line."""
    handed = [
        f'line {template[: tag.start()].count(chr(10)) + 1}: {words!r} is handed to a tag: use _("...")'
        for tag in re.finditer(r"{%\s*(\w+)(.*?)%}", template, re.DOTALL)
        if tag[1] not in NOT_TEXT_TAGS
        for words in ("".join(pair) for pair in HANDED.findall(tag[2]))
    ]
    plain = BLOCK.sub(lambda found: re.sub(r"[^\n]+", " ", found[0]), template)
    if not html:
        found = enumerate(plain.splitlines(), 1)
        return handed + [f"line {line}: {words.strip()!r}" for line, words in found if _is_text(words)]
    reader = _Words()
    reader.feed(plain)
    reader.close()
    return handed + reader.found


def bare_reasons(source: Source) -> Iterator[tuple[ast.AST, str]]:
    """deny(), Refused() and Invalid() whose words are no lazy translation, and labels that are none."""
    for call in (node for node in ast.walk(source.tree) if isinstance(node, ast.Call)):
        place = REASONS.get(name_of(call.func))
        if place is not None:
            words = [
                *call.args[place : place + 1],
                *(key.value for key in call.keywords if key.arg == "reason"),
            ]
            yield from (
                (call, f"{name_of(call.func)}({ast.unparse(part)})") for part in words if _is_bare(part)
            )
        for keyword in call.keywords:
            if keyword.arg in LABELS and _is_bare(keyword.value) and _is_text(ast.unparse(keyword.value)):
                yield call, f"{keyword.arg}={ast.unparse(keyword.value)}"


def eager_words(source: Source) -> list[str]:
    """Modules whose words are made at import must import the lazy functions."""
    if source.layer not in AT_IMPORT:
        return []
    return [
        f"imports {alias.name} from gettext: use {alias.name}_lazy, the reader's language is known later"
        for node in ast.walk(source.tree)
        if isinstance(node, ast.ImportFrom) and node.module == "django.utils.translation"
        for alias in node.names
        if f"{alias.name}_lazy" in LAZY
    ]


def bare_choices(source: Source) -> Iterator[tuple[ast.AST, str]]:
    """Members of TextChoices with a label that is no translation."""
    for node in ast.walk(source.tree):
        if isinstance(node, ast.ClassDef) and any(name_of(base).endswith("Choices") for base in node.bases):
            for line in node.body:
                value = line.value if isinstance(line, ast.Assign) else None
                if isinstance(value, ast.Constant):
                    yield node, f'{ast.unparse(line)} has no label: NAME = {value.value!r}, _("...")'
                elif isinstance(value, ast.Tuple) and _is_bare(value.elts[-1]):
                    yield node, ast.unparse(line)


def forbidden_words(texts: Iterable[str], language: str, package: str) -> dict[str, str]:
    """Text -> the word in it that never stands on a screen."""
    found = {}
    for text in texts:
        without = CASE.sub("", text) if package in CASE_PAGES else text
        match = FORBIDDEN[language].search(re.sub(r"%\(\w+\)s|<[^>]+>", "", without))
        if match:
            found[text] = match[0]
    return found


class _Words(HTMLParser):
    """Collects text nodes and spoken attributes; what tags stood for is already blank."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []
        self.unseen = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.unseen += tag in UNSEEN
        given = dict(attrs)
        spoken = SPOKEN | ({"value"} if tag == "input" and given.get("type") in PRESSED else set())
        for name, value in attrs:
            if name in spoken and _is_text(value or ""):
                self.found.append(f"line {self.getpos()[0]}: {name}={value!r}")

    def handle_endtag(self, tag: str) -> None:
        self.unseen -= tag in UNSEEN

    def handle_data(self, data: str) -> None:
        if not self.unseen and _is_text(data):
            self.found.append(f"line {self.getpos()[0]}: {data.strip()!r}")


def _is_text(words: str) -> bool:
    return any(word not in NAMES for word in LETTERS.findall(words))


def _is_bare(node: ast.AST) -> bool:
    return isinstance(node, ast.JoinedStr | ast.BinOp) or (
        isinstance(node, ast.Constant) and isinstance(node.value, str)
    )
