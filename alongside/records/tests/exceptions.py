"""Where this package departs from a house rule, and why (see tests/house/exceptions.py)."""

EXCEPTIONS = {
    "words": {
        "records:It never records when you were last seen, what you read or how fast you answer.": "says that it is not so",
        "records:you and the people who work on the case": "says who reads a formal case, where the word is honest",
    },
}
