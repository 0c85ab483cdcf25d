"""Where this package departs from a house rule, and why (see tests/house/exceptions.py)."""

EXCEPTIONS = {
    "sql": {"config.grants:grant_web_role": "grants are SQL; Django has no words for them"},
    "rows": {
        "config.demo:seed": "asks whether the database is empty before it calls any service",
        "config.cli.token:run": "the command line has no actor yet: whoever may start it owns the machine",
    },
}
