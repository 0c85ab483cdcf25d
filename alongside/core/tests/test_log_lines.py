"""Log lines say what happened where, for which request, and hold nobody's words."""

from __future__ import annotations

import io
import json
import logging

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
