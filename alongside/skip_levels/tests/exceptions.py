"""Where this package departs from a house rule, and why (see tests/house/exceptions.py)."""

EXCEPTIONS = {
    "rows": {
        "skip_levels.audiences:InGroup": "a relation is made of rows; queries are built on it, so it can't ask them",
    },
}
