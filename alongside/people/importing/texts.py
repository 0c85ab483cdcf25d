"""Text as people mean it: no invisible characters, one kind of space, and keys that ignore accents and
case.
"""

import re
import unicodedata
from functools import lru_cache

# Controls that only reorder what is shown; a name doesn't need them and they can make a text lie.
BIDI_CONTROLS = frozenset("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
_INVISIBLE = dict.fromkeys([0x200B, 0x2060, 0xFEFF, 0x00AD, 0x180E])
_BIDI = dict.fromkeys(map(ord, BIDI_CONTROLS))
# Lone surrogates and control characters can't be stored; a tab or a line break is a space.
_UNSTORABLE = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]+")
_SURROGATE = re.compile(r"[\ud800-\udfff]")
# Joiners change how Arabic and Indic letters are written; anywhere else they are left-overs of a copy.
_STRAY_JOINER = re.compile(r"(?<![\u0590-\u0fff])[\u200c\u200d]|[\u200c\u200d](?![\u0590-\u0fff])")
_REMEMBERED = 10_000  # texts whose key is kept: titles and units repeat, names hardly do
_SPACES = re.compile(r"\s+")
_BLANK_MARK = re.compile(
    r"[\s\-–—_.?/*\u00a0\u200b\ufeff]*|n\s*/\s*a|#n/?a|\(blank\)|\(leer\)", re.IGNORECASE
)
_FORMULA = re.compile(r"[=@]|[+\-](?=\s*[^\d\s.,+\-])")
_NOT_ALNUM = re.compile(r"[^0-9a-z]+")
_LETTERS = str.maketrans(
    {"ß": "ss", "ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe", "ı": "i", "ħ": "h"}
)
_UMLAUTS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "å": "aa", "ø": "oe"})


def one_line(text: str) -> str:
    """The text without invisible characters, every run of white space one space, ends trimmed."""
    if text.isascii() and text.isprintable():
        return " ".join(text.split()) if "  " in text or text[:1] == " " or text[-1:] == " " else text
    return _one_line(text)


@lru_cache(maxsize=_REMEMBERED)
def _one_line(text: str) -> str:
    text = _SURROGATE.sub("\ufffd", unicodedata.normalize("NFC", text)).translate(_INVISIBLE).translate(_BIDI)
    return _SPACES.sub(" ", _UNSTORABLE.sub(" ", _STRAY_JOINER.sub("", text))).strip()


def has_bidi_controls(text: str) -> bool:
    return not text.isascii() and not BIDI_CONTROLS.isdisjoint(text)


def is_blank(text: str) -> bool:
    """Nothing but white space and invisible characters."""
    return not text or text.isspace() or not one_line(text)


def is_blank_mark(text: str) -> bool:
    """Blank, or one of the signs people type for "nothing": - , n/a, #N/A, (blank)."""
    return _BLANK_MARK.fullmatch(text) is not None


def looks_like_formula(text: str) -> bool:
    """Would a spreadsheet calculate this? Signed numbers and phone numbers are not meant."""
    return _FORMULA.match(text) is not None and len(text) > 1


@lru_cache(maxsize=_REMEMBERED)
def folded(text: str) -> str:
    """Accent-blind, case-blind and punctuation-blind key: "Søren  O'Neil" and "soren o neil" are the same."""
    plain = one_line(text).casefold().translate(_LETTERS)
    if plain.isascii():
        return " ".join(_NOT_ALNUM.sub(" ", plain).split())
    stripped = "".join(c for c in unicodedata.normalize("NFKD", plain) if not unicodedata.combining(c))
    return " ".join("".join(c if _carries_meaning(c) else " " for c in stripped).split())


def _carries_meaning(character: str) -> bool:
    """Letters and digits, and the vowel signs that tell two Hindi or Thai words apart."""
    return character.isalnum() or unicodedata.category(character)[0] == "M"


def name_keys(name: str) -> tuple[str, ...]:
    """The keys a name answers to: accents dropped, and umlauts spelt out (Müller: muller, mueller).

    A name written family name first with a comma is turned round.
    """
    return _name_keys(name)


@lru_cache(maxsize=_REMEMBERED)
def _name_keys(name: str) -> tuple[str, ...]:
    turned = turned_round(one_line(name))
    plain = folded(turned)
    if turned.isascii():
        return (plain,)
    spelt = folded(unicodedata.normalize("NFC", turned).casefold().translate(_UMLAUTS))
    return (plain,) if spelt == plain else (plain, spelt)


_SUFFIXES = frozenset({"jr", "sr", "ii", "iii", "iv", "phd", "md", "mba", "esq", "dr"})


def turned_round(name: str) -> str:
    """ "Okafor, Amara" becomes "Amara Okafor"; a suffix such as "Jr." is no given name."""
    family, comma, given = name.partition(",")
    if not comma or "," in given or folded(given).replace(" ", "") in _SUFFIXES or not given.strip():
        return name
    return f"{given.strip()} {family.strip()}"
