"""Where this package departs from a house rule, and why (see tests/house/exceptions.py)."""

EXCEPTIONS = {
    "signed-in": {
        "people:scim_root": "for programs with a provisioning token: they get 401, not a page to sign in",
        "people:scim_detail": "for programs with a provisioning token: they get 401, not a page to sign in",
        "people:administrator_create": "makes the first account, by a code printed on the server; gone after that",
    },
    "once": {
        "people:scim_root": "SCIM has its own guards against doubles: unique user names and versions",
        "people:scim_detail": "SCIM has its own guards against doubles: unique user names and versions",
        "people:administrator_create": "the code works once, and undoing a refused form would undo the count of its tries",
        "people:mail_test": "sends a test mail to oneself; pressing twice is meant to send two",
    },
    "register": {
        "people.models:Outsider": "somebody from outside has no person here whose data it could be found under",
    },
    "rows": {
        "people.bearers": "answers identity before there is an actor",
        "people.actors:_person_of": "makes the actor, so there is none yet to ask a query for",
        "people.actors:_question": "the question behind it",
        "people.tokens:actor_for_token": "makes the actor, so there is none yet to ask a query for",
        "people.closure": "the derived tables have one writer, and this is it; it runs before there is an actor",
        "people.history": "the chart of another day, for queries and for whoever may ask; can_see_history stands before it",
        "people.seen:_people": "turns ids that an audience gave into names of the directory",
        "people.seen:_onlookers": "looks up who stands near a person, to ask the record's own door for each",
    },
    "sql": {
        "people.actors:_person_of": "what Django wrote for _question, kept for a day: it is asked with every request",
        "people.queries.chart": "walks up to the top, and down through vacant seats, in one statement each",
        "people.queries.directory": "asks the database to write words as it writes search_text, and sets how alike is alike",
        "people.closure": "recursive queries over the chart, in one statement for 100,000 people, and their lock",
        "people.imports.copying": "COPY, which the ORM doesn't have, for the tens of thousands of an import",
    },
    "ambient": {
        "people.closure": "puts off one rebuild while many changes are made; it says nothing about who acts",
        "people.actors:_person_of": "here the session's user becomes the actor; nowhere else",
    },
    "actor": {
        "people.company.services:make_first_administrator": "nobody is signed in yet; it acts as the system, for one reason",
        "people.company.services:recover_administration": "nobody is signed in; the code of the server was asked for at the door",
        "people.services:search_form": "a pure function that services and queries share",
    },
}
