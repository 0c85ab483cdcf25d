"""Where this package departs from a house rule, and why (see tests/house/exceptions.py)."""

EXCEPTIONS = {
    "length": {
        "core.api:install_errors": "one short handler per kind of refusal, which ninja wants inside one function",
        "core.style_page:example_context": "one flat dictionary of examples; there is no step to take out",
    },
}
