"""Displays of an anonymous survey (A-9 to A-13): no answer is linked to a person, nor to another answer.

Units first. How many people answered directly in each unit is known, and so is how: a unit whose people are in
the same cells is one atom with a known histogram. So units are protected exactly as if answers were linked.
Cuts next, unit by unit, the whole company last: a cut is shown only if for everybody, whoever it was that
skipped, deniability is proven (`doubts.py`). While it is not, the bars of the cuts go, then the smallest cut.
"""

from collections.abc import Sequence

import numpy as np

from alongside.disclosure.anonymous import plan_anonymous
from alongside.disclosure.crowd import Crowd, Part
from alongside.disclosure.doubts import doubts
from alongside.disclosure.histograms import Histograms, UnlinkedSurvey
from alongside.disclosure.plan import Cell, CellKey, QuestionPlan
from alongside.disclosure.protect import Display, Drawn, Release, all_hidden, answers_to_keep, draw, protect
from alongside.disclosure.rules import ALL_RULES, Refusal, Rules
from alongside.disclosure.skips import Skips
from alongside.disclosure.snapshot import Flags, Ints

MOST_ATOMS = 1200
"""Cuts that would divide the respondents of a question into more atoms than this are withheld, unexamined."""


def protect_anonymous(plan: QuestionPlan, survey: UnlinkedSurvey, rules: Rules = ALL_RULES) -> Release:
    """Display the planned cells of one question (`anonymous.plan_anonymous`), from the stored blocks alone.

    Raises `Refusal` for answers that cannot be, and where a planned cut has none.
    """
    return _Question(plan, survey, rules).release()


def release_anonymous(survey: UnlinkedSurvey) -> list[Release]:
    """Plan and protect every question of an anonymous survey: what may be published, and every hidden cell.

    Raises `Refusal` for answers that cannot be.
    """
    for given in survey.answers.values():
        Histograms(survey.snapshot, given, survey.scale)
    counts = {question: given.counts for question, given in survey.answers.items()}
    plan = plan_anonymous(survey.snapshot, survey.took_part, counts, survey.floors)
    return [protect_anonymous(part, survey) for part in plan.questions]


class _Question:
    def __init__(self, plan: QuestionPlan, survey: UnlinkedSurvey, rules: Rules) -> None:
        self.plan, self.survey, self.rules = plan, survey, rules
        given = survey.answers[plan.question]
        self.histograms = Histograms(survey.snapshot, given, survey.scale)
        self.skips = Skips(survey.snapshot, survey.took_part, given.counts)
        self.root = survey.snapshot.tree.ids[0]
        self.wanted = answers_to_keep(survey.scale, survey.profile)
        self.units = [cell for cell in plan.cells if cell.key.attribute is None]
        self.cuts = [cell for cell in plan.cells if cell.key.attribute is not None]

    def release(self) -> Release:
        units = self._units()
        shown: dict[CellKey, Display] = {display.key: display for display in units.displays}
        parts = [self._part(cell, shown[cell.key]) for cell in self.units if cell.key in shown]
        for unit in sorted({cell.key.unit for cell in self.cuts}, key=self._last_the_root):
            parts = self._with_cuts([cell for cell in self.cuts if cell.key.unit == unit], parts, shown)
        withheld = [cell.key for cell in self.plan.cells if cell.key not in shown]
        displays = tuple(shown[cell.key] for cell in self.plan.cells if cell.key in shown)
        return Release(self.plan.question, displays, all_hidden(self.plan, withheld))

    def _last_the_root(self, unit: str) -> tuple[bool, int]:
        at = self.survey.snapshot.tree.at(unit)
        return at == 0, at

    def _units(self) -> Release:
        """Units alone, protected as in the linked case: anybody may stand for the respondents of a unit."""
        answers, answered = stand_ins(self.survey, self.histograms)
        cells = tuple(Cell(cell.key, cell.members[answered[cell.members]]) for cell in self.units)
        only = QuestionPlan(self.plan.question, cells, ())
        return protect(only, answers, self.survey.scale, self.root, self.survey.profile, self.rules)

    def _drawn(self, key: CellKey) -> Drawn:
        counts = self.histograms.of(key)
        return draw(key, counts, self.survey.scale, self.root, self.survey.profile, self.rules)

    def _part(self, cell: Cell, display: Display) -> Part:
        rows = self._drawn(cell.key).rows
        return Part(cell.members, cell.size, rows if display.distribution is not None else rows[:1])

    def _with_cuts(self, cuts: list[Cell], parts: list[Part], shown: dict[CellKey, Display]) -> list[Part]:
        """Add as many cuts of one unit as are proven safe beside what is shown already."""
        cuts = sorted(cuts, key=lambda cell: (-cell.size, cell.key.place))
        drawn = {cell.key: self._drawn(cell.key) for cell in cuts}
        for cell in cuts:
            if cell.size != int(self.histograms.of(cell.key).sum()):
                raise Refusal(f"the plan of {self.plan.question!r} is not one of these answers")
        bars = any(len(each.rows) > 1 for each in drawn.values())
        while cuts:
            own = [Part(c.members, c.size, drawn[c.key].rows[: None if bars else 1]) for c in cuts]
            failed = self._doubtful([*parts, *own], cuts)
            if not failed:
                shown |= {c.key: drawn[c.key].display(bars and len(drawn[c.key].rows) > 1) for c in cuts}
                return [*parts, *own]
            if bars:
                bars = False
            else:
                cuts.remove(failed[-1])
        return parts

    def _doubtful(self, parts: Sequence[Part], cuts: Sequence[Cell]) -> list[Cell]:
        """The cuts around people who lack a proof, largest first; all of them if none is around."""
        if not self.rules.deniability:
            return []
        crowd = Crowd(self.skips, parts, self.survey.scale)
        if len(crowd.atoms) > MOST_ATOMS:
            return list(cuts)
        failed = {atom for atom, _ in doubts(crowd, self.wanted)}
        if not failed:
            return []
        people = np.concatenate([crowd.atoms[atom] for atom in sorted(failed)])
        return [cell for cell in cuts if np.isin(cell.members, people).any()] or list(cuts)


def stand_ins(survey: UnlinkedSurvey, histograms: Histograms) -> tuple[Ints, Flags]:
    """Answers (people,) and who gives them: the first participants of each unit stand for its respondents."""
    answers: Ints = np.zeros(len(survey.snapshot.people), dtype=np.int64)
    answered = np.zeros(len(survey.snapshot.people), dtype=np.bool_)
    for unit, row in enumerate(histograms.direct):
        given = np.repeat(np.arange(survey.scale + 1), row)
        inside = np.flatnonzero(survey.took_part & (survey.snapshot.home == unit))[: len(given)]
        answers[inside] = given[: len(inside)]
        answered[inside] = True
    return answers, answered
