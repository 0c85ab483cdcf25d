"""The figures are read by OpenMetrics' own parser, say what is true, and are guarded."""

from __future__ import annotations

import os
import subprocess
import sys
from datetime import timedelta

import pytest
from django.utils import timezone
from prometheus_client.openmetrics.parser import text_string_to_metric_families

from alongside.config.cli import CommandFailed
from alongside.config.cli.metrics import address_of
from alongside.core.actor import system
from alongside.operations import services
from alongside.operations.exposition import Application, exposition
from alongside.operations.tests.makers import CANARY, make_job, make_mail

COUNTING = "from alongside.operations.counters import note_request\nfor _ in range({}): note_request('people/', 'GET', 200, 0.02)"  # noqa: E501


def values() -> dict[str, float]:
    """Sample with labels -> value, read as a scraper reads it."""
    return {
        sample.name + "".join(f",{value}" for _, value in sorted(sample.labels.items())): sample.value
        for family in text_string_to_metric_families(exposition().decode())
        for sample in family.samples
    }


def test_the_figures_follow_what_happens(cast, web):
    before = values()
    make_job()
    make_job("READY", run_after=timezone.now() - timedelta(minutes=9))
    make_mail(cast.eve)
    services.note_backup(actor=system("test"), made_at=timezone.now() - timedelta(hours=2))
    web(cast.eve).get("/people/")
    now = values()
    assert now["alongside_jobs,failed"] == before.get("alongside_jobs,failed", 0) + 1
    assert now["alongside_oldest_due_job_age_seconds"] >= 540
    assert now["alongside_mails,failed"] == 1
    assert 7100 < now["alongside_backup_age_seconds"] < 7300
    assert now["alongside_chart_days_behind"] == 0 and now["alongside_unsealed_audit_age_seconds"] >= 0
    counted = "alongside_requests_total,GET,people/,200"
    assert now[counted] == before.get(counted, 0) + 1
    assert "alongside_request_seconds_count,people/" in now


def test_without_a_backup_there_is_no_value_that_looks_well(db):
    assert "alongside_backup_age_seconds" not in values()


def test_no_names_and_no_words_are_in_the_figures(cast):
    make_job()
    make_mail(cast.eve)
    said = exposition().decode()
    assert CANARY not in said and cast.eve.name not in said and str(cast.eve.email) not in said


def test_counts_of_several_processes_are_added_up(db, tmp_path, monkeypatch):
    for count in (2, 3):
        subprocess.run(
            [sys.executable, "-c", COUNTING.format(count)], check=True,
            env={**os.environ, "PROMETHEUS_MULTIPROC_DIR": str(tmp_path)},
        )  # fmt: skip
    monkeypatch.setenv("PROMETHEUS_MULTIPROC_DIR", str(tmp_path))
    assert values()["alongside_requests_total,GET,people/,200"] == 5
    assert values()["alongside_request_seconds_count,people/"] == 5


@pytest.mark.parametrize(
    ("path", "sent", "status"),
    [
        ("/metrics", "Bearer token-of-the-tests", "200 OK"),
        ("/metrics", "Bearer another", "401 Unauthorized"),
        ("/metrics", "", "401 Unauthorized"),
        ("/metrics", "Bearer ü", "401 Unauthorized"),
        ("/", "Bearer token-of-the-tests", "404 Not Found"),
    ],
)
def test_the_token_guards(db, path, sent, status):
    said: list[str] = []
    environ = {"PATH_INFO": path, "REQUEST_METHOD": "GET", "HTTP_AUTHORIZATION": sent}
    body = b"".join(Application("token-of-the-tests")(environ, lambda s, h: said.append(s)))
    assert said == [status] and (b"alongside_jobs" in body) is (status == "200 OK")


@pytest.mark.parametrize(
    "words", ["0.0.0.0:9464", "[::]:9464", "192.0.2.7:9464", "localhost:9464", "9464", "127.0.0.1:x"]
)
def test_an_address_that_others_reach_needs_a_token(words):
    with pytest.raises(CommandFailed):
        address_of(words, "")


@pytest.mark.parametrize(
    ("words", "token"), [("127.0.0.1:9464", ""), ("[::1]:9464", ""), ("0.0.0.0:9464", "x")]
)
def test_other_addresses_are_fine(words, token):
    assert address_of(words, token)[1] == 9464
