"""Where this package departs from a house rule, and why (see tests/house/exceptions.py)."""

_DOOR = "this is how people sign in, so nobody is signed in here yet"
_COUNTED = "no person to own the key yet, and undoing a refused form would undo the count of its tries"
_AGAIN = (
    "pressed twice it has the effect of once, and undoing a refused form would undo the count of its tries"
)
_BEFORE = "works before there is an actor, and has this table to itself"

EXCEPTIONS = {
    "signed-in": {
        "identity:session_create": _DOOR,
        "identity:second_step_create": _DOOR,
        "identity:provider_session_create": _DOOR,
        "identity:provider_session_return": _DOOR,
        "identity:saml_session_create": _DOOR,
        "identity:saml_metadata_detail": "providers fetch it; it holds our addresses and nothing else",
        "identity:passkey_session_create": _DOOR,
        "identity:code_create": _DOOR,
        "identity:code_session_create": _DOOR,
        "identity:reset_create": _DOOR,
        "identity:reset_update": _DOOR,
        "identity:letter_session_create": _DOOR,
        "identity:demo_session_create": "the demo's one-tap sign-in; production refuses it",
        "identity:session_delete": "signing out twice must not lead to signing in",
    },
    "once": {
        "identity:session_create": _COUNTED,
        "identity:second_step_create": _COUNTED,
        "identity:provider_session_create": _COUNTED,
        "identity:saml_session_create": "the response itself counts once, and so does the request it belongs to",
        "identity:provider_confirmation_create": _AGAIN,
        "identity:identity_create": "leads to the provider; pressed twice it has the effect of once",
        "identity:provider_test": "asks the provider and changes nothing",
        "identity:passkey_session_create": _COUNTED,
        "identity:code_create": _COUNTED,
        "identity:code_session_create": _COUNTED,
        "identity:reset_create": _COUNTED,
        "identity:reset_update": _COUNTED,
        "identity:letter_session_create": _COUNTED,
        "identity:confirmation_create": _AGAIN,
        "identity:password_update": _AGAIN,
        "identity:second_factor_create": _AGAIN,
        "identity:demo_session_create": "signing in twice has the effect of once",
        "identity:session_delete": "signing out twice has the effect of once",
    },
    "rows": {
        "identity.codes": _BEFORE,
        "identity.devices": _BEFORE,
        "identity.limits": _BEFORE,
        "identity.token_use": "notes the day of a use, which is no act of a person and leaves no audit row",
        "identity.recovery_codes": "allauth's rows have this one reader and writer; a code is tried before there is an actor",
        "identity.second_factor": "allauth's rows have this one reader and writer",
        "identity.federation.joining": _BEFORE,
        "identity.federation.oidc": "keeps what a provider publishes; there is no actor at sign-in",
        "identity.providers": _BEFORE,
        "identity.passkeys": "allauth's rows have this one reader and writer",
        "identity.session_store": "Django's session store: it loads the session before there is an actor",
        "identity.sign_in:account_named": "finds the account that somebody claims is theirs, before there is an actor",
    },
    "sql": {
        "identity.limits:take": "counts a try in one statement, so that processes racing each other can't slip through",
    },
    "ambient": {
        "identity.middleware:SessionRulesMiddleware": "judges the session itself, before the actor is made of it",
    },
    "imports": {
        "identity.models.session:Session.get_session_store_class": "Django asks the model for its store and back",
    },
    "plain-text": {
        "identity.models:Device.words": "a browser's name, shown to its own person; no words between people",
        "identity.models:OneTimeCode.used_words": "a browser's name, shown to its own person; no words between people",
        "identity.models:Session.device_words": "a browser's name, shown to its own person; no words between people",
    },
    "actor": {
        "identity.services:digest_of": "a hash both services and queries need; it changes nothing",
        "identity.services:change_rights": "part of services that have an actor and write the audit row",
        "identity.services:end_sessions": "part of services that have an actor and write the audit row",
        "identity.services:shut_out": "part of services that have an actor and write the audit row",
    },
    "permission": {
        "identity.services:open_account": "called by services of people, whose policy has decided who may invite",
        "identity.services:create_token": "a token is for the account that asks; the door passes nobody else's",
    },
}
