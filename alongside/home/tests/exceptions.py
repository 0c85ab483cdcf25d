"""Where this package departs from a house rule, and why (see tests/house/exceptions.py)."""

EXCEPTIONS = {
    "files": {
        "home.views.exports:export_create": "this is the door, with the proof, the limit and the record",
    },
    "once": {
        "home:export_create": "answers with a file; a second press is a second file, and each is recorded",
    },
    "signed-in": {
        "home:healthz": "asked by the machine that watches; it says one word and nothing about people",
        "home:readyz": "asked by the machine that watches; it says one word and nothing about people",
    },
}
