"""The words by which files say that nobody sits here."""

import re

from alongside.people.importing.texts import folded

_WHOLE_NAMES = (
    "vacant, vacancy, open, tbh, tbd, tba, tbc, nn, n n, unbesetzt, vakant, vakanz, offen, unfilled, empty, "
    "placeholder, platzhalter, new hire, nobody, niemand, unassigned, not filled, frei, open req, open role, "
    "open position, open seat, open headcount, zu besetzen, to be hired, to be recruited, in recruitment, "
    "recruiting, nachbesetzung, neueinstellung, nomen nominandum, nomen nescio, leer, none"
)
_WHOLE = frozenset(_WHOLE_NAMES.split(", "))
_START = re.compile(
    r"(vacant|vacancy|unbesetzt|vakant|vakanz|tbh|tbd|tba"
    r"|open (position|role|req|requisition|headcount|seat|vacancy)"
    r"|offene (stelle|position|planstelle)"
    r"|to be (hired|announced|determined|confirmed|recruited|filled)|zu besetzen"
    r"|unfilled|(nn|n n)(?= \d|$))\b"
)
_LETTER = re.compile(r"[^\W\d_]")

_YES_WORDS = "yes, y, true, 1, x, ja, j, wahr, t, on, si, oui, checked"
_NO_WORDS = (
    "no, n, false, 0, nein, falsch, f, off, non, filled, besetzt, occupied, active, aktiv, taken, closed, "
    "hired, current"
)
_YES, _NO = frozenset(_YES_WORDS.split(", ")), frozenset(_NO_WORDS.split(", "))


def is_vacancy_name(name: str) -> bool:
    """Is this what stands in a name column when there is nobody: "Vacant (Engineer)", "N.N.", "offen"?"""
    words = folded(name)
    return words in _WHOLE or _START.match(words) is not None


def flag(value: str) -> bool | None:
    """A vacancy flag: True vacant, False filled, None where it says neither."""
    words = folded(value)
    if words in _YES or is_vacancy_name(value):
        return True
    return False if not words or words in _NO else None


def has_letters(name: str) -> bool:
    return _LETTER.search(name) is not None
