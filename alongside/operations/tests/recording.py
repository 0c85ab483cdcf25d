"""A tracer that remembers, made of the tracing library's own parts: what an exporter would be given."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count
from typing import Any

from opentelemetry import trace
from opentelemetry.context import Context
from opentelemetry.trace import SpanContext, SpanKind, Status, StatusCode, TraceFlags


class Recorded(trace.Span):
    """One span: its name, what was said of it, and whether it ended."""

    def __init__(self, name: str, number: int, above: SpanContext | None) -> None:
        self.name, self.above = name, above
        self.attributes, self.events = dict[str, Any](), list[tuple[str, Any]]()
        self.status, self.times_ended = StatusCode.UNSET, 0
        self.own = SpanContext(above.trace_id if above else number, number, is_remote=False,
                               trace_flags=TraceFlags(TraceFlags.SAMPLED))  # fmt: skip

    def end(self, end_time: int | None = None) -> None:
        self.times_ended += 1

    def get_span_context(self) -> SpanContext:
        return self.own

    def set_attributes(self, attributes: Any) -> None:
        self.attributes.update(attributes)

    def set_attribute(self, key: str, value: Any) -> None:
        self.attributes[key] = value

    def add_event(self, name: str, attributes: Any = None, timestamp: int | None = None) -> None:
        self.events.append((name, attributes))

    def update_name(self, name: str) -> None:
        self.name = name

    def is_recording(self) -> bool:
        return not self.times_ended

    def set_status(self, status: Status | StatusCode, description: str | None = None) -> None:
        found = status if isinstance(status, Status) else Status(status, description)
        self.status = found.status_code
        self.events.append(("status", found.description))

    def record_exception(
        self, exception: BaseException, attributes: Any = None, timestamp: Any = None, escaped: bool = False
    ) -> None:
        self.events.append(("exception", str(exception)))


class Tracer(trace.Tracer):
    """Hands out spans that know what they are in, and keeps them."""

    def __init__(self) -> None:
        self.spans: list[Recorded] = []
        self._numbers = count(1)

    def start_span(self, name: str, context: Context | None = None, *_: Any, **__: Any) -> Recorded:
        above = trace.get_current_span(context).get_span_context()
        span = Recorded(name, next(self._numbers), above if above.is_valid else None)
        self.spans.append(span)
        return span

    @contextmanager
    def start_as_current_span(
        self, name: str, context: Context | None = None, kind: SpanKind = SpanKind.INTERNAL, *,
        record_exception: bool = True, set_status_on_exception: bool = True, end_on_exit: bool = True, **_: Any,
    ) -> Iterator[Recorded]:  # fmt: skip
        span = self.start_span(name, context)
        with trace.use_span(
            span, end_on_exit=end_on_exit, record_exception=record_exception,
            set_status_on_exception=set_status_on_exception,
        ):  # fmt: skip
            yield span


class Provider(trace.TracerProvider):
    """The one tracer for everybody who asks; `asked` are the names they gave."""

    def __init__(self) -> None:
        self.tracer, self.asked = Tracer(), set[str]()

    def get_tracer(self, instrumenting_module_name: str, *_: Any, **__: Any) -> Tracer:
        self.asked.add(instrumenting_module_name)
        return self.tracer
