"""Reading and writing released cells in the fixed form of the black box."""

from math import isfinite
from typing import Any

from alongside.disclosure.audit import Interval, ReleasedCell
from alongside.disclosure.display import Shown
from alongside.disclosure.plan import Cause, CellKey
from alongside.disclosure.protect import Display
from alongside.disclosure.reading import array_of, record_of, text_of
from alongside.disclosure.rules import Refusal

type Document = dict[str, Any]

_CELL = {"question", "unit", "attribute", "value", "n_band", "mean", "distribution"}


def written_cell(display: Display) -> Document:
    """A displayed cell as it appears in OUTPUT."""
    bars = display.distribution
    return {
        **_written_key(display.key),
        "n_band": display.n_band,
        "mean": _written(display.mean),
        "distribution": None if bars is None else [_written(bar) for bar in bars],
    }


def written_hidden(key: CellKey, cause: Cause) -> Document:
    """A hidden cell as it appears in OUTPUT."""
    return {**_written_key(key), "cause": cause.value}


def read_released(released: object) -> list[ReleasedCell]:
    """The cells of a RELEASED document; `Refusal` names what is malformed."""
    body = record_of(released, "the released document", {"cells"}, {"hidden"})
    array_of(body.get("hidden", []), "hidden")
    return [_cell(entry) for entry in array_of(body["cells"], "cells")]


def _cell(entry: object) -> ReleasedCell:
    body = record_of(entry, "a released cell", {"question", "unit", "mean"}, _CELL)
    attribute, value = body.get("attribute"), body.get("value")
    if (attribute is None) != (value is None):
        raise Refusal("a released cell must have both an attribute and a value, or neither")
    if value == []:
        raise Refusal("a released cell of an attribute needs a value")
    values = [] if value is None else [value] if isinstance(value, str) else array_of(value, "value")
    key = CellKey(
        text_of(body["question"], "question"),
        text_of(body["unit"], "unit"),
        None if attribute is None else text_of(attribute, "attribute"),
        tuple(text_of(each, "value") for each in values),
    )
    bars = body.get("distribution")
    return ReleasedCell(
        key,
        (None, None) if body["mean"] is None else _interval(body["mean"]),
        () if bars is None else tuple(_interval(bar) for bar in array_of(bars, "distribution")),
    )


def _interval(given: object) -> Interval:
    body = record_of(given, "a shown number", {"low", "high"}, {"text"})
    return _limit(body.get("low")), _limit(body.get("high"))


def _limit(given: object) -> float | None:
    if given is None:
        return None
    if isinstance(given, bool) or not isinstance(given, int | float):
        raise Refusal(f"a limit must be a number or null, not {given!r}")
    if not isfinite(given):
        raise Refusal(f"a limit must be finite or null, not {given!r}")
    return float(given)


def _written_key(key: CellKey) -> Document:
    value: str | list[str] | None = list(key.values)
    if key.attribute is None:
        value = None
    elif len(key.values) == 1:
        value = key.values[0]
    return {"question": key.question, "unit": key.unit, "attribute": key.attribute, "value": value}


def _written(shown: Shown) -> Document:
    return {
        "text": shown.text,
        "low": None if shown.low is None else float(shown.low),
        "high": None if shown.high is None else float(shown.high),
    }
