"""For whom no proof is found that an answer stays possible, whoever it was that skipped (A-12, unlinked).

Each band of the crowd is a way to prove it (`crowd.py`), and one is enough for each person and answer. First a
world is found in which everybody answers and every narrowed window is met; then the search of the linked case
(`witness.py`) goes on from there.
"""

from collections.abc import Sequence

import numpy as np

from alongside.disclosure.board import Board
from alongside.disclosure.crowd import Band, Crowd
from alongside.disclosure.snapshot import Ints
from alongside.disclosure.solver import Finding, Target, find_world, settle
from alongside.disclosure.witness import missing, neighbours, unwitnessed

_NODES = 200
_CERTAIN_NODES = 30


def doubts(crowd: Crowd, wanted: Sequence[int]) -> list[Target]:
    """(atom of the crowd, answer) without a proof, in order. Atoms that cannot hold a respondent need none."""
    left = [(atom, answer) for atom in range(len(crowd.atoms)) if crowd.can_answer(atom) for answer in wanted]
    for band in bands(crowd):
        if left:
            left = _left(crowd, band, left, wanted)
    return left


def bands(crowd: Crowd) -> list[Band]:
    """Bands to try: all answers, then narrow ones around the mean of the largest cell."""
    whole = (0, crowd.scale)
    if crowd.certain or not crowd.parts:
        return [whole]
    largest = max(crowd.parts, key=lambda part: part.n)
    middle = (largest.rows[0].least + largest.rows[0].most) / (2 * largest.n)
    near, below = round(middle), int(middle)
    wished = [whole, (below, below + 1), (near - 1, near + 1), (near, near)]
    cut = [(max(low, 0), min(high, crowd.scale)) for low, high in wished]
    return list(dict.fromkeys(cut))


def _left(crowd: Crowd, band: Band, targets: list[Target], wanted: Sequence[int]) -> list[Target]:
    """Those of the targets that this band does not prove."""
    world = _world(crowd, band, targets, wanted)
    board = None if world is None else crowd.board(band, wanted, world)
    if board is None:
        return targets
    place = {board_atom(board, crowd, atom): atom for atom, _ in targets}
    own = {(board_atom(board, crowd, atom), answer): (atom, answer) for atom, answer in targets}
    inside = set(range(band[0], band[1] + 1))
    hard = {
        each
        for each in own
        if each[1] not in inside and crowd.may_skip[place[each[0]]] >= len(crowd.atoms[place[each[0]]])
    }
    open_ = [each for each in missing(board, wanted) if each in own]
    failed = set(unwitnessed(board, [each for each in open_ if each not in hard]))
    failed |= {each for each in sorted(hard) if not _alone(board, crowd, place[each[0]], each)}
    return sorted(own[each] for each in failed)


def _alone(board: Board, crowd: Crowd, atom: int, target: Target) -> bool:
    """An atom all of whom may have skipped: the one who did not may answer outside the band."""
    row = len(board.least) - len(crowd.held) + crowd.held.index(atom)
    board.least[row] -= 1
    found = settle(board, [target], neighbours(board, target[0]), _CERTAIN_NODES)
    board.least[row] += 1
    return found[target] is Finding.POSSIBLE


def board_atom(board: Board, crowd: Crowd, atom: int) -> int:
    """The number that the board gives to an atom of the crowd."""
    return int(board.atom_of[crowd.atoms[atom][0]])


def _world(crowd: Crowd, band: Band, targets: list[Target], wanted: Sequence[int]) -> Ints | None:
    """(people,): answers of the whole crowd that fit the narrowed windows."""
    answers: Ints = np.zeros(len(crowd.kind), dtype=np.int64)
    board = crowd.board(band, wanted, answers)
    if board is None:
        return None
    wished = [(board_atom(board, crowd, atom), answer) for atom, answer in targets]
    counts, _ = find_world(board, wished, _NODES)
    if counts is None:
        return None
    for people in filter(len, crowd.atoms):
        row = counts[board.atom_of[people[0]]]
        answers[people] = np.repeat(np.arange(crowd.scale + 1), row)
    return answers
