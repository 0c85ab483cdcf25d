"""Administrators see what the worker does and give it another try; nobody else, and nobody sees what it is about."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django_ox.models import OxTask

from alongside.audit.models import AuditEntry
from alongside.core.errors import Refused
from alongside.operations import queries, services
from alongside.operations.tests.makers import CANARY, make_job

LIST = "/administration/jobs/"


def test_a_failed_job_shows_name_state_class_and_never_arguments_or_texts(cast, web):
    job = make_job()
    shown = web(cast.ada).get(LIST).content.decode()
    assert "core.tasks.purge_removed" in shown and "ValueError" in shown and str(job.pk) in shown
    assert CANARY not in shown


@pytest.mark.parametrize("person", ["max", "hana", "eve"])
def test_for_others_the_page_is_not_there(cast, web, person):
    make_job()
    assert web(getattr(cast, person)).get(LIST).status_code == 404
    assert not queries.jobs_visible_to(cast.acts(getattr(cast, person))).exists()


def test_one_press_gives_one_more_try(cast, web):
    job = make_job()
    answer = web(cast.ada).post(reverse("operations:job_retry", args=[job.pk]))
    assert answer.status_code == 302
    job.refresh_from_db()
    assert (job.status, job.max_attempts) == ("READY", 9)
    assert AuditEntry.objects.get(action="operations.job_retried").details == {"job": str(job.pk)}


@pytest.mark.parametrize("status", ["READY", "RUNNING", "SUCCESSFUL"])
def test_what_was_not_given_up_is_left_alone(cast, status):
    job = make_job(status)
    with pytest.raises(Refused, match="not given up"):
        services.retry_job(actor=cast.acts(cast.ada), job=job)
    job.refresh_from_db()
    assert (job.status, job.max_attempts) == (status, 8)
    assert not AuditEntry.objects.filter(action="operations.job_retried").exists()


def test_nobody_else_retries_a_job(cast):
    job = make_job()
    with pytest.raises(Refused, match="administrator"):
        services.retry_job(actor=cast.acts(cast.max), job=job)
    job.refresh_from_db()
    assert job.status == "FAILED"


def test_the_tabs_part_the_states_and_the_next_page_follows_on(cast, web, monkeypatch):
    OxTask.objects.all().delete()
    monkeypatch.setattr("alongside.operations.views.jobs.PAGE", 2)
    jobs = [make_job("SUCCESSFUL", errors=[]) for _ in range(5)]
    make_job()
    browser, seen, mark = web(cast.ada), [], ""
    while True:
        answer = browser.get(LIST, {"state": "done", "after": mark})
        seen += [job.pk for job, _ in answer.context["jobs"]]
        mark = answer.context["following"]
        if not mark:
            break
    assert sorted(seen) == sorted(str(job.pk) for job in jobs) and len(seen) == 5


def test_ten_and_a_thousand_jobs_cost_the_same(cast, web):
    browser, costs = web(cast.ada), []
    for more in (10, 990):
        OxTask.objects.bulk_create(
            OxTask(task_path="alongside.x.tasks.y", status="FAILED", backend_name="default", enqueued_at=job.enqueued_at)
            for job in [make_job()] * more
        )  # fmt: skip
        with CaptureQueriesContext(connection) as asked:
            browser.get(LIST)
        costs.append(len(asked))
    assert costs[0] == costs[1] <= 12
