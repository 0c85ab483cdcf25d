"""What an import says, in the reader's language: fields, what became of rows, what changes."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from alongside.core.templatetags.dates import lasting
from alongside.people.importing.fields import REFERENCES, TARGETS, Field
from alongside.people.importing.reasons import Effect, Reason, in_words
from alongside.people.imports.plan import Kind
from alongside.people.models import ImportProblem

FIELDS: dict[Field, str | Promise] = {
    Field.PERSON_ID: _("Personnel number"),
    Field.NAME: _("Name"),
    Field.GIVEN_NAME: _("First name"),
    Field.FAMILY_NAME: _("Family name"),
    Field.EMAIL: _("E-mail"),
    Field.TITLE: _("Title"),
    Field.UNIT: _("Unit"),
    Field.MANAGER: _("Manager"),
    Field.DOTTED_MANAGER: _("Second manager"),
    Field.SITE: _("Site"),
    Field.COUNTRY: _("Country"),
    Field.LOCALE: _("Language"),
    Field.TIME_ZONE: _("Time zone"),
    Field.START: _("Starts on"),
    Field.END: _("Last day"),
    Field.SHARE: _("Share of full time"),
    Field.SEAT_ID: _("Number of the place"),
    Field.ROLE: _("Short name of the role"),
    Field.VACANT: _("Vacant or not"),
    Field.HIDDEN: _("Hidden or not"),
}
POINTS_AT: dict[Field, str | Promise] = {
    Field.SEAT_ID: _("by the number of the place"),
    Field.PERSON_ID: _("by personnel number"),
    Field.EMAIL: _("by e-mail"),
    Field.ROLE: _("by the short name of the role"),
    Field.NAME: _("by name"),
}
EFFECTS: dict[str, str | Promise] = {
    Effect.LEFT_OUT: _("Stays out"),
    Effect.WITHOUT_MANAGER: _("Loads without a manager"),
    Effect.WITHOUT_VALUE: _("Loads without this value"),
    Effect.KEPT: _("Loads, worth a look"),
}
# The plurals are whole sentences, because languages count in different ways.
KINDS: dict[str, str | Promise] = {
    Kind.JOINED: _("People who join"),
    Kind.MOVED: _("People who move to another place, unit or manager"),
    Kind.CHANGED: _("People of whom something else changes"),
    Kind.LEFT: _("People who leave"),
    Kind.SEAT_OPENED: _("New places that are vacant"),
    Kind.SEAT_CHANGED: _("Vacant places that change"),
    Kind.SEAT_CLOSED: _("Vacant places that close"),
    Kind.UNIT_MADE: _("New units"),
    Kind.SITE_MADE: _("New sites"),
}
DETAILS: dict[str, str | Promise] = {
    "name": _("Name"),
    "number": _("Personnel number"),
    "email": _("E-mail"),
    "site": _("Site"),
    "language": _("Language"),
    "time zone": _("Time zone"),
    "typed in by a manager": _("Typed in by a manager"),
    "title": _("Title"),
    "unit": _("Unit"),
    "place": _("Number of the place"),
    "manager": _("Manager"),
    "share": _("Share of full time"),
    "starts": _("Starts on"),
    "ends": _("Last day before"),
    "more places": _("Further places"),
}
DAYS = frozenset({"start", "date", "starts", "ends"})  # parameters and details that are stored as ISO days
WHY: dict[str, str | Promise] = {
    "header": _("proposed because of its name"),
    "content": _("proposed because of what stands in it"),
    "remembered": _("as chosen before"),
    "chosen": _("as you chose"),
}
FAILURES: dict[str, str | Promise] = {
    "changed_meanwhile": _(
        "The company changed since you looked, so nothing was loaded. Look at the changes once more."
    ),
    "not_written": _(
        "Loading did not work, and everything is as it was before. Try it once more; if it happens a second "
        "time, ask whoever runs the server to look at the log."
    ),
}


def column_choices() -> list[tuple[str, Any]]:
    """Choices for the meaning of a column: fields, and for managers what the column names them by."""
    plain = [(str(one), words) for one, words in FIELDS.items() if one not in REFERENCES]
    groups: list[tuple[str, Any]] = [
        (
            str(FIELDS[reference]),
            [
                (str(reference), _("%(who)s, however named") % {"who": FIELDS[reference]}),
                *(
                    (
                        f"{reference}:{target}",
                        _("%(who)s, %(by)s") % {"who": FIELDS[reference], "by": POINTS_AT[target]},
                    )
                    for target in TARGETS
                ),
            ],
        )
        for reference in (Field.MANAGER, Field.DOTTED_MANAGER)
    ]
    return [("", _("Not read")), *plain, *groups]


def said(code: str, parameters: Mapping[str, str], **known: str) -> str:
    """The sentence of a code in the reader's language; an unknown code (of another version) says itself."""
    if code not in Reason:
        return code
    days = {name: lasting(parameters[name]) for name in DAYS if name in parameters}
    return in_words(Reason(code), {**known, **parameters, **days}, gettext)


def told(problem: ImportProblem) -> str:
    """The sentence of a row's problem, with where it is and what stands there."""
    return said(
        problem.code, problem.parameters, line=str(problem.line), column=problem.column, value=problem.value
    )


def detailed(before: Mapping[str, str], after: Mapping[str, str]) -> list[dict[str, Any]]:
    """What differs, as label, before and after, in the order of the labels."""
    return [
        {"label": label, "before": _detail(name, before), "after": _detail(name, after)}
        for name, label in DETAILS.items()
        if before.get(name) or after.get(name)
    ]


def _detail(name: str, told: Mapping[str, str]) -> str:
    text = told.get(name, "")
    return lasting(text) if text and name in DAYS else text
