"""House rules that do not hold here, each with its reason. One that nothing needs any more must go."""

EXCEPTIONS = {
    "imports": {
        "disclosure.rates:_extreme": "scipy takes half a second to load; every process would wait for it at its start",
    },
}
