"""Tasks carry the id of the request that caused them, and what goes wrong keeps no words (contract with django-ox)."""

from __future__ import annotations

import json

import pytest
from django.core.management import call_command
from django.tasks import task
from django_ox.models import OxTask

from alongside.core import request_ids
from alongside.core.actor import system
from alongside.core.queue import without_words

CANARY = "zinnober-quittenmus"
seen: list[str] = []


@task
def note_id() -> None:
    seen.append(system("test").request_id)


@task
def stumble() -> None:
    try:
        int(CANARY)
    except ValueError as problem:
        problem.add_note(CANARY)
        raise RuntimeError(CANARY) from problem


def run_worker() -> None:
    with pytest.raises(SystemExit):
        call_command("ox_worker", batch=True, verbosity=0)


def test_a_task_runs_under_the_id_of_the_request_that_caused_it(transactional_db):
    seen.clear()
    with request_ids.begun("0123456789abcdef"):
        result = note_id.enqueue()
    assert str(result.id).replace("-", "").startswith("0123456789abcdef")
    run_worker()
    assert seen == ["0123456789abcdef"]


def test_tasks_of_one_request_have_different_keys(db):
    with request_ids.begun(request_ids.fresh()):
        assert len({note_id.enqueue().id for _ in range(50)}) == 50


def test_outside_of_requests_each_task_begins_an_id_of_its_own(db):
    keys = {note_id.enqueue().id[:18] for _ in range(20)}
    assert len(keys) == 20


def test_a_failed_task_stores_class_and_place_but_no_words(transactional_db, caplog, capsys):
    result = stumble.enqueue()
    run_worker()
    row = OxTask.objects.get(pk=result.id)
    stored = json.dumps(row.errors)
    assert row.errors[0]["exception_class_path"] == "builtins.RuntimeError" and "stumble" in stored
    kept = stored.replace("CANARY", "")
    assert CANARY not in kept


def test_words_go_from_all_that_is_behind_an_error():
    try:
        try:
            CANARY.encode("ascii", "strict") if False else "ü".encode("ascii")
        except UnicodeEncodeError as first:
            raise ExceptionGroup(CANARY, [OSError(2, CANARY, CANARY), KeyError(CANARY)]) from first
    except ExceptionGroup as found:
        without_words(found)
        texts = [str(one) for one in (*found.exceptions, found.__cause__)]
    assert all(CANARY not in text and "ü" not in text for text in texts)
