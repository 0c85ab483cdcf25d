"""Which acts are told to other programs, and how one event reads. Pure functions.

Only what the directory shows to everybody is here: an address that an administrator types must never learn that two
people met. tests/test_events.py holds the list against every act of the directory: each is told, or has a reason why not.
"""

from __future__ import annotations

import json
from datetime import datetime

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

# The act in the audit log -> the type of the event. How the directory changed counts, not through which door.
EVENTS = {
    "people.person_created": "person.created",
    "people.entry_updated": "person.updated",
    "people.person_provisioned": "person.updated",
    "people.person_left": "person.left",
    "people.person_back": "person.back",
    "people.person_unprovisioned": "person.unprovisioned",
    "people.seat_created": "seat.created",
    "people.seat_taken": "seat.taken",
    "people.seat_taken_over": "seat.taken_over",
    "people.unit_created": "unit.created",
    "people.site_saved": "site.saved",
    "people.absence_added": "absence.added",
    "people.absence_removed": "absence.removed",
    "people.delegation_made": "delegation.made",
    "people.delegation_ended": "delegation.ended",
    "people.role_granted": "role.granted",
    "people.role_ended": "role.ended",
    "people.unit_covered": "coverage.made",
    "people.coverage_ended": "coverage.ended",
    "people.import_applied": "import.applied",
}
# Acts on a record that no other program can ask for, or on many people at once: one event for each person concerned.
OF_EACH_PERSON = frozenset({"people.person_left"})
TEST = "webhook.test"
TYPES = tuple(sorted(set(EVENTS.values())))
# The type of an event -> what it says to people.
WORDS: dict[str, str | Promise] = {
    "absence.added": _("Somebody entered days away"),
    "absence.removed": _("Somebody took days away back"),
    "coverage.ended": _("An HR partner no longer looks after a unit"),
    "coverage.made": _("An HR partner looks after a unit"),
    "delegation.ended": _("Somebody no longer stands in for another"),
    "delegation.made": _("Somebody stands in for another"),
    "import.applied": _("A list of people was taken in"),
    "person.back": _("Somebody who had left is back"),
    "person.created": _("Somebody new is in the directory"),
    "person.left": _("Somebody has left"),
    "person.unprovisioned": _("The identity provider no longer names somebody"),
    "person.updated": _("What the directory says about somebody was written anew"),
    "role.ended": _("Somebody no longer has a duty"),
    "role.granted": _("Somebody has a new duty"),
    "seat.created": _("There is a new seat"),
    "seat.taken": _("Somebody took a seat"),
    "seat.taken_over": _("Somebody took over a seat that was left"),
    "site.saved": _("A site was entered or changed"),
    "unit.created": _("There is a new unit"),
    TEST: _("A test"),
}
# Why a delivery failed (core/outbound.py and sending.py) -> what it says to people.
FAILURES: dict[str, str | Promise] = {
    "abandoned": _("the worker ended while it was sending"),
    "blocked_address": _("the address is not on the public internet"),
    "blocked_host": _("the host of the address is not allowed"),
    "blocked_port": _("the port of the address is not allowed"),
    "blocked_scheme": _("the address does not begin with https://"),
    "blocked_url": _("the address can't be read"),
    "blocked_user": _("the address holds a name or a password"),
    "connect": _("nobody answered"),
    "dns": _("the name of the address is not known"),
    "protocol": _("the answer could not be read"),
    "status": _("the answer was a refusal or a redirect"),
    "timeout": _("no answer within five seconds"),
    "tls": _("its certificate could not be trusted"),
    "too_large": _("the answer was too long"),
}


def words_of(code: str) -> str | Promise:
    """What a type of event or a failure says; of one that only an older version knew, its code."""
    return WORDS.get(code) or FAILURES.get(code, code)


def body_of(*, type_: str, at: datetime, kind: str, key: str) -> bytes:
    """What is sent: the type, when, and which record; whoever may see more asks the API."""
    data = {"kind": kind, "id": key} if kind else {}
    words = {"type": type_, "timestamp": at.isoformat(), "data": data}
    return json.dumps(words, separators=(",", ":")).encode()
