"""Where this package departs from a house rule, and why (see tests/house/exceptions.py)."""

EXCEPTIONS = {
    "words": {
        "home:It never records when you were last seen, what you read or how fast you answer.": "says that it is not so",
        "home:you and the people who work on the case": "says who reads a formal case, where the word is honest",
    },
    "once": {
        "home:export_create": "answers with a file; a second press is a second file, and each is recorded",
    },
    "signed-in": {
        "home:healthz": "asked by the machine that watches; it says one word and nothing about people",
        "home:readyz": "asked by the machine that watches; it says one word and nothing about people",
    },
}
