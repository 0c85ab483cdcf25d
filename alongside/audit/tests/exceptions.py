"""Where this package departs from a house rule, and why (see tests/house/exceptions.py)."""

EXCEPTIONS = {
    "sql": {
        "audit.tasks:_nobody_writes": "asks for an advisory lock, which Django has no words for",
        "audit.services:_forget": "calls the database's own function, the one thing that may delete entries",
    },
    "actor": {
        "audit.services:record": "it is called by services inside their own transaction and checks nothing itself",
        "audit.services:seal_next": "the sealer acts for nobody: it only adds a seal over what was recorded",
    },
    "plain-text": {
        "audit.models:AuditEntry.door": "one of seven fixed words for a door, written by the software",
        "audit.models:AuditEntry.action": "the name of an action from the code, never what a person wrote",
    },
}
