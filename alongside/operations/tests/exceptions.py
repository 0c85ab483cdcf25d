"""Where this package departs from a house rule, and why (see tests/house/exceptions.py)."""

EXCEPTIONS = {
    "signed-in": {
        "operations:support_session_create": "for supporters, who have no account here: the key is the proof",
        "operations:support_session_delete": "for supporters, who have no account here; for others it does nothing",
        "operations:support_detail": "for supporters, whose session holds an access; for others it is not there",
    },
    "once": {
        "operations:support_session_create": "comes in with a key: twice is being in, and a refusal must not undo the count of tries",
        "operations:support_session_delete": "leaving twice is leaving",
    },
    "sql": {
        "operations.queries:_number": "compares ages on the clock of the database; Django has no words for it",
        "operations.queries:chart_days_behind": "compares days on the clock of the database",
        "operations.queries:database_facts": "asks the database about itself: version, role, rights, clock",
    },
}
