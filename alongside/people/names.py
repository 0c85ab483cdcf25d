"""How a written name falls apart into what one is called and what a list is sorted by."""

from __future__ import annotations

import re
import unicodedata

from django.utils.translation import gettext_lazy as _

from alongside.core.errors import Invalid

# Controls, marks of direction and halves of characters change what stands around a name. Two joiners are letters' own.
KEPT = {"\u200c", "\u200d"}
UNSEEN = {"Cc", "Cf", "Cs"}

# Words that begin a family name in languages common in our companies: "de Wit", "El Amrani", "van der Berg".
PARTICLES = frozenset(
    """af al ap ben bin binti da dal de degli del della den der des di do dos du el ibn la las le los ten ter van vom
    von zu zum zur""".split()  # noqa: SIM905 (a list of words to read, not to type)
)

LONGEST_PART = 100  # characters of either part that are kept; the whole name may be twice as long


def clean_name(words: str) -> str:
    """A name on one line: blanks of any kind become one, and what can't be seen is left out."""
    one_line = re.sub(r"\s+", " ", words)
    seen = (sign for sign in one_line if sign in KEPT or unicodedata.category(sign) not in UNSEEN)
    return " ".join("".join(seen).split())


def readable_name(words: str) -> str:
    """The same. Raises Invalid where nothing is left to read."""
    name = clean_name(words)
    if not name:
        raise Invalid("name", _("Write a name that can be read."))
    return name


def split_name(name: str) -> tuple[str, str]:
    """(given, family): before the first particle that is not the first word, else before the last word.

    A name of one word is a family name alone. It is a guess: people correct how they are shown in their account.
    """
    words = name.split()
    for place, word in enumerate(words[1:-1], 1):
        if word.casefold() in PARTICLES:
            return _part(words[:place]), _part(words[place:])
    return _part(words[:-1]), _part(words[-1:])


def _part(words: list[str]) -> str:
    return " ".join(words)[:LONGEST_PART]
