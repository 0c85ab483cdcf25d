"""Three-way merge of plain text that two people change at the same time.

The promise: every word somebody typed since the base is in the result, and a word of the base is missing only
where one of the two deleted it. Both texts are compared with the base word by word; the result keeps the base
words that both kept, and puts every insertion where its author put it.

Why no library: diff-match-patch applies patches by resemblance and drops those it can't place; merge3 calls
changes to neighbouring words a conflict and leaves it to the caller, with the words that one side deleted.
"""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import pairwise
from typing import NamedTuple

# Scripts written without spaces count character by character, all others from space to space.
_UNSPACED = "\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
_WORD = re.compile(rf"[{_UNSPACED}]|[^\s{_UNSPACED}]+")
_UNSPACED_WORD = re.compile(f"[{_UNSPACED}]")
# Beyond this, difflib leaves frequent words out of its search. Long texts made of few words then come out
# with words twice instead of taking minutes; nothing is lost.
_MANY_PAIRS = 300_000


@dataclass(frozen=True)
class Merged:
    """The merged text, and whether both had changed one place, so that a person should read it once more."""

    text: str
    had_overlap: bool


def merge(base: str, mine: str, theirs: str) -> Merged:
    """Merge two descendants of `base`.

    Where both typed different words at one place, both stand there, one after the other, in an order that
    depends on the words alone: `merge(base, a, b) == merge(base, b, a)`. So it does not matter whose save
    arrives first or which side computes. What continues a line stands before what begins a new one, then the
    smaller words first. The same change by both is applied once. Line ends are read as LF: forms send CRLF.
    """
    texts = [text.replace("\r\n", "\n") for text in (base, mine, theirs)]
    if texts[1] in (texts[0], texts[2]):
        return Merged(theirs, had_overlap=False)
    if texts[2] == texts[0]:
        return Merged(mine, had_overlap=False)
    read = _Read(*(_Text.of(text) for text in texts))
    return Merged(_written(read), _had_overlap(read))


class _Text(NamedTuple):
    """Words, and the white space before each of them and after the last."""

    words: list[str]
    gaps: list[str]

    @classmethod
    def of(cls, text: str) -> "_Text":
        matches = list(_WORD.finditer(text))
        ends = [0, *(match.end() for match in matches)]
        starts = [*(match.start() for match in matches), len(text)]
        gaps = [text[end:start] for end, start in zip(ends, starts, strict=True)]
        return cls([match.group() for match in matches], gaps)


class _Insertion(NamedTuple):
    """Words [first, last) of one side, in place of the base words [start, end), which may be none."""

    start: int
    end: int
    first: int
    last: int


class _Side:
    """One descendant, compared with the base: the base words it kept and the words it brought."""

    def __init__(self, base: _Text, text: _Text) -> None:
        self.text = text
        self.base_length = len(base.words)
        self.kept: dict[int, int] = {}
        self.insertions: dict[tuple[int, bool], _Insertion] = {}
        for tag, start, end, first, last in _steps(base.words, text.words):
            if tag == "equal":
                self.kept.update(zip(range(start, end), range(first, last), strict=True))
            elif last > first:
                self.insertions[start, end > start] = _Insertion(start, end, first, last)

    def words(self, insertion: _Insertion) -> list[str]:
        return self.text.words[insertion.first : insertion.last]

    def order(self, insertion: _Insertion) -> tuple[int, list[str]]:
        return self.text.gaps[insertion.first].count("\n"), self.words(insertion)


class _Read:
    """Base, mine and theirs, read into words and compared."""

    def __init__(self, base: _Text, mine: _Text, theirs: _Text) -> None:
        self.base = base
        self.mine = _Side(base, mine)
        self.theirs = _Side(base, theirs)


def _steps(base: Sequence[str], text: Sequence[str]) -> Iterator[tuple[str, int, int, int, int]]:
    """The edit from base to text as of difflib, which sees less when beginning and end are equal."""
    head = _common(base, text)
    tail = _common(base[head:][::-1], text[head:][::-1])
    base_end, text_end = len(base) - tail, len(text) - tail
    yield "equal", 0, head, 0, head
    old, new = base[head:base_end], text[head:text_end]
    inner = SequenceMatcher(None, old, new, autojunk=_same_pairs(old, new) > _MANY_PAIRS)
    for tag, start, end, first, last in inner.get_opcodes():
        yield tag, start + head, end + head, first + head, last + head
    yield "equal", base_end, len(base), text_end, len(text)


def _same_pairs(old: Sequence[str], new: Sequence[str]) -> int:
    """How often a word here is the same as a word there: what the comparison costs."""
    counts = Counter(new)
    return sum(times * counts[word] for word, times in Counter(old).items())


