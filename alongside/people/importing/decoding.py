"""Which encoding are these bytes in? Marks and strict rules first, statistics last, and the answer is
always shown.
"""

import codecs
import re
from dataclasses import dataclass

from charset_normalizer import from_bytes

from alongside.people.importing.reasons import Note, Reason
from alongside.people.importing.tables import Refusal

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_UNICODE = ("utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "utf-32-le", "utf-32-be")
# What one-byte files are written in; everything else charset-normalizer knows is rarer than its mistakes.
_CANDIDATES = [
    *(
        "cp1252",
        "cp1250",
        "iso8859_2",
        "cp1251",
        "koi8_r",
        "iso8859_5",
        "cp1253",
        "iso8859_7",
        "cp1254",
        "iso8859_9",
    ),
    *(
        "cp1255",
        "iso8859_8",
        "cp1256",
        "iso8859_6",
        "cp1257",
        "iso8859_13",
        "iso8859_15",
        "mac_roman",
        "cp850",
    ),
    *("cp932", "gb18030", "big5", "cp949", "euc_jp"),
]
# What the user may choose instead: the names that `codecs.lookup` gives them.
CHOICES = tuple(codecs.lookup(name).name for name in (*_UNICODE, "ascii", "latin-1", *_CANDIDATES))
_CONTROLS = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1a\x1c-\x1f\x7f-\x84\x86-\x9f\ufffe\uffff]")
_WESTERN = frozenset("ÄÖÜäöüßéèêëàâçôîïûùñóáíúãõìòåøæÅØÆÉÈÀÇÓÁÍÚÑžŽšŠÿœŒý°§«»·€–—‘’‚“”„…•®™\xa0´¨ªº")
_PAIRS = (("cp1250", "iso8859_2"), ("cp1253", "iso8859_7"), ("cp1254", "iso8859_9"), ("cp1257", "iso8859_13"))
_SAMPLE = 200_000  # bytes that the statistics look at


@dataclass(frozen=True, slots=True)
class Decoded:
    """The text without its byte order mark, the encoding's usual name, and what is worth saying about it."""

    text: str
    encoding: str
    notes: tuple[Note, ...] = ()


def decode(data: bytes, encoding: str | None = None) -> Decoded:
    """Text of a file, in the encoding the user chose or the one found. Raises Refusal where it is no text."""
    if encoding:
        return _as_chosen(data, encoding)
    decoded = _by_mark(data) or _wide(data) or _utf8(data) or _mostly_utf8(data) or _one_byte(data)
    if _is_noise(decoded.text):
        raise Refusal(Reason.NOT_TEXT)
    return decoded


def _as_chosen(data: bytes, encoding: str) -> Decoded:
    try:
        name = codecs.lookup(encoding).name
    except LookupError:
        name = ""
    if name not in CHOICES:
        raise Refusal(Reason.ENCODING_UNKNOWN, encoding=encoding[:50])
    try:
        text = data.decode(name)
    except ValueError:
        raise Refusal(Reason.ENCODING_WRONG, encoding=encoding[:50]) from None
    return Decoded(text.removeprefix("\ufeff"), name)


def _by_mark(data: bytes) -> Decoded | None:
    for mark, name in _MARKS:
        if data.startswith(mark):
            try:
                return Decoded(data[len(mark) :].decode(name), name)
            except UnicodeDecodeError:
                # Cut off in the middle of a character, or a mark in front of something else.
                return Decoded(data[len(mark) :].decode(name, errors="replace"), name)
    return None


