"""Where this package departs from a house rule, and why (see tests/house/exceptions.py)."""

EXCEPTIONS = {
    "actor": {
        "notifications.services:tell": "the messenger: the service that causes the news has asked and recorded already",
        "notifications.services:claim": "the worker takes a message; nobody acts",
        "notifications.services:mark_sent": "the worker notes what the mail server said; nobody acts",
        "notifications.services:mark_failed": "the worker notes what the mail server said; nobody acts",
    },
}
