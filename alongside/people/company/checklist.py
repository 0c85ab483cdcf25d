"""What has to be set up before people come in, in order. Features above add their own steps (config/wiring.py)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from alongside.core.actor import Actor
from alongside.core.verdict import Verdict
from alongside.identity.policies import can_end_all_sessions, can_keep_service_tokens, can_set_up_sign_in
from alongside.people.mandates.policies import can_see_administrations
from alongside.people.policies import (
    can_change_chart,
    can_see_departures,
    can_set_up_company,
    can_set_up_provisioning,
)
from alongside.people.queries.set_up import set_up_so_far

BY_HR = _(
    "HR operations does this. Hand out that duty first: to somebody, or to yourself while you administer alone."
)
BY_ADMINISTRATION = _("Administrators look after this.")


@dataclass(frozen=True)
class Step:
    """One thing to set up: its words, the name of its page, whether it is done; who may, and words for who may not."""

    words: str | Promise
    page: str
    is_done: Callable[[Actor], bool]
    may: Callable[[Actor], Verdict] = can_set_up_company
    whose: str | Promise = ""


@dataclass(frozen=True)
class Standing:
    """A step as one reader sees it now; `url` is empty where it is not theirs, and `whose` says whose it is."""

    words: str | Promise
    url: str
    done: bool
    whose: str | Promise = ""


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
    return [_standing(actor, step) for step in (*OWN, *_offered)]


def _standing(actor: Actor, step: Step) -> Standing:
    mine = bool(step.may(actor))
    return Standing(
        step.words, reverse(step.page) if mine else "", step.is_done(actor), "" if mine else step.whose
    )


def _there(name: str) -> Callable[[Actor], bool]:
    return lambda actor: set_up_so_far(actor)[f"has_{name}"]


def _has_organisation(actor: Actor) -> bool:
    """A file was loaded, also one that names no unit; or people came in another way."""
    return _there("file")(actor) or _there("people")(actor)


def _has_second_pair_of_eyes(actor: Actor) -> bool:
    """Somebody from outside; or, unless one person holds it all, a second person with a duty."""
    so_far = set_up_so_far(actor)
    return so_far["has_outsiders"] or (so_far["has_others_with_duties"] and not so_far["has_small_hr"])


OWN = (
    Step(_("Name, language and time zone"), "people:company_update", _there("named")),
    Step(_("Sites, with their zone, working days and holidays"), "people:site_list", _there("sites")),
    Step(_("A test mail that arrives"), "people:mail_test", _there("mail_tested")),
    Step(_("Who is head of HR, and who else has a duty"), "people:duty_list", _there("head_of_hr")),
    Step(
        _("The organisation: load the file"),
        "people:import_list",
        _has_organisation,
        may=can_change_chart,
        whose=BY_HR,
    ),
    Step(_("Who is HR partner of what"), "people:coverage_list", _there("partners")),
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
        _("People from your identity provider"),
        _("By SCIM it adds people, keeps the directory current, and ends access when somebody leaves."),
        "people:provisioning_detail",
        can_set_up_provisioning,
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
