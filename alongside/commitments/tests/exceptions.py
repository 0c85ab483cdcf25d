"""Where this package departs from a house rule, and why (see tests/house/exceptions.py)."""

EXCEPTIONS = {
    "actor": {
        "commitments.services.commitments:both": "the two ids that every service of this folder tells the audit log",
        "commitments.services.commitments:require": "checks a date for the services beside it; it changes nothing",
        "commitments.services.commitments:turn": "the last step of the services beside it, which have asked",
    },
    "permission": {
        "commitments.services.commitments:create_commitment": "the feature that calls it has asked its own policy for both people",
        "commitments.services.commitments:uncount_carrying": "touches the actor's own rows only, through commitments_visible_to",
    },
}
