"""Where this package departs from a house rule, and why (see tests/house/exceptions.py)."""

EXCEPTIONS = {
    "signed-in": {
        "calendars:feed_detail": "a calendar program can't sign in; 256 secret bits in the address open one person's times",
    },
    "plain-text": {
        "calendars.models:Edition.fingerprint": "a hash of times, no words",
        "calendars.models:Edition.uid": "the name of an event, made of ids",
    },
}
