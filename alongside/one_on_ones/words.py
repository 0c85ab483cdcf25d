"""How codes of 1:1s are said."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from alongside.one_on_ones.questions import Theme
from alongside.one_on_ones.recurrence import RuleRefused, WhyRefused
from alongside.one_on_ones.rhythm import WhyProposed
from alongside.one_on_ones.slots import Outcome

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

OUTCOME_WORDS = {
    Outcome.HELD: _("you met"),
    Outcome.NOT_HELD: _("no talk"),
    Outcome.CONTESTED: _("one of you says that you did not meet"),
    Outcome.AWAY: _("not counted: one of you was away"),
    Outcome.PAUSED: _("not counted: you paused"),
    Outcome.OFF_BY_EMPLOYEE: _("not counted: the employee called it off"),
}
WHY_REFUSED = {
    WhyRefused.NOT_A_RULE: _("Write the rule as parts with a value each, such as FREQ=WEEKLY;BYDAY=TU."),
    WhyRefused.NO_FREQUENCY: _(
        "The rule does not say how often: it needs FREQ=DAILY, WEEKLY, MONTHLY or YEARLY."
    ),
    WhyRefused.TOO_OFTEN: _("A 1:1 can repeat by day, week, month or year, so %(part)s can't be used."),
    WhyRefused.UNKNOWN_PART: _("%(part)s is not a part of a repeating rule."),
    WhyRefused.TWICE: _("%(part)s stands in the rule twice."),
    WhyRefused.BAD_VALUE: _("%(value)s is not a value that %(part)s can have."),
    WhyRefused.NOT_TOGETHER: _("%(part)s can't stand in the same rule as %(value)s."),
    WhyRefused.NO_MEETING: _("This rule gives no meeting within a year of its start."),
}


def why_refused(refused: RuleRefused) -> str:
    """What is wrong with a rule that somebody brought, in the active language."""
    return str(WHY_REFUSED[refused.why]) % refused.params
