"""Where this package departs from a house rule, and why (see tests/house/exceptions.py)."""

EXCEPTIONS = {
    "actor": {
        "notifications.services:send_digest": "the worker's: it bundles what services have asked for and recorded",
        "notifications.services:tell": "the messenger: the service that causes the news has asked and recorded already",
        "notifications.services:claim": "the worker takes a message; nobody acts",
        "notifications.services:mark_sent": "the worker notes what the mail server said; nobody acts",
        "notifications.services:mark_failed": "the worker notes what the mail server said; nobody acts",
        "notifications.services:put_back": "the worker notes that there is no mail server; nobody acts",
        "notifications.services:take_back": "the worker notes what a mail server reported; nobody acts",
        "notifications.services:mark_held": "the worker sets a message aside; nobody acts",
        "notifications.services:may_be_written_to": "a question about a person that telling and sending share",
    },
}
