"""What every JSON door uses: one error shape, pages of a list, changes that know what they change."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date, datetime
from typing import Annotated, Any

from django.db import transaction
from django.db.models import Model, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from ninja import NinjaAPI
from ninja.errors import AuthenticationError, HttpError, ValidationError
from ninja.responses import NinjaJSONEncoder
from pydantic import (
    AfterValidator,
    AwareDatetime,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    model_validator,
)

from alongside.core import once
from alongside.core.actor import Actor
from alongside.core.errors import Invalid, Refused, Stale
from alongside.core.keyring import Unreadable
from alongside.core.models import OnceKey

MOST = 500  # rows of one page
LARGEST_ID = 2**63 - 1
PROBLEM = "application/problem+json"
ISO_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
YEARS = range(2000, 2200)  # in which a moment is one in every time zone


def _iso_day(value: object) -> object:
    """Numbers are no days, although pydantic would count them from 1970."""
    if isinstance(value, str) and not ISO_DAY.fullmatch(value):
        raise ValueError("a day is written YYYY-MM-DD")
    if isinstance(value, int | float):
        raise ValueError("a day is written YYYY-MM-DD")
    return value


def _no_number(value: object) -> object:
    """Pydantic would count the seconds since 1970."""
    if isinstance(value, int | float):
        raise ValueError("a moment is written YYYY-MM-DDThh:mm:ss with its offset from UTC")
    return value


def _in_our_time(value: datetime) -> datetime:
    if value.year not in YEARS:
        raise ValueError(f"a moment of the years {YEARS.start} to {YEARS.stop - 1}")
    return value


Day = Annotated[date, BeforeValidator(_iso_day)]
Moment = Annotated[AwareDatetime, BeforeValidator(_no_number), AfterValidator(_in_our_time)]
Clock = Annotated[str, Field(pattern=r"^([01]\d|2[0-3]):[0-5]\d$")]  # a time of day, without its zone


class ApiRequest(HttpRequest):
    """A request whose token or session has been turned into an actor."""

    actor: Actor


class Problem(BaseModel):
    """The one error shape (RFC 9457): a status, a stable code, words for people, and the fields concerned."""

    type: str = "about:blank"
    title: str
    status: int
    code: str
    detail: str
    fields: dict[str, list[str]] = {}


REFUSALS = {
    400: Problem,
    401: Problem,
    403: Problem,
    404: Problem,
    409: Problem,
    412: Problem,
    422: Problem,
    429: Problem,
}
ALWAYS = {code: REFUSALS[code] for code in (401, 403, 404, 422, 429)}  # what reading may answer, too


class PageIn(BaseModel):
    """`after` is the `next` of the page before; empty for the first page."""

    after: int = Field(default=0, ge=0, le=LARGEST_ID)
    limit: int = Field(default=100, ge=1, le=MOST)


class Body(BaseModel):
    """What a request may carry: these fields and no other."""

    model_config = ConfigDict(extra="forbid")

    @model_validator(mode="before")
    @classmethod
    def _can_be_stored(cls, given: object) -> object:
        """PostgreSQL stores no text with a NUL in it, and no page lets one be typed."""
        if _holds_nul(given):
            raise ValueError("text holds no NUL")
        return given


def _holds_nul(value: object) -> bool:
    if isinstance(value, dict):
        return any(_holds_nul(one) for one in value.values())
    if isinstance(value, list):
        return any(_holds_nul(one) for one in value)
    return isinstance(value, str) and "\0" in value


class NotTheSame(Exception):
    """The header If-Match names another state of the record than the one there is: 412, nothing changed."""


def problem(
    status: int, code: str, detail: str, fields: dict[str, list[str]] | None = None, **headers: str
) -> HttpResponse:
    """An answer in the one shape."""
    words = Problem(
        title=code.replace("_", " "), status=status, code=code, detail=detail, fields=fields or {}
    )
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return HttpResponse(words.model_dump_json(), status=status, content_type=PROBLEM, headers=named)


def missing_problem() -> HttpResponse:
    """One body for what is not there and for what is somebody else's."""
    return problem(404, "not_found", _("There is nothing here, or it is not for you."))


