"""Where this package departs from a house rule, and why (see tests/house/exceptions.py)."""

EXCEPTIONS = {
    "plain-text": {
        "one_on_ones.models:AgendaItem.origin": "the software's note of where a line came from, a fixed code",
        "one_on_ones.models:AgendaItem.question": "the key of a question from the shipped list, no words of the two",
        "one_on_ones.models:AgendaItem.theme": "one of eight fixed themes, no words of the two",
        "one_on_ones.models:Series.time_zone": "the name of a time zone",
    },
}
