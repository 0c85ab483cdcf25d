"""Log lines say what happened where, for which request, and hold nobody's words."""

from __future__ import annotations

import io
import json
import logging
import time
from datetime import UTC, datetime, timedelta

import pytest
from django.http import HttpRequest
from django.test import RequestFactory

from alongside.core import request_ids
from alongside.core.log_lines import Json, Line

CANARY = "zinnober-quittenmus"


@pytest.fixture(params=[Line, Json])
def written(request):
    """A logger whose lines can be read."""
    stream = io.StringIO()
    handler = logging.StreamHandler(stream)
    handler.setFormatter(request.param())
    logger = logging.getLogger("django.request.tests")
    logger.handlers, logger.propagate = [handler], False
    logger.setLevel("DEBUG")
    return logger, stream


def test_the_text_of_an_exception_is_not_written_but_class_and_place_are(written):
    logger, stream = written
    try:
        int(CANARY)
    except ValueError as problem:
        logger.exception("it broke: %s", problem)
        logger.error(problem)
    said = stream.getvalue()
    assert CANARY not in said
    assert "builtins.ValueError" in said and "test_log_lines.py:" in said and "/work" not in said


def test_a_request_is_named_by_its_route(written):
    logger, stream = written
    asked: HttpRequest = RequestFactory().get(f"/welcome/{CANARY}/?q={CANARY}")
    logger.warning("Not Found: %s", asked.path, extra={"request": asked, "status_code": 404})
    assert "404 GET (no such address)" in stream.getvalue() and CANARY not in stream.getvalue()


def test_each_line_bears_the_id_of_its_request(written):
    logger, stream = written
    with request_ids.begun("0123456789abcdef"):
        logger.info("within")
    logger.info("without\nbreaks")
    first, second = stream.getvalue().splitlines()
    assert "0123456789abcdef" in first and "0123456789abcdef" not in second


def test_json_lines_are_json_with_known_fields():
    record = logging.makeLogRecord(
        {
            "msg": "%s done",
            "args": ("it",),
            "levelname": "INFO",
            "name": "x",
            "task_id": "7",
            "secret": CANARY,
        }
    )
    said = json.loads(Json().format(record))
    assert (said["message"], said["task_id"], said["level"]) == ("it done", "7", "INFO")
    assert CANARY not in json.dumps(said)


ENDS = [
    "\n",
    "\r\n",
    "\r",
    "\x0b",
    "\x0c",
    "\x1c",
    "\x85",
    "\u2028",
    "\u2029",
    "\0",
    "\x1b[2K",
    "\x9b2J",
    "\x7f",
    "\u202e",
]


@pytest.mark.parametrize("end", ENDS)
@pytest.mark.parametrize("form", [Line, Json])
def test_no_field_begins_a_line_of_its_own(form, end):
    """Whatever comes into a message, a name, a method or a field: one line comes out, and no sign that a reader obeys."""
    forged = f"harmless{end}2026-11-28T10:00:00+00:00 ERROR django - a forged line"
    asked = RequestFactory().generic("GET", "/")
    asked.method = f"GET{end}POST"
    fields = {
        "levelname": "INFO",
        "name": f"some{end}logger",
        "route": forged,
        "event": forged,
        "method": forged,
    }
    records = [
        {"msg": "said: %s", "args": (forged,), **fields},
        {"msg": forged, **fields},
        {"msg": "x", "request": asked, **fields, "name": "django.request"},
        {"msg": "%s by %s", "args": (ValueError(forged), forged), **fields},
    ]
    for record in records:
        with request_ids.begun(f"0123{end}4567"):
            line = form().format(logging.makeLogRecord(record))
        assert len(line.splitlines()) == 1, repr(line)
        assert line.isprintable(), repr(line)


def test_what_is_printable_stays_as_it_is(written):
    logger, stream = written
    logger.info("Zoë Müller, 名前 and 🙂")
    assert "Zoë Müller, 名前 and 🙂" in stream.getvalue()


@pytest.mark.parametrize("zone", ["America/New_York", "Asia/Kolkata"])
def test_the_time_of_a_line_is_utc_and_says_so(written, monkeypatch, zone):
    """Wherever the machine stands (ASVS 16.2.2)."""
    monkeypatch.setenv("TZ", zone)
    time.tzset()
    try:
        logger, stream = written
        logger.info("now")
    finally:
        monkeypatch.undo()
        time.tzset()
    said = stream.getvalue()
    words = json.loads(said)["time"] if said.startswith("{") else said.split()[0]
    moment = datetime.fromisoformat(words)
    assert moment.utcoffset() == timedelta(0)
    assert abs(datetime.now(UTC) - moment) < timedelta(minutes=1)
