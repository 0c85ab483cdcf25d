"""Where this package departs from a house rule, and why (see tests/house/exceptions.py)."""

EXCEPTIONS = {
    "files": {
        "core.exports": "here the table becomes the file, for the one door",
        "core.pdf": "one document on paper, not a list; whoever makes it records it",
    },
    "bare-text": {
        "alongside/core/templates/core/500.html": "shown when translation itself may be broken; speaks both languages",
        "alongside/core/templates/core/style.html": "the page of examples for people who build pages; nobody else gets it",
        "alongside/core/templates/core/_style_item.html": "a part of the page of examples",
        "alongside/core/templates/core/_problem_example.html": "a part of the page of examples",
    },
    "sql": {
        "core.models:DataKey": "locks a key against being erased while words are written; Django can't say KEY SHARE"
    },
    "ambient": {
        "core.request_ids": "an id for log lines and task keys; it says nothing about who acts",
    },
    "length": {
        "core.style_page:example_context": "one flat dictionary of examples; there is no step to take out",
    },
    "secrets": {
        "core.keyring:seal": "96 bits are the length of a nonce of AES-GCM; it is unique, and no secret",
        "core.request_ids:fresh": "an id for log lines and task keys; it opens nothing",
        "core.request_ids:task_key": "an id for log lines and task keys; it opens nothing",
    },
}
