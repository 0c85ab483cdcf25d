"""How codes of 1:1s are said."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from alongside.one_on_ones.questions import Theme
from alongside.one_on_ones.rhythm import WhyProposed

THEME_WORDS = {
    Theme.WORKLOAD: _("how much there is to do"),
    Theme.PRIORITIES: _("what comes first"),
    Theme.OBSTACLES: _("what stands in the way"),
    Theme.FEEDBACK_TO_ME: _("feedback to each other"),
    Theme.GROWTH: _("what comes next for you"),
    Theme.STRENGTHS: _("what gives energy"),
    Theme.TEAM: _("the team"),
    Theme.COMPANY: _("what the company should know"),
}
WHY_PROPOSED = {
    WhyProposed.NEW_PAIR: _(
        "You are new to each other: for the first three months a short talk every week helps most."
    ),
    WhyProposed.MANY_REPORTS: _(
        "With more than ten people in the team, two weeks and a short weekly talk of all of you leave room for both."
    ),
    WhyProposed.FROM_FIVE_REPORTS: _(
        "With five people or more in the team, a longer talk every two weeks fits better."
    ),
    WhyProposed.USUAL: _("A short talk every week does more than a long one once in a while."),
}
