"""Words that never stand on a screen or in a mail, in both languages."""

from __future__ import annotations

import pytest

from tests.house.code import PRODUCT, packages
from tests.house.exceptions import judge
from tests.house.words import forbidden_words
from tests.words.test_messages import messages


def texts(package: str, language: str) -> list[str]:
    """Everything a package shows, in one language."""
    catalogue = (
        messages.texts_of(PRODUCT / package)
        if language == "en"
        else messages.load(PRODUCT / package, language)
    )
    found = []
    for message in messages._entries(catalogue):
        strings = message.id if language == "en" else message.string
        found += [strings] if isinstance(strings, str) else list(strings)
    return found


def test_no_forbidden_word_is_shown():
    found = {
        f"{package}:{text}": f"{word!r} is a word for the files of HR, not for people: see the list in design"
        for package in packages()
        for language in ("en", "de")
        for text, word in forbidden_words(texts(package, language), language, package).items()
    }
    judge("words", found)


def test_there_are_texts_in_both_languages():
    for language in ("en", "de"):
        assert len(texts("one_on_ones", language)) > 10


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "Your direct reports"),
        ("en", "The SLA was breached"),
        ("en", "Escalate this"),
        ("en", "Open a case"),
        ("en", "Last seen today"),
        ("de", "Deine Untergebenen"),
        ("de", "Den Fall eskalieren"),
        ("de", "Zwei Fälle"),
    ],
)
def test_a_forbidden_word_is_seen(language, text):
    assert forbidden_words([text], language, "goals")


@pytest.mark.parametrize(
    ("language", "text", "package"),
    [
        ("en", "Open this case", "cases"),
        ("en", "A showcase in a wingspan", "goals"),
        ("en", "%(case)s <span>x</span>", "goals"),
        ("de", "Den Fall öffnen", "cases"),
        ("de", "Das gefällt dir, falls du magst", "goals"),
    ],
)
def test_ordinary_words_are_accepted(language, text, package):
    assert forbidden_words([text], language, package) == {}
