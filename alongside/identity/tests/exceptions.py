"""Where this package departs from a house rule, and why (see tests/house/exceptions.py)."""

EXCEPTIONS = {
    "signed-in": {
        "identity:session_create": "this is where people sign in",
        "identity:demo_session_create": "the demo's one-tap sign-in; production refuses it",
        "identity:session_delete": "signing out twice must not lead to signing in",
    },
    "once": {
        "identity:session_create": "signing in twice has the effect of once, and there is no person yet to own the key",
        "identity:demo_session_create": "signing in twice has the effect of once",
        "identity:session_delete": "signing out twice has the effect of once",
    },
    "doors": {
        "identity.views:session_create": "the demo's list of people, before anybody is signed in; production refuses it",
        "identity.views:demo_session_create": "the demo's one-tap sign-in, before there is an actor; production refuses it",
    },
    "actor": {"identity.services:digest_of": "a hash both services and queries need; it changes nothing"},
    "permission": {
        "identity.services:open_account": "called by services of people, whose policy has decided who may invite",
        "identity.services:create_token": "a token is for the account that asks; the door passes nobody else's",
    },
}
