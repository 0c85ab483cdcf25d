"""Do the entries still fit the seals? Reads each entry once, in large steps, however many seals there are."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator

from django.db.models import Exists, OuterRef

from alongside.audit import sealing
from alongside.audit.models import AuditEntry, ForgottenMonth, Seal
from alongside.audit.queries import LOWEST_ID, months_forgotten, rows_to_seal

SEALS_AT_ONCE = 1_000
ENTRIES_AT_ONCE = 2_000


def broken_seals() -> list[Seal]:
    """Every seal whose entries or chain no longer fit. Empty means nothing was changed since sealing.

    A seal covers everything after the one before it, so an entry slipped in between or below is found too. Of a month
    that was forgotten only the chain is left to look at, and that nothing came back.
    """
    months = months_forgotten()
    broken = _broken()
    # A month that went while we were reading looks like a change, so then we read once more.
    return _broken() if broken and months_forgotten() != months else broken


def _broken() -> list[Seal]:
    broken, previous, after = list[Seal](), "", LOWEST_ID
    gone, leaves = _emptied(), _Leaves()
    for seal in _seals():
        while gone and gone[0][1] < seal.last_id:
            gone.popleft()
        fits = seal.previous == previous and (
            any(first - 1 <= after for first, _last in gone)
            or _fits(seal, leaves.between(after, seal.last_id))
        )
        if fits:
            previous, after = seal.root, seal.last_id
        else:
            broken.append(seal)
    return broken


def _fits(seal: Seal, leaves: list[bytes]) -> bool:
    return bool(leaves) and sealing.chained(sealing.merkle_root(leaves), seal.previous) == seal.root


def _emptied() -> deque[tuple[int, int]]:
    """From which id to which the entries went, lowest end first; a range into which something came back does not count."""
    came_back = AuditEntry.objects.filter(id__range=(OuterRef("first_id"), OuterRef("last_id")))
    months = ForgottenMonth.objects.filter(~Exists(came_back)).order_by("last_id")
    return deque(months.values_list("first_id", "last_id"))


def _seals() -> Iterator[Seal]:
    after = LOWEST_ID
    while seals := list(Seal.objects.filter(last_id__gt=after).order_by("last_id")[:SEALS_AT_ONCE]):
        yield from seals
        after = seals[-1].last_id


def _hashes(after: int) -> Iterator[tuple[int, bytes]]:
    """(id, hash) of every entry after this one, in order."""
    while rows := rows_to_seal(after=after, most=ENTRIES_AT_ONCE):
        for row in rows:
            yield row["id"], sealing.leaf(row)
        after = rows[-1]["id"]


class _Leaves:
    """Hands out the hashes of ranges that follow one another."""

    def __init__(self) -> None:
        self._stream = _hashes(LOWEST_ID)
        self._next = next(self._stream, None)
        self._given = LOWEST_ID

    def between(self, after: int, last: int) -> list[bytes]:
        """Of the entries with `after` < id <= `last`."""
        if after < self._given:
            return _again(after, last)
        found = []
        while self._next is not None and self._next[0] <= last:
            if self._next[0] > after:
                found.append(self._next[1])
            self._next = next(self._stream, None)
        self._given = last
        return found


def _again(after: int, last: int) -> list[bytes]:
    """Once more, because a seal that does not fit has used them up: somebody forged one in between."""
    found = []
    for entry_id, leaf in _hashes(after):
        if entry_id > last:
            break
        found.append(leaf)
    return found
