"""Where this package departs from a house rule, and why (see tests/house/exceptions.py)."""

EXCEPTIONS = {
    "files": {
        "records.views.my_data:my_data_json": "a copy of one's own data, with its own proof, limit and record",
    },
    "words": {
        "records:It never records when you were last seen, what you read or how fast you answer.": "says that it is not so",
        "records:you and the people who work on the case": "says who reads a formal case, where the word is honest",
    },
}
