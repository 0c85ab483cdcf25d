"""Where this package departs from a house rule, and why (see tests/house/exceptions.py)."""

_LINK = "a link from a mail, made for one person and one task, opens this without signing in"

EXCEPTIONS = {
    "once": {
        "one_on_ones:note_update": "its change key does the same, and a repeat must answer with the text",
    },
    "signed-in": {
        "one_on_ones:link_detail": _LINK,
        "one_on_ones:link_use": _LINK,
        "one_on_ones:link_done": "says that it worked, to whoever asks; there is nothing to find out",
    },
    "audit": {
        "one_on_ones.services.additions:agree_on_action": "the commitment's own service writes the row",
    },
    "rows": {
        "one_on_ones.emails:meeting_closed": "counts what both agreed, for a mail to both; there is no actor in the worker",
    },
    "plain-text": {
        "one_on_ones.models:AgendaItem.origin": "the software's note of where a line came from, a fixed code",
        "one_on_ones.models:AgendaItem.question": "the key of a question from the shipped list, no words of the two",
        "one_on_ones.models:AgendaItem.theme": "one of eight fixed themes, no words of the two",
        "one_on_ones.models:PastRhythm.recurrence": "an RFC 5545 rule, checked, no words of the two",
        "one_on_ones.models:Series.recurrence": "an RFC 5545 rule, checked, no words of the two",
        "one_on_ones.models:Series.time_zone": "the name of a time zone",
    },
}