def _common(one: Sequence[str], other: Sequence[str]) -> int:
    """How many words are equal from the beginning."""
    length = 0
    for a, b in zip(one, other, strict=False):
        if a != b:
            break
        length += 1
    return length


class _Placed(NamedTuple):
    """A word of the result, and its number in base, mine and theirs where it stands there."""

    word: str
    base: int | None
    mine: int | None
    theirs: int | None


def _placed(read: _Read) -> Iterator[_Placed]:
    """The words of the result in order: before each base word first what was added, then what replaced it."""
    for index in range(len(read.base.words) + 1):
        for replaces in (False, True):
            yield from _inserted_at((index, replaces), read)
        if index in read.mine.kept and index in read.theirs.kept:
            yield _Placed(read.base.words[index], index, read.mine.kept[index], read.theirs.kept[index])


def _inserted_at(place: tuple[int, bool], read: _Read) -> Iterator[_Placed]:
    a, b = read.mine.insertions.get(place), read.theirs.insertions.get(place)
    of_mine = [_Placed(read.mine.text.words[n], None, n, None) for n in range(a.first, a.last)] if a else []
    of_theirs = (
        [_Placed(read.theirs.text.words[n], None, None, n) for n in range(b.first, b.last)] if b else []
    )
    if a and b and read.mine.words(a) == read.theirs.words(b):
        for one, other in zip(of_mine, of_theirs, strict=True):
            yield _Placed(one.word, None, one.mine, other.theirs)
    elif a and b and read.mine.order(a) > read.theirs.order(b):
        yield from (*of_theirs, *of_mine)
    else:
        yield from (*of_mine, *of_theirs)


def _had_overlap(read: _Read) -> bool:
    """Whether one side brought words to a place where the other brought different ones or took words away."""
    return _touches(read.mine, read.theirs) or _touches(read.theirs, read.mine)


def _touches(side: _Side, other: _Side) -> bool:
    for place, insertion in side.insertions.items():
        opposite = other.insertions.get(place)
        if opposite is None:
            if not other.kept or _lies_in_a_loss(insertion, other):
                return True
        elif side.words(insertion) != other.words(opposite):
            return True
    return False


def _lies_in_a_loss(insertion: _Insertion, other: _Side) -> bool:
    """Whether the other took away words that the insertion replaces, or those on both sides of it."""
    if insertion.end > insertion.start:
        return any(n not in other.kept for n in range(insertion.start, insertion.end))
    at_edge = insertion.start in (0, other.base_length)
    return not at_edge and insertion.start - 1 not in other.kept and insertion.start not in other.kept


def _written(read: _Read) -> str:
    """The result as text, with the white space that the authors put between its words."""
    begin = _Placed("", -1, -1, -1)
    end = _Placed("", len(read.base.words), len(read.mine.text.words), len(read.theirs.text.words))
    placed = [begin, *_placed(read), end]
    return "".join(_gap(before, after, read) + after.word for before, after in pairwise(placed))


def _gap(before: _Placed, after: _Placed, read: _Read) -> str:
    base = _gap_if_neighbours(before.base, after.base, read.base)
    mine = _gap_if_neighbours(before.mine, after.mine, read.mine.text)
    theirs = _gap_if_neighbours(before.theirs, after.theirs, read.theirs.text)
    if mine is None and theirs is None:
        return _new_gap(before, after, read)
    if mine is None or theirs is None:
        return mine if mine is not None else theirs or ""
    if base in (mine, theirs):
        return theirs if mine == base else mine
    return _stronger(mine, theirs)


def _gap_if_neighbours(before: int | None, after: int | None, text: _Text) -> str | None:
    return text.gaps[after] if before is not None and after == before + 1 else None


def _new_gap(before: _Placed, after: _Placed, read: _Read) -> str:
    """Between words that never stood side by side: the stronger white space next to either, never none."""
    texts = (read.mine.text, read.theirs.text)
    follows = [
        text.gaps[n + 1] for n, text in zip((before.mine, before.theirs), texts, strict=True) if n is not None
    ]
    precedes = [
        text.gaps[n] for n, text in zip((after.mine, after.theirs), texts, strict=True) if n is not None
    ]
    if not before.word or not after.word:
        return _stronger(*(precedes if not after.word else follows), "")
    may_touch = _UNSPACED_WORD.fullmatch(before.word) or _UNSPACED_WORD.fullmatch(after.word)
    return _stronger(*follows, *precedes, "") or ("" if may_touch else " ")


def _stronger(*gaps: str) -> str:
    return max(gaps, key=lambda gap: (gap.count("\n"), len(gap), gap))