def _wide(data: bytes) -> Decoded | None:
    """UTF-16 without a mark: the line breaks and separators have a zero byte, always on the same side."""
    zeros = data.count(0)
    if zeros * 1000 <= len(data):
        return None
    odd = data[1::2].count(0)
    for name, share in (("utf-16-le", odd / zeros), ("utf-16-be", 1 - odd / zeros)):
        if share > 0.9:
            try:
                text = data[: len(data) // 2 * 2].decode(name)
            except UnicodeDecodeError:
                continue
            if not _is_noise(text):
                return Decoded(text, name)
    raise Refusal(Reason.NOT_TEXT)


def _utf8(data: bytes) -> Decoded | None:
    try:
        return Decoded(data.decode("utf-8"), "utf-8")
    except UnicodeDecodeError:
        return None


_SEQUENCE = re.compile(rb"[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3}")
_HIGH = re.compile(rb"[\x80-\xff]")


def _mostly_utf8(data: bytes) -> Decoded | None:
    """A UTF-8 file into which somebody pasted lines of another program: read both, and say so."""
    good = len(_SEQUENCE.findall(data))
    rest = _SEQUENCE.sub(b"", data)
    bad = len(_HIGH.findall(rest))
    if good < 5 or bad * 4 > good:
        return None
    parts, end = [], 0
    line = 0
    for match in re.finditer(rb"[\x80-\xff]+", data):
        run = match[0]
        parts.append(data[end : match.start()].decode("ascii"))
        end = match.end()
        try:
            parts.append(run.decode("utf-8"))
        except UnicodeDecodeError:
            line = line or data.count(b"\n", 0, match.start()) + 1
            parts.append(_patched(run))
    parts.append(data[end:].decode("ascii"))
    note = Note(Reason.ENCODING_MIXED, {"encoding": "Windows-1252", "line": str(line)})
    return Decoded("".join(parts), "utf-8", (note,))


def _patched(run: bytes) -> str:
    """UTF-8 where it is UTF-8, Windows-1252 for the bytes between."""
    text, end = [], 0
    for match in _SEQUENCE.finditer(run):
        text.append(run[end : match.start()].decode("cp1252", errors="replace"))
        text.append(match[0].decode("utf-8", errors="replace"))
        end = match.end()
    return "".join([*text, run[end:].decode("cp1252", errors="replace")])


def _one_byte(data: bytes) -> Decoded:
    """Windows-1252 where that gives the letters Western names are written in; otherwise the statistics."""
    western = _strict(data, "cp1252")
    if western is not None and _is_western(western):
        return Decoded(western, "cp1252")
    best = from_bytes(_sample(data), cp_isolation=_CANDIDATES, threshold=0.6, enable_fallback=False).best()
    found = [(text, name) for name in _family(best.encoding if best else "") if (text := _strict(data, name))]
    if found:
        text, name = min(found, key=lambda reading: _signs_in_words(reading[0]))
        return Decoded(text, codecs.lookup(name).name)
    if western is not None:
        return Decoded(western, "cp1252")
    return Decoded(data.decode("latin-1"), "iso8859-1")


def _family(name: str) -> tuple[str, ...]:
    """The encoding that the statistics found, and the one that puts other signs between the same letters."""
    for pair in _PAIRS:
        if name in pair:
            return (name, *(other for other in pair if other != name))
    return (name,) if name else ()


_SIGN_IN_WORD = re.compile(r"(?=[^\x00-\x7f])[^\w\s](?=\w)|(?<=\w)(?=[^\x00-\x7f])[^\w\s]")


def _signs_in_words(text: str) -> int:
    return len(_SIGN_IN_WORD.findall(text))


def _strict(data: bytes, name: str) -> str | None:
    try:
        return data.decode(name)
    except UnicodeDecodeError:
        return None


def _sample(data: bytes) -> bytes:
    """The lines that have something to say: the ASCII ones only dilute the statistics."""
    lines = [line for line in data.splitlines() if not line.isascii()]
    return b"\n".join(lines)[:_SAMPLE]


def _is_western(text: str) -> bool:
    """Nearly all letters beyond ASCII are Western ones and stand where Western languages put them.

    Against that speak: capitals inside lower-case words, three accented letters in a row (Cyrillic and
    Greek look like this), and letters of the Czech set together (no Western language has both š and ø).
    """
    high = [(text[max(0, i - 2) : i], c) for i, c in enumerate(text[:2_000_000]) if c > "\x7f"]
    letters = {c for _, c in high}
    if letters & set("ýšž") and letters & set("øèìù"):
        return False
    return sum(1 for before, c in high if _out_of_place(before, c)) * 20 <= len(high)


def _out_of_place(before: str, character: str) -> bool:
    if character not in _WESTERN or (character.isupper() and before[-1:].islower()):
        return True
    return character.isalpha() and len(before) == 2 and all(c > "\x7f" and c.isalpha() for c in before)


def _is_noise(text: str) -> bool:
    """More than one control character in a thousand: no program writes that into a table."""
    return len(_CONTROLS.findall(text)) * 1000 > len(text)
