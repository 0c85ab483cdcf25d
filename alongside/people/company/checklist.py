"""What has to be set up before people come in, in order. Features above add their own steps (config/wiring.py)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from django.urls import NoReverseMatch, reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from alongside.core.actor import Actor
from alongside.core.verdict import Verdict
from alongside.identity.policies import can_end_all_sessions, can_keep_service_tokens, can_set_up_sign_in
from alongside.people import queries
from alongside.people.mandates.policies import can_see_administrations
from alongside.people.models import Company, RoleGrant
from alongside.people.policies import can_see_departures


@dataclass(frozen=True)
class Step:
    """One thing to set up: its words, the name of its page, and whether it is done."""

    words: str | Promise
    page: str
    is_done: Callable[[Actor], bool]


@dataclass(frozen=True)
class Standing:
    """A step as one reader sees it now; `url` is empty where its page does not exist here."""

    words: str | Promise
    url: str
    done: bool


@dataclass(frozen=True)
class Door:
    """A page of administration that is nobody's duty to open: shown to those who may, when they like."""

    words: str | Promise
    why: str | Promise
    page: str
    may: Callable[[Actor], Verdict]

    @property
    def url(self) -> str:
        return reverse(self.page)


_offered: list[Step] = []
_doors: list[Door] = []


def offer(*steps: Step) -> None:
    """Called by config/wiring.py: these come after our own."""
    _offered.extend(step for step in steps if step not in _offered)


def offer_doors(*doors: Door) -> None:
    """Called by config/wiring.py: these come after our own."""
    _doors.extend(door for door in doors if door not in _doors)


def doors_for(actor: Actor) -> list[Door]:
    """The further pages this person may open."""
    return [door for door in (*DOORS, *_doors) if door.may(actor)]


def steps_for(actor: Actor) -> list[Standing]:
    """Every step with where it stands."""
    return [Standing(step.words, _url(step.page), step.is_done(actor)) for step in (*OWN, *_offered)]


def _url(page: str) -> str:
    try:
        return reverse(page)
    except NoReverseMatch:
        return ""


def _company(actor: Actor) -> Company:
    """Three steps ask about it; the database is asked once."""
    return actor.once("people.checklist.company", queries.company)


def _has_head_of_hr(actor: Actor) -> bool:
    return queries.duties_held().filter(role=RoleGrant.Role.HEAD_OF_HR).exists()


def _has_second_pair_of_eyes(actor: Actor) -> bool:
    return not _company(actor).small_hr or queries.outsiders().exists()


OWN = (
    Step(
        _("Name, language and time zone"), "people:company_update", lambda actor: bool(_company(actor).name)
    ),
    Step(
        _("Sites, with their zone, working days and holidays"),
        "people:site_list",
        lambda actor: queries.sites().exists(),
    ),
    Step(
        _("A test mail that arrives"),
        "people:mail_test",
        lambda actor: _company(actor).mail_tested_at is not None,
    ),
    Step(
        _("The organisation: load the file"), "people:import_create", lambda actor: queries.units().exists()
    ),
    Step(_("Who is head of HR, and who else has a duty"), "people:duty_list", _has_head_of_hr),
    Step(
        _("Who is HR partner of what"),
        "people:coverage_list",
        lambda actor: queries.coverages_held().exists(),
    ),
    Step(
        _("Who steps in from outside where two people are needed"),
        "people:outsider_list",
        _has_second_pair_of_eyes,
    ),
)

DOORS = (
    Door(
        _("Single sign-on"),
        _("People sign in where they sign in for everything else."),
        "identity:provider_list",
        can_set_up_sign_in,
    ),
    Door(
        _("Tokens of the company"),
        _("For programs that act for nobody: the directory, and what administrators keep."),
        "identity:service_token_list",
        can_keep_service_tokens,
    ),
    Door(
        _("Sign others out"),
        _("A device is lost, or somebody came in who should not: one person, or everybody."),
        "identity:signing_out_detail",
        can_end_all_sessions,
    ),
    Door(
        _("Administration of units"),
        _("Somebody looks after the people of a unit in your place."),
        "people:administration_list",
        can_see_administrations,
    ),
    Door(
        _("Who leaves"),
        _("Last days, and when access ends."),
        "people:departure_list",
        can_see_departures,
    ),
)
