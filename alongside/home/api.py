"""What happened that concerns me, as the page of the same name tells it."""

from __future__ import annotations

from datetime import datetime

from ninja import Query, Router
from pydantic import BaseModel

from alongside.core.api import ALWAYS, ApiRequest, PageIn
from alongside.home.traces import Trace, traces_of

router = Router(tags=["My data"])


class TraceOut(BaseModel):
    """`said` is the whole sentence, in my language; `person_id` is null for Alongside itself and for former colleagues."""

    at: datetime
    person_id: int | None
    who: str
    said: str

    @classmethod
    def of(cls, trace: Trace) -> TraceOut:
        return cls(at=trace.at, person_id=trace.who_key or None, who=str(trace.who), said=trace.said)


class TracesOut(BaseModel):
    items: list[TraceOut]
    next: int | None


@router.get(
    "/", response={200: TracesOut, **ALWAYS}, summary="What happened that concerns me, the newest first"
)
def trace_list(request: ApiRequest, page: Query[PageIn]) -> TracesOut:
    traces, following = traces_of(request.actor, before=page.after or None, most=page.limit)
    return TracesOut(items=[TraceOut.of(one) for one in traces], next=following)
