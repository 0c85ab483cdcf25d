"""Countries, languages and time zones as people write them, to the codes that calendars and formats need."""

import re
import zoneinfo
from collections.abc import Iterable
from functools import cache

from babel import Locale, UnknownLocaleError
from babel.core import get_global

from alongside.people.importing.texts import folded

_FLAG = re.compile("[\U0001f1e6-\U0001f1ff]{2}")
_SUBDIVISION_FLAG = re.compile("\U0001f3f4([\U000e0061-\U000e007a]{2})[\U000e0061-\U000e007a]{2,3}\U000e007f")
_PICTURE = re.compile("[\U0001f000-\U0001faff\u2600-\u27bf\ufe0f\U000e0020-\U000e007f\u200d]")
_COMMON = {
    "usa": "US",
    "u s a": "US",
    "us": "US",
    "u s": "US",
    "united states of america": "US",
    "america": "US",
    "uk": "GB",
    "u k": "GB",
    "great britain": "GB",
    "england": "GB",
    "scotland": "GB",
    "wales": "GB",
    "northern ireland": "GB",
    "grossbritannien": "GB",
    "grossbritannien und nordirland": "GB",
    "holland": "NL",
    "uae": "AE",
    "czech republic": "CZ",
    "tschechische republik": "CZ",
    "south korea": "KR",
    "korea": "KR",
    "the netherlands": "NL",
    "brd": "DE",
    "deutschland": "DE",
    "turkey": "TR",
    "russia": "RU",
    "viet nam": "VN",
}
_LANGUAGES = {
    "deutsch": "de",
    "englisch": "en",
    "franzosisch": "fr",
    "spanisch": "es",
    "niederlandisch": "nl",
}
_LOCALE = re.compile(r"([A-Za-z]{2,3})(?:[-_]([A-Za-z]{4}))?(?:[-_]([A-Za-z]{2}|\d{3}))?(?:[.@].*)?")


@cache
def _country_names() -> dict[str, str]:
    names: dict[str, str] = {}
    for language in ("de", "en"):
        for code, name in Locale(language).territories.items():
            if len(code) == 2 and code.isalpha() and code not in ("EU", "EZ", "UN", "XA", "XB", "ZZ", "QO"):
                names[folded(name)] = code
    return {**names, **_COMMON}


@cache
def _country_codes() -> dict[str, str]:
    """Two- and three-letter codes in capitals."""
    aliases: dict[str, list[str]] = dict(get_global("territory_aliases"))
    three = {old: new[0] for old, new in aliases.items() if len(old) == 3 and old.isalpha() and len(new) == 1}
    two = {code: code for code in _country_names().values()}
    return {**{code: code for code in three.values()}, **two, **three}


def country_code(text: str, *, codes: bool) -> str:
    """ISO 3166 code of a country as people write it, or "" where it isn't clear.

    A flag decides. Bare codes count only where the column is one of codes (`codes`): in a column of words,
    CA and IN may as well be California and Indiana.
    """
    flag = _FLAG.search(text)
    if flag:
        return "".join(chr(ord(letter) - 0x1F1E6 + ord("A")) for letter in flag[0])
    region = _SUBDIVISION_FLAG.search(text)
    if region:
        return "".join(chr(ord(letter) - 0xE0061 + ord("A")) for letter in region[1])
    bare = _PICTURE.sub("", text).strip()
    if bare.isupper() and bare.isalpha() and bare not in ("USA", "UK", "UAE", "US", "BRD"):
        return _country_codes().get(bare, "") if codes else ""
    return _country_names().get(folded(bare), "")


def is_code_column(values: Iterable[str]) -> bool:
    """Are nearly all values bare country codes?"""
    distinct = list(values)
    return bool(distinct) and sum(value in _country_codes() for value in distinct) >= 0.8 * len(distinct)


@cache
def _zones() -> dict[str, str]:
    available = sorted(zoneinfo.available_timezones())
    zones = {name.casefold(): name for name in available if "/" in name or name == "UTC"}
    cities = {name.rpartition("/")[2].casefold().replace("_", " "): name for name in zones.values()}
    windows = {name.casefold(): zone for name, zone in get_global("windows_zone_mapping").items()}
    known = {"cet": "Europe/Berlin", "mez": "Europe/Berlin", "gmt": "Etc/UTC", "utc": "UTC", "z": "UTC"}
    return {**cities, **windows, **zones, **known}


def time_zone(text: str) -> str | None:
    """IANA name of a zone given by its name in any case, by a city, or by Windows' name for it; None if
    unknown.
    """
    bare = re.sub(r"^\((?:GMT|UTC)[^)]*\)\s*", "", text.strip()).casefold()
    return _zones().get(bare) or _zones().get(bare.replace(" ", "_")) or _zones().get(bare.replace("_", " "))


@cache
def _language_names() -> dict[str, str]:
    names: dict[str, str] = {}
    for language in ("de", "en"):
        names |= {folded(name): code for code, name in Locale(language).languages.items() if len(code) == 2}
    own = {
        folded(Locale(code).languages.get(code, "")): code
        for code in ("de", "en", "fr", "es", "nl", "it", "pl")
    }
    return {**names, **own, **_LANGUAGES}


def locale_code(text: str) -> str | None:
    """A language tag such as "de" or "de-AT" from a tag, an identifier (de_AT.UTF-8) or a name; None if
    unknown.
    """
    found = _LOCALE.fullmatch(text.strip())
    if found:
        parts = [found[1].lower(), (found[2] or "").title(), (found[3] or "").upper()]
        try:
            Locale.parse("_".join(part for part in parts if part))
        except (ValueError, UnknownLocaleError):
            return _language_names().get(folded(text))
        return "-".join(part for part in parts if part)
    return _language_names().get(folded(text.partition("(")[0]))
