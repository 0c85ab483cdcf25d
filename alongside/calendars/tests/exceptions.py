"""Where this package departs from a house rule, and why (see tests/house/exceptions.py)."""

EXCEPTIONS = {
    "bare-text": {
        "calendars.models:Connection": "names of companies are the same in every language",
    },
    "signed-in": {
        "calendars:feed_detail": "a calendar program can't sign in; 256 secret bits in the address open one person's times",
    },
    "permission": {
        "calendars.services.bookings:refresh_plan": "the worker brings to the two what they decided; it shows it to nobody else",
    },
    "audit": {
        "calendars.services.feeds:note_reading": "a calendar asks many times a day; the day of the last reading is the trace",
        "calendars.services.connections:try_anew": "asking one's own calendar changes nothing but the word whether it answers",
        "calendars.services.connections:note_answers": "a calendar is asked on every page that proposes times; whether it answered is the trace",
    },
}
