"""Where this package departs from a house rule, and why (see tests/house/exceptions.py)."""

EXCEPTIONS = {
    "rows": {
        "people.actors:_person_of": "makes the actor, so there is none yet to ask a query for",
        "people.tokens:actor_for_token": "makes the actor, so there is none yet to ask a query for",
        "people.closure": "the derived tables have one writer, and this is it; it runs before there is an actor",
        "people.seen:_people": "turns ids that an audience gave into names of the directory",
        "people.seen:_onlookers": "looks up who stands near a person, to ask the record's own door for each",
    },
    "sql": {
        "people.closure": "recursive queries over the chart, in one statement for 100,000 people, and their lock",
        "people.imports.copying": "COPY, which the ORM doesn't have, for the tens of thousands of an import",
    },
    "ambient": {"people.actors:_person_of": "here the session's user becomes the actor; nowhere else"},
    "actor": {"people.services:search_form": "a pure function that services and queries share"},
}
