"""Where this package departs from a house rule, and why (see tests/house/exceptions.py)."""

EXCEPTIONS = {
    "permission": {
        "commitments.services.commitments:create_commitment": "the feature that calls it has asked its own policy for both people",
        "commitments.services.commitments:uncount_carrying": "touches the actor's own rows only, through commitments_visible_to",
    },
}
