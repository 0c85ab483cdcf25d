"""Where this package departs from a house rule, and why (see tests/house/exceptions.py)."""

EXCEPTIONS = {
    "sql": {
        "config.forgetting_again:_skip_numbers": "moves a sequence; Django has no words for it",
        "config.grants:grant_web_role": "grants are SQL; Django has no words for them",
    },
    "rows": {
        "config.forgetting_again:erase_all_again": "counts who is there after a restore",
        "config.cli.restore": "looks whether anybody is in the database that a backup would replace",
        "config.demo.people": "looks at what is in the database before it calls any service",
        "config.demo.past": "looks at what is in the database before it calls any service",
        "config.demo.diary": "reads everybody's times, which no single person may, so that the demo has no clashes",
        "config.demo.conversations": "looks up the people of the demo, and lets one of them change seats",
        "config.cli.token:run": "the command line has no actor yet: whoever may start it owns the machine",
    },
    "secrets": {
        "config.backups:_scratch": "the name of a database that lives for a minute; it opens nothing",
    },
}
