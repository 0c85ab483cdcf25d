"""The database is away, full, closed to writing or out of connections: said in words, with 503, and without asking it.

Nothing here may need the database: no session, no account, no chrome of the page. See decision 0135.
"""

from __future__ import annotations

from django.core.exceptions import SuspiciousOperation
from django.db import InterfaceError, InternalError, OperationalError, connection
from django.http import HttpRequest, HttpResponse
from django.http.multipartparser import MultiPartParserError
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import gettext as _

from alongside.core.api import problem
from alongside.core.api_answers import ROOT

RETRY_SECONDS = 20
# Errors of PostgreSQL that pass without anybody changing the program: connection lost, conflict of two transactions,
# no room or no connection left, lock not to be had, shutting down or starting, disk failure, closed to writing.
PASSING = ("08", "40", "53", "55P03", "57P", "58", "25006")
# In the name of a field that no page may carry.
SECRETS = ("password", "secret", "code", "proof", "credential")
PINS = ("pin", "pin_again")  # names of their own: "pin" stands in many a word


def is_outage(found: BaseException | None) -> bool:
    """Did the database fail, rather than the program?"""
    if isinstance(found, InterfaceError):
        return connection.connection is None or bool(connection.connection.closed)
    if not isinstance(found, OperationalError | InternalError):
        return False
    state = getattr(found.__cause__, "sqlstate", None)
    if state is None:  # whoever gets no connection gets no state either
        return isinstance(found, OperationalError)
    return str(state).startswith(PASSING)


def answer(request: HttpRequest) -> HttpResponse:
    """503 in the reader's language as far as it is known: a page, a part for htmx, or the API's one shape."""
    with translation.override(_language_of(request)):
        response = _said(request)
        response.headers["Content-Language"] = translation.get_language()
    response.headers["Retry-After"] = str(RETRY_SECONDS)
    return response


def _language_of(request: HttpRequest) -> str:
    """Of the person, where the request got that far; of their browser otherwise."""
    return getattr(request, "LANGUAGE_CODE", "") or translation.get_language_from_request(request)


def _said(request: HttpRequest) -> HttpResponse:
    if request.path.startswith(ROOT):
        return problem(503, "unavailable", _("The database can't be reached or can't save. Try again soon."))
    context = {
        "is_part": request.headers.get("HX-Request") == "true",
        "is_reading": request.method in ("GET", "HEAD"),
        "typed": _typed(request),
    }
    return HttpResponse(render_to_string("core/503.html", context), status=503)


def _typed(request: HttpRequest) -> list[tuple[str, str]]:
    """What was sent, for the page to send once more; nothing where twice would count twice, of files or of secrets."""
    if request.method != "POST" or request.content_type != "application/x-www-form-urlencoded":
        return []
    try:
        found = [(name, str(value)) for name, values in request.POST.lists() for value in values]
    except (OSError, SuspiciousOperation, MultiPartParserError):
        return []
    names = {name for name, _value in found}
    if "once" not in names or any(name in PINS or part in name for name in names for part in SECRETS):
        return []
    return found
