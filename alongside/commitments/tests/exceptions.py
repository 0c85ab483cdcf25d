"""Where this package departs from a house rule, and why (see tests/house/exceptions.py)."""

EXCEPTIONS = {
    "permission": {
        "commitments.services.commitments:create_commitment": "the feature that calls it has asked its own policy",
        "commitments.services.commitments:uncount_carrying": "touches only rows the actor sees",
    },
}
