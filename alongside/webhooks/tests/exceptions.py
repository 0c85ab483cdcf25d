"""Where this package departs from a house rule, and why (see tests/house/exceptions.py)."""

EXCEPTIONS = {
    "rows": {
        "webhooks.sending": "the worker's own bookkeeping of one delivery: claimed by a filtered update, as messages are",
        "webhooks.offers": "stores a delivery in the transaction of the act that it tells; the act has its audit row",
    },
}
