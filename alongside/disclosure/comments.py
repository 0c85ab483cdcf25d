"""Where comments are shown: at the lowest unit that is large enough and gives nobody away (A-17, T14).

Each comment is read at one unit. Readers know who took part, so what they can tell about its author is the
group that the unit stands for: its respondents without those of the lower units where comments are shown. That
group needs `k_comment` respondents and five comments, as each unit does. Units are chosen by counts alone.
"""

import numpy as np

from alongside.disclosure.rules import ALL_RULES, DEFAULT_FLOORS, Floors, Refusal, Rules
from alongside.disclosure.snapshot import Flags, Snapshot
from alongside.disclosure.units import choose_units_with_second, labels

LEAST_COMMENTS = 5


def place_comments(
    snapshot: Snapshot,
    answered: Flags,
    commented: Flags,
    floors: Floors = DEFAULT_FLOORS,
    rules: Rules = ALL_RULES,
) -> list[str | None]:
    """For each person of the snapshot the unit at which a comment of theirs is shown; None for nowhere.

    `answered` are the respondents of the question, `commented` those of them who wrote something. `Refusal`
    for a comment of somebody who did not answer.
    """
    if (commented & ~answered).any():
        at = int(np.flatnonzero(commented & ~answered)[0])
        raise Refusal(f"{snapshot.people[at]!r} has a comment and is no respondent")
    respondents = snapshot.direct_counts(answered)
    comments = snapshot.direct_counts(commented)
    if rules.comment_remainder:
        shown = choose_units_with_second(
            snapshot.tree, respondents.tolist(), comments.tolist(), floors.k_comment, LEAST_COMMENTS
        )
    else:
        enough = snapshot.tree.totals(respondents) >= floors.k_comment
        shown = (enough & (snapshot.tree.totals(comments) >= LEAST_COMMENTS)).tolist()
    at_unit = labels(snapshot.tree, shown)
    return [
        snapshot.tree.ids[at_unit[home]] if wrote and home >= 0 and at_unit[home] >= 0 else None
        for home, wrote in zip(snapshot.home.tolist(), commented.tolist(), strict=True)
    ]
