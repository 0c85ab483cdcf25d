"""Which acts are told to other programs, and how one event reads. Pure functions.

Only what the directory shows to everybody is here: an address that an administrator types must never learn that two
people met. tests/test_webhooks.py holds the list against the package it may name.
"""

from __future__ import annotations

import json
from datetime import datetime

# The act in the audit log -> the type of the event.
EVENTS = {
    "people.person_created": "person.created",
    "people.seat_created": "seat.created",
    "people.seat_taken": "seat.taken",
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
TEST = "webhook.test"
TYPES = tuple(sorted(EVENTS.values()))


def body_of(*, type_: str, at: datetime, kind: str, key: str) -> bytes:
    """What is sent: the type, when, and which record; whoever may see more asks the API."""
    data = {"kind": kind, "id": key} if kind else {}
    words = {"type": type_, "timestamp": at.isoformat(), "data": data}
    return json.dumps(words, separators=(",", ":")).encode()
