"""Where this package departs from a house rule, and why (see tests/house/exceptions.py)."""

EXCEPTIONS = {
    "signed-in": {
        "home:healthz": "asked by the machine that watches; it says one word and nothing about people",
        "home:readyz": "asked by the machine that watches; it says one word and nothing about people",
    },
}
