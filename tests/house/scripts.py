"""What our own scripts must not do: make elements of text, run text, name properties from outside, compare loosely."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from tests.house.code import NOT_OURS, PRODUCT, ROOT

COMMENTS = re.compile(r"/\*.*?\*/|(?<![:\"'`\\])//[^\n]*", re.S)
# Text that becomes elements or code (ASVS 3.2.2).
RUNS_TEXT = (
    r"\.(?:inner|outer)HTML\b", r"\binsertAdjacentHTML\b", r"\bsetHTML\w*\b", r"\bdocument\.write", r"\beval\s*\(",
    r"\bnew\s+Function\b", r"\bcreateContextualFragment\b", r"\bDOMParser\b", r"\bsrcdoc\b", r"\bimport\s*\(",
    r"\bset(?:Timeout|Interval)\s*\(\s*[\"'`]", r"javascript:", r"\bsetAttribute\s*\(\s*[\"'`](?:on|style|src|href)",
)  # fmt: skip
# A property whose name comes from somewhere else: "__proto__" would change all objects (ASVS 15.3.6).
NAMES_PROPERTIES = (
    r"__proto__", r"\bprototype\b", r"\bsetPrototypeOf\b", r"\bdefineProperty\b", r"\bfor\s*\([^)]*\bin\b",
    r"[\w)\]?]\[(?!\s*\d+\s*\])(?!\s*[\"'`][^\"'`$]*[\"'`]\s*\])[^\]]+\]\s*(?:=(?![=>])|\+=|\?\?=|\|\|=)",
    r"\bObject\.assign\s*\(\s*[^,]+,(?!\s*\{(?![^}]*\.\.\.))",
    r"\bstructuredClone\b", r"\bmerge\w*\s*\(",
)  # fmt: skip
# "==" makes things of two types alike first: "0" and false, null and undefined (ASVS 15.3.5).
COMPARES_LOOSELY = (r"(?<![=!<>])==(?!=)", r"!=(?!=)")


def own_scripts() -> Iterator[tuple[str, str]]:
    """(path, text) of each script of ours."""
    for path in sorted(PRODUCT.glob("*/static/**/*.js")):
        if not NOT_OURS & set(path.relative_to(PRODUCT).parts):
            yield path.relative_to(ROOT).as_posix(), Path(path).read_text()


def found_in(text: str, patterns: tuple[str, ...]) -> list[str]:
    """Each place where one of the patterns fits, as it is written; comments do not count."""
    code = COMMENTS.sub("", text)
    return [match.group(0) for pattern in patterns for match in re.finditer(pattern, code)]
