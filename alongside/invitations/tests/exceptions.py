"""Where this package departs from a house rule, and why (see tests/house/exceptions.py)."""

EXCEPTIONS = {
    "signed-in": {
        "invitations:welcome_create": "people come here by the link of their invitation, before their first sign-in",
    },
    "once": {
        "invitations:welcome_create": "the link itself works once, and there is no person yet to own the key",
    },
    "permission": {
        "invitations.services:renew_invitation": "whoever holds a lapsed link may ask; the mail goes to the address we know",
    },
}
