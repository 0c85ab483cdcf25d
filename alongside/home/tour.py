"""Five minutes with the real pages, by role: what each is for, in two sentences and a link.

Nothing is stored about who took the tour: a page knows its step from `?tour=2` in its own address.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from alongside.core.actor import Actor
from alongside.one_on_ones.queries import series_visible_to
from alongside.people import queries as people


class Role(StrEnum):
    ADMINISTRATOR = "administrator"
    HR_OPERATIONS = "hr_operations"
    HR_PARTNER = "hr_partner"
    MANAGER = "manager"
    EMPLOYEE = "employee"


LEADS: dict[Role, str | Promise] = {
    Role.ADMINISTRATOR: _(
        "You keep Alongside running. You decide who holds which duty, and read nobody's words."
    ),
    Role.HR_OPERATIONS: _("You bring people in: from the organisation file to the first sign-in."),
    Role.HR_PARTNER: _(
        "You support managers and their people. What two people write in their 1:1 stays theirs."
    ),
    Role.MANAGER: _(
        "You lead people. Alongside helps you to talk with each of them and to keep what you two agree."
    ),
    Role.EMPLOYEE: _(
        "Your topics come first. You decide what you share, and you always see who can read it."
    ),
}


@dataclass(frozen=True)
class Stop:
    """One step before it is known who asks. `place` is the name of an address; TALK is the first 1:1 they have."""

    title: str | Promise
    words: str | Promise
    act: str | Promise
    place: str


TALK = "one_on_ones:series_detail"
TODAY = Stop(
    _("Begin with Today"),
    _("At most five things that need you, the nearest first. When there is nothing, there is nothing to do."),
    _("Open Today"),
    "home:today",
)
ACTIONS = Stop(
    _("Keep what you agreed"),
    _("Every agreement has one owner and one date. A date may move, with a reason; nothing counts points."),
    _("Open your actions"),
    "commitments:commitment_list",
)
CONCERNS = Stop(
    _("See what concerns you"),
    _("Everybody sees who changed or viewed what concerns them. You too, at any time."),
    _("See what happened"),
    "home:trace_list",
)
RECORDS = Stop(
    _("Know what is recorded"),
    _("Every field: what it is for, who sees it, how long it stays, and what Alongside never does."),
    _("Read what is recorded"),
    "home:record_list",
)
DIRECTORY = Stop(
    _("Find anybody"),
    _(
        "Type part of a name, a title or a unit; a slip of the finger does no harm. The chart is one tap away."
    ),
    _("Look somebody up"),
    "people:person_list",
)
STOPS: dict[Role, list[Stop]] = {
    Role.MANAGER: [
        TODAY,
        Stop(
            _("Prepare a 1:1"),
            _("Add one topic; one line is enough. The hatched lines are proposals: take one, or leave it out."),
            _("Open a 1:1"),
            TALK,
        ),
        Stop(
            _("Have an eye on every talk"),
            _("All your 1:1s and when the next ones are. Nobody in HR sees this page or what stands behind it."),
            _("See your 1:1s"),
            "one_on_ones:series_list",
        ),
        ACTIONS,
        Stop(
            _("Know your team"),
            _("Who is here, who is away and until when, and which HR partner helps you with whom."),
            _("See your team"),
            "people:team_detail",
        ),
        CONCERNS,
    ],
    Role.EMPLOYEE: [
        TODAY,
        Stop(
            _("Bring your topics"),
            _("In your 1:1 your topics stand first. Choose “Only you” for a line you want to keep until you are ready."),
            _("Open your 1:1"),
            TALK,
        ),
        ACTIONS,
        DIRECTORY,
        CONCERNS,
        RECORDS,
    ],
    Role.HR_PARTNER: [
        TODAY,
        Stop(
            _("See whom you support"),
            _("The parts of the company you are HR partner of, and their managers."),
            _("See the people you support"),
            "people:supported_list",
        ),
        Stop(
            _("Remove an obstacle"),
            _("A manager or an employee can ask you to clear the way. You see the one sentence they chose to share."),
            _("See what you were asked"),
            "commitments:obstacle_list",
        ),
        Stop(
            _("Your own 1:1s"),
            _("You have them too. Those of others answer you as if they were not there: nothing to see."),
            _("See your 1:1s"),
            "one_on_ones:series_list",
        ),
        DIRECTORY,
        CONCERNS,
    ],
    Role.HR_OPERATIONS: [
        Stop(
            _("Load the organisation file"),
            _("As it is, with its gaps. You see what would change before anything does, and mend rows on the page."),
            _("Open the import"),
            "people:import_list",
        ),
        Stop(
            _("Invite in waves"),
            _("See beforehand what each role will receive. Nobody gets mail before their wave; you can pause at any time."),
            _("See the invitations"),
            "invitations:wave_list",
        ),
        Stop(
            _("Let in people without e-mail"),
            _("A sealed letter with a code that works once. They choose a PIN of their own, and see every use of the code."),
            _("See the letters"),
            "invitations:letter_list",
        ),
        Stop(
            _("Look at the chart"),
            _("Who answers to whom, vacancies included. Open a branch to see what hangs below."),
            _("Open the chart"),
            "people:chart_detail",
        ),
        DIRECTORY,
        RECORDS,
    ],
    Role.ADMINISTRATOR: [
        Stop(
            _("Set up, step by step"),
            _("Company, sites, calendars, mail, duties: a list that knows what is done and what comes next."),
            _("Open the administration"),
            "people:checklist_detail",
        ),
        Stop(
            _("Hand out duties"),
            _("HR operations, head of HR, auditor. As soon as there are two of you, you cannot give one to yourself."),
            _("See the duties"),
            "people:duty_list",
        ),
        Stop(
            _("Say who is HR partner of what"),
            _("A unit and everything below it, from a day on. It can overlap and it can end."),
            _("See the HR partners"),
            "people:coverage_list",
        ),
        Stop(
            _("Your own 1:1s"),
            _("You have them too. Those of others answer you as if they were not there: nothing to see."),
            _("See your 1:1s"),
            "one_on_ones:series_list",
        ),
        CONCERNS,
        RECORDS,
    ],
}  # fmt: skip


@dataclass(frozen=True)
class Step:
    """One step for one person: `url` leads to the page with the step in its address."""

    number: int
    title: str | Promise
    words: str | Promise
    act: str | Promise
    url: str


def role_of(actor: Actor) -> Role:
    """The role whose work somebody most likely wants to see: duties first, then whom they help, then whom they lead."""
    for role in (Role.ADMINISTRATOR, Role.HR_OPERATIONS):
        if role in actor.roles:
            return role
    if people.people_covered_by(actor).exists():
        return Role.HR_PARTNER
    return Role.MANAGER if people.team_of(actor).exists() else Role.EMPLOYEE


def steps_of(actor: Actor, role: Role) -> list[Step]:
    """The tour of this role, five to seven steps."""
    stops = STOPS[role]
    return [
        Step(number, stop.title, stop.words, stop.act, f"{_address(actor, stop.place)}?tour={number}")
        for number, stop in enumerate(stops, 1)
    ]


def _address(actor: Actor, place: str) -> str:
    if place != TALK:
        return reverse(place)
    series = series_visible_to(actor).filter(ended_on=None).order_by("pk").first()
    return reverse(TALK, args=[series.pk]) if series else reverse("one_on_ones:series_list")


@dataclass(frozen=True)
class Strip:
    """What the top of a page says while the tour is on: this step, and the one after it (None at the end)."""

    step: Step
    count: int
    following: Step | None


def strip_of(actor: Actor, asked: str) -> Strip | None:
    """For `?tour=<number>`; None for a page without it, at no cost, and for numbers that are no step."""
    if not asked.isdecimal() or len(asked) > 1:
        return None
    steps, number = steps_of(actor, role_of(actor)), int(asked)
    if not 1 <= number <= len(steps):
        return None
    return Strip(steps[number - 1], len(steps), steps[number] if number < len(steps) else None)
