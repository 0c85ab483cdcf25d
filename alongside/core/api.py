"""What every JSON door uses: one error shape, one way to say who asks."""

from __future__ import annotations

from collections.abc import Callable

from django.db import transaction
from django.db.models import Model
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from ninja import NinjaAPI
from ninja.errors import AuthenticationError, HttpError, ValidationError
from pydantic import BaseModel

from alongside.core import once
from alongside.core.actor import Actor
from alongside.core.errors import Invalid, Refused, Stale
from alongside.core.keyring import Unreadable


class ApiRequest(HttpRequest):
    """A request whose token or session has been turned into an actor."""

    actor: Actor


class Problem(BaseModel):
    """The one error shape: a stable code, words for people, and the fields concerned."""

    code: str
    detail: str
    fields: dict[str, list[str]] = {}


def install_errors(api: NinjaAPI) -> None:
    """Give every refusal of a service the same status and shape as on the web."""

    def answer(
        status: int, code: str, detail: str, fields: dict[str, list[str]] | None = None
    ) -> HttpResponse:
        problem = Problem(code=code, detail=detail, fields=fields or {})
        return HttpResponse(problem.model_dump_json(), status=status, content_type="application/json")

    @api.exception_handler(Http404)
    def missing(request: HttpRequest, problem: Http404) -> HttpResponse:
        return answer(404, "not_found", _("There is nothing here, or it is not for you."))

    @api.exception_handler(Refused)
    def refused(request: HttpRequest, problem: Refused) -> HttpResponse:
        return answer(403, "refused", str(problem.reason))

    @api.exception_handler(Stale)
    def stale(request: HttpRequest, problem: Stale) -> HttpResponse:
        return answer(409, "stale", _("Somebody changed this meanwhile."), {"current": [problem.current]})

    @api.exception_handler(Invalid)
    def invalid(request: HttpRequest, problem: Invalid) -> HttpResponse:
        return answer(422, "invalid", str(problem.reason), {problem.field: [str(problem.reason)]})

    @api.exception_handler(ValidationError)
    def malformed(request: HttpRequest, problem: ValidationError) -> HttpResponse:
        fields: dict[str, list[str]] = {}
        for error in problem.errors:
            fields.setdefault(".".join(str(part) for part in error["loc"]), []).append(str(error["msg"]))
        return answer(422, "invalid", _("Some fields need another look."), fields)

    @api.exception_handler(HttpError)
    def broken(request: HttpRequest, problem: HttpError) -> HttpResponse:
        return answer(problem.status_code, "malformed", str(problem))

    @api.exception_handler(Unreadable)
    def erased(request: HttpRequest, problem: Unreadable) -> HttpResponse:
        return answer(404, "not_found", _("There is nothing here, or it is not for you."))

    @api.exception_handler(AuthenticationError)
    def unknown(request: HttpRequest, problem: AuthenticationError) -> HttpResponse:
        return answer(401, "sign_in", _("Sign in, or send a token."))


def made_once[M: Model](request: ApiRequest, make: Callable[[], M], load: Callable[[int], M]) -> M:
    """One record however often the same request arrives: the header Idempotency-Key counts together with address
    and body. A repeat gets the record of the first time, as it is now; no words are kept with the key."""
    key = request.headers.get("Idempotency-Key") or once.fresh_key()
    bound = once.bound(key, request.get_full_path(), [("body", request.body)])
    with transaction.atomic():
        row, is_new = once.claim(key=bound, person_id=request.actor.me)
        if not is_new:
            return load(int(row.location))
        made = make()
        row.location = str(made.pk)
        row.save(update_fields=["location"])
    return made