def install_errors(api: NinjaAPI) -> None:
    """Give every refusal of a service the same status and shape as on the web."""

    def on(kind: type[Exception], answer: Callable[[Any], HttpResponse]) -> None:
        def answered(request: HttpRequest, found: Any) -> HttpResponse:
            return answer(found)

        api.add_exception_handler(kind, answered)

    on(Http404, lambda found: missing_problem())
    on(Unreadable, lambda found: missing_problem())
    on(Refused, lambda found: problem(403, "refused", str(found.reason)))
    on(
        Stale,
        lambda found: problem(
            409, "stale", _("Somebody changed this meanwhile."), {"current": [found.current]}
        ),
    )
    on(Invalid, lambda found: problem(422, "invalid", str(found.reason), {found.field: [str(found.reason)]}))
    on(NotTheSame, lambda found: problem(412, "not_the_same", _("Somebody changed this meanwhile.")))
    on(ValidationError, _malformed)
    on(HttpError, lambda found: problem(found.status_code, "malformed", str(found)))
    on(
        AuthenticationError,
        lambda found: problem(401, "sign_in", _("Sign in, or send a token."), WWW_Authenticate="Bearer"),
    )


def _malformed(found: ValidationError) -> HttpResponse:
    fields: dict[str, list[str]] = {}
    for error in found.errors:
        fields.setdefault(".".join(str(part) for part in error["loc"]), []).append(str(error["msg"]))
    return problem(422, "invalid", _("Some fields need another look."), fields)


def only_there_for(may: object) -> None:
    """As `core.web.only_for` for pages: for whom the policy or query says no, the address is not there."""
    if not may:
        raise Http404


def page_of[M: Model](rows: QuerySet[M], page: PageIn) -> tuple[list[M], int | None]:
    """(rows in the order of their number, where the next page begins); None on the last page."""
    found = list(rows.filter(pk__gt=page.after).order_by("pk")[: page.limit + 1])
    return found[: page.limit], found[page.limit - 1].pk if len(found) > page.limit else None


def etag_of(body: bytes) -> str:
    """A strong tag: the same bytes, the same tag."""
    return f'"{hashlib.sha256(body).hexdigest()[:32]}"'


@contextmanager
def changing[M: Model](
    request: ApiRequest, rows: QuerySet[M], pk: object, shape: Callable[[M], BaseModel]
) -> Iterator[M]:
    """One record to change, held for nobody else to change meanwhile. With the header If-Match the change is made
    only to the state that was read: the ETag of the record as GET or the last change answered it.

    Raises Http404 and NotTheSame.
    """
    with transaction.atomic():
        record = get_object_or_404(rows.select_for_update(of=("self",)), pk=pk)
        same_as_read(request, shape(record))
        yield record


def same_as_read(request: ApiRequest, record: BaseModel) -> None:
    """For what `changing` can't load, such as a choice that has no row yet: the caller holds it for nobody else to
    change meanwhile. Raises NotTheSame where If-Match names another state than this record."""
    wanted = request.headers.get("If-Match", "*")
    tags = {tag.strip() for tag in wanted.split(",")}
    if "*" not in tags and etag_of(written(record)) not in tags:
        raise NotTheSame


def written(record: BaseModel) -> bytes:
    """A record exactly as an answer carries it."""
    return json.dumps(record.model_dump(), cls=NinjaJSONEncoder).encode()


def made_once[M: Model](request: ApiRequest, make: Callable[[], M], load: Callable[[int], M]) -> M:
    """One record however often the same request arrives: the header Idempotency-Key counts together with address
    and body. A repeat gets the record of the first time, as it is now; no words are kept with the key. What fails
    or is refused gives the key back."""
    with transaction.atomic():
        row, is_first = _claimed(request)
        if row is not None and not is_first:
            return load(int(row.location))
        made = make()
        if row is not None:
            row.location = str(made.pk)
            row.save(update_fields=["location"])
    return made


def changed_once[M: Model, S: BaseModel](
    request: ApiRequest,
    rows: QuerySet[M],
    pk: object,
    shape: Callable[[M], S],
    change: Callable[[M], object],
) -> S:
    """One change however often the same request arrives, by the same key as `made_once`; the answer is the record
    as it is now, for a repeat too, whatever its If-Match says. Raises Http404 and NotTheSame, as `changing` does."""
    with transaction.atomic():
        _row, is_first = _claimed(request)
        if is_first:
            with changing(request, rows, pk, shape) as record:
                change(record)
    return shape(get_object_or_404(rows, pk=pk))


def _claimed(request: ApiRequest) -> tuple[OnceKey | None, bool]:
    """(the row of the header Idempotency-Key, is this the first time?), inside the caller's transaction."""
    key = request.headers.get("Idempotency-Key")
    if not key:
        return None, True
    sent = [("method", request.method), ("body", request.body), ("who", request.actor.reason)]
    bound = once.bound(key, request.get_full_path(), sent)
    return once.claim(key=bound, person_id=request.actor.person_id or 0)
