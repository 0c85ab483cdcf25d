"""Where this package departs from a house rule, and why (see tests/house/exceptions.py)."""

EXCEPTIONS = {
    "sql": {
        "operations.queries:_number": "compares ages on the clock of the database; Django has no words for it",
        "operations.queries:chart_days_behind": "compares days on the clock of the database",
        "operations.queries:database_facts": "asks the database about itself: version, role, rights, clock",
    },
}
