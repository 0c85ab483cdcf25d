"""Somebody who types words into a text and takes words out; every word is unlike all others, so none can hide."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from itertools import count


@dataclass(kw_only=True)
class Typist:
    """`draft` is what the screen shows; `typed` and `taken` remember which words must be there in the end."""

    number: int
    draft: str = ""
    names: count[int] = field(default_factory=count)
    typed: set[str] = field(default_factory=set)
    taken: set[str] = field(default_factory=set)

    def type_word(self, place: int, gap: str) -> None:
        """A new word before the `place`-th one, set apart by `gap`."""
        word = f"c{self.number}w{next(self.names)}"
        self.typed.add(word)
        starts = [match.start() for match in re.finditer(r"\S+", self.draft)]
        at = [*starts, len(self.draft)][place % (len(starts) + 1)]
        before = self.draft[:at]
        glue = gap if before and not before[-1].isspace() else ""
        self.draft = before + glue + word + (gap if at < len(self.draft) else "") + self.draft[at:]

    def take_word(self, place: int) -> None:
        """The `place`-th word goes, if there is any."""
        words = list(re.finditer(r"\S+\s?", self.draft))
        if words:
            word = words[place % len(words)]
            self.taken.add(word.group().strip())
            self.draft = self.draft[: word.start()] + self.draft[word.end() :]
