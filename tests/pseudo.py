"""A language for tests: every text longer, accented and in brackets, on a page that runs from right to left.

Whoever asks for the fixture `pseudo_locale` gets its code; give it to a person's `locale` or to translation.override.
A text without brackets bypassed gettext; a text that is cut off would be cut off in Finnish as well.
"""

from __future__ import annotations

import importlib.util
import re
from importlib.machinery import SourceFileLoader
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from babel.messages.catalog import Catalog
from django.conf import locale

from tests.house.code import PRODUCT, ROOT

CODE = "qps"  # from the range that ISO 639-3 leaves to private use
LONGER = 0.4
ACCENTED = str.maketrans("AEIOUYCNSaeiouycnsz", "ÅÉÎÕÜÝÇÑŠåéîõüýçñšž")
# What must stay as it is: placeholders, tags, entities, addresses.
KEPT = re.compile(r"(%\(\w+\)[sdf]|%%|%[sdf]|\{\w*\}|<[^>]+>|&\w+;|https?://\S+)")


def pseudo(text: str) -> str:
    """ "Add %(n)s" -> "⟦Åðd %(n)s ~~⟧": 40 % longer, accented, with its placeholders and outer blanks kept."""
    words = text.strip()
    if not words:
        return text
    parts = KEPT.split(words)
    said = "".join(part if place % 2 else part.translate(ACCENTED) for place, part in enumerate(parts))
    padding = "~" * max(1, round(len(words) * LONGER))
    return text.replace(words, f"⟦{said} {padding}⟧", 1)


def messages_tool() -> ModuleType:
    """scripts/messages as a module."""
    loader = SourceFileLoader("messages_tool", str(ROOT / "scripts" / "messages"))
    spec = importlib.util.spec_from_loader("messages_tool", loader)
    assert spec is not None
    module = importlib.util.module_from_spec(spec)
    loader.exec_module(module)
    return module


def write_pseudo_catalogue(folder: Path) -> Path:
    """<folder>/qps/LC_MESSAGES/django.mo with every text of the product; returns the folder."""
    tool, catalogue = messages_tool(), Catalog(locale="en")
    for package in tool.packages(PRODUCT):
        for message in tool._entries(tool.texts_of(package)):
            said = tuple(map(pseudo, message.id)) if message.pluralizable else pseudo(message.id)
            catalogue.add(message.id, said, context=message.context)
    target = folder / CODE / "LC_MESSAGES" / "django.mo"
    target.parent.mkdir(parents=True)
    tool.write_compiled(catalogue, target)
    return folder


@pytest.fixture
def pseudo_locale(settings: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """The pseudo-language, known to Django during one test; its code."""
    info = {"bidi": True, "code": CODE, "name": "Pseudo", "name_local": "Pseudo"}
    monkeypatch.setitem(locale.LANG_INFO, CODE, info)
    settings.LOCALE_PATHS = [write_pseudo_catalogue(tmp_path / "locale")]
    settings.LANGUAGES_BIDI = [*settings.LANGUAGES_BIDI, CODE]
    settings.LANGUAGES = [*settings.LANGUAGES, (CODE, "Pseudo")]
    return CODE
