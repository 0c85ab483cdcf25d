"""`alongside check` says what is wrong in words, and what to do; each thing it claims to notice is made to happen."""

from __future__ import annotations

import json
import socket
from collections import namedtuple
from datetime import timedelta

import httpx
import pytest
from django.core.mail import mailers
from django.db import DatabaseError, connection
from django.db.migrations.recorder import MigrationRecorder
from django.utils import timezone
from django_ox.models import OxScheduleTick

from alongside.config import cluster
from alongside.config.cli import main
from alongside.config.grants import grant_web_role
from alongside.core import keyring
from alongside.core.actor import system
from alongside.core.models import DataKey
from alongside.core.tests.outside import Canary, certificate_for
from alongside.operations import services
from alongside.operations.checks import CHECKS, is_well, run_checks
from alongside.operations.checks.finding import in_words
from alongside.operations.tests.makers import make_job, make_mail

pytestmark = pytest.mark.django_db


def said(name: str) -> tuple[str, str]:
    """(worst grade, all words) of one question."""
    found = run_checks([name])
    grades = [one.grade.value for one in found]
    worst = next(grade for grade in ("problem", "warning", "well") if grade in grades)
    assert all(one.advice for one in found if one.grade.value != "well")
    return worst, " ".join(f"{one.words} {one.advice}" for one in found)


def tick(name: str, age: timedelta) -> None:
    moment = timezone.now() - age
    OxScheduleTick.objects.create(schedule_name=name, scheduled_for=moment, created_at=moment)


def test_every_question_gets_an_answer():
    assert {one.check for one in run_checks()} == set(CHECKS)


def test_a_question_that_cannot_be_asked_is_an_answer_and_stops_no_other(monkeypatch):
    monkeypatch.setitem(CHECKS, "disk", lambda: 1 / 0)
    found = {one.check: one for one in run_checks(["disk", "clock"])}
    assert "ZeroDivisionError" in found["disk"].words and found["clock"].grade == "well"


def test_what_may_cross_a_network_in_plain_text_is_named(settings, monkeypatch):
    monkeypatch.setattr("alongside.operations.checks.machine.django_checks.run_checks", list)
    settings.PRODUCTION, settings.DEMO = True, False
    assert said("settings") == ("well", "Nothing is wrong with the settings. ")
    settings.UNENCRYPTED = frozenset({"web", "database"})
    assert "plain: database, web" in said("settings")[1]


def test_the_database_is_too_old_or_away(monkeypatch):
    assert said("database")[0] == "well"
    monkeypatch.setattr(connection, "pg_version", 140_011, raising=False)
    assert said("database") == ("problem", said("database")[1]) and "14 is too old" in said("database")[1]

    def away() -> None:
        raise DatabaseError("secret words")

    monkeypatch.setattr(connection, "ensure_connection", away)
    grade, words = said("database")
    assert grade == "problem" and "does not answer" in words and "secret words" not in words


def test_migrations_that_wait_or_come_from_the_future():
    assert said("migrations")[0] == "well"
    recorder = MigrationRecorder(connection)
    recorder.record_applied("people", "9999_from_the_future")
    assert "people.9999" in said("migrations")[1]
    recorder.record_unapplied("operations", "0001_initial")
    grade, words = said("migrations")
    assert grade == "problem" and "alongside migrate" in words


def test_the_role_is_judged_by_what_it_may_do(settings):
    assert said("rights")[0] == "warning"  # tests run as the owner
    settings.PRODUCTION = True
    assert said("rights")[0] == "problem"
    grant_web_role()
    with connection.cursor() as cursor:
        cursor.execute(f"SET ROLE {cluster.WEB}")
        grade, words = said("rights")
        cursor.execute("RESET ROLE")
    assert grade == "well" and cluster.WEB in words


def test_keys_that_are_gone_or_others(monkeypatch, tmp_path):
    assert said("keys")[0] == "well"
    DataKey.fresh()
    assert said("keys")[0] == "well"
    name = next(iter(keyring._ring()))
    monkeypatch.setattr(keyring, "_ring", lambda: {name: bytes(32)})
    assert said("keys")[0] == "problem" and "another one" in said("keys")[1]
    DataKey.objects.update(ring_key="lost")
    assert "“lost”" in said("keys")[1]


@pytest.mark.parametrize(("mode", "grade"), [(0o600, "well"), (0o640, "warning"), (0o666, "problem")])
def test_key_files_that_others_reach(monkeypatch, tmp_path, mode, grade):
    path = tmp_path / "ring"
    path.write_text("x")
    path.chmod(mode)
    monkeypatch.setenv("ALONGSIDE_SECRET_KEY", "x")
    monkeypatch.delenv("ALONGSIDE_KEY_RING", raising=False)
    monkeypatch.setenv("ALONGSIDE_KEY_RING_FILE", str(path))
    assert said("keys")[0] == grade


@pytest.mark.parametrize(("by", "grade"), [(0, "well"), (40, "problem"), (-40, "problem")])
def test_a_clock_that_is_off(monkeypatch, by, grade):
    real = timezone.now().timestamp
    monkeypatch.setattr(
        "alongside.operations.checks.database.time.time", lambda: timezone.now().timestamp() + by
    )
    assert real and said("clock")[0] == grade


@pytest.mark.parametrize(("free", "grade"), [(10, "well"), (1, "warning"), (0.1, "problem")])
def test_a_disk_that_fills(monkeypatch, free, grade):
    usage = namedtuple("usage", "total used free")(0, 0, int(free * 1024**3))
    monkeypatch.setattr("alongside.operations.checks.machine.shutil.disk_usage", lambda _: usage)
    assert said("disk")[0] == grade


def test_a_worker_that_is_missing_silent_or_late():
    assert said("worker")[0] == "problem" and "alongside worker" in said("worker")[1]
    tick("send-waiting-mail", timedelta(minutes=10))
    assert "for 10 minutes" in said("worker")[1]
    tick("seal-audit", timedelta(seconds=30))
    assert said("worker") == ("warning", said("worker")[1]) and "send-waiting-mail" in said("worker")[1]
    tick("send-waiting-mail", timedelta(seconds=20))
    assert said("worker")[0] == "well"


def test_jobs_and_mails_that_were_given_up_and_a_queue_that_stands(cast):
    make_job()
    make_mail(cast.eve)
    grade, words = said("jobs")
    assert grade == "warning" and "1 jobs were given up" in words and "1 mails" in words
    make_job("READY", run_after=timezone.now() - timedelta(hours=2))
    assert said("jobs")[0] == "problem" and "waits for 2 hours" in said("jobs")[1]


def test_mail_that_is_not_set_up_refused_or_away(settings, monkeypatch):
    assert said("mail")[0] == "warning"
    settings.PRODUCTION = True
    assert said("mail")[0] == "problem" and "ALONGSIDE_MAIL=" in said("mail")[1]
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    settings.MAIL_URL = type("Url", (), {"scheme": "smtp", "hostname": "127.0.0.1"})
    server = {"host": "127.0.0.1", "port": port, "timeout": 2}
    settings.MAILERS = {
        "default": {"BACKEND": "django.core.mail.backends.smtp.EmailBackend", "OPTIONS": server}
    }
    assert mailers.default.port == port
    assert said("mail")[0] == "problem" and "does not answer" in said("mail")[1]


@pytest.mark.parametrize(
    ("status", "headers", "secure", "grade", "words"),
    [
        (200, {}, False, "well", ""),
        (400, {}, False, "problem", "ALONGSIDE_HOSTS"),
        (503, {}, False, "problem", "answers 503"),
        (200, {}, True, "problem", "X-Forwarded-Proto"),
        (200, {"Strict-Transport-Security": "max-age=1"}, True, "well", ""),
    ],
)
def test_the_front_door(settings, monkeypatch, status, headers, secure, grade, words):
    settings.SECURE = secure
    answer = httpx.Response(status, headers=headers)
    monkeypatch.setattr("alongside.operations.checks.access.httpx.get", lambda *_, **__: answer)
    found = said("address")
    assert found[0] == grade and words in found[1]


def test_a_name_that_leads_nowhere_and_a_door_that_is_shut(settings):
    settings.BASE_URL = "http://no-such-name.invalid"
    assert "leads nowhere" in said("address")[1]
    settings.BASE_URL = "http://127.0.0.1:9"
    assert "does not answer" in said("address")[1]


def test_a_certificate_of_the_companys_own_authority_is_named_and_then_trusted(settings, tmp_path):
    door = Canary(answer=b"HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n")
    door.tls = certificate_for(tmp_path, "localhost")
    with door.running():
        settings.BASE_URL = f"https://localhost:{door.port}"
        assert "self-signed certificate" in said("address")[1]
        settings.OUTBOUND_CA = str(tmp_path / "ca.pem")
        assert said("address")[0] == "well"


def test_a_sign_in_provider_that_is_set_up_wrongly(monkeypatch):
    assert said("sign-in")[0] == "well"
    monkeypatch.setattr(
        "alongside.operations.checks.access.problems_of_providers", lambda: [("Acme", "does not answer")]
    )
    assert said("sign-in")[0] == "problem" and "Acme: does not answer" in said("sign-in")[1]


def test_backups_that_are_missing_or_old(settings):
    assert said("backup")[0] == "warning"
    settings.PRODUCTION = True
    assert said("backup")[0] == "problem"
    services.note_backup(actor=system("test"), made_at=timezone.now() - timedelta(days=3))
    assert "3 days old" in said("backup")[1] and said("backup")[0] == "problem"
    services.note_backup(actor=system("test"), made_at=timezone.now())
    assert said("backup")[0] == "well"


def test_the_command_answers_in_words_and_by_its_exit_status(capsys):
    assert main(["check", "worker"]) == 1
    out = capsys.readouterr()
    assert "No worker" in out.out and "1 of 1 answers need you" in out.err
    assert main(["check", "clock", "disk"]) in (0, 1)
    capsys.readouterr()
    assert main(["check", "worker", "--json"]) == 1
    found = json.loads(capsys.readouterr().out)
    assert found["problems"] == 1 and found["findings"][0]["grade"] == "problem"
    assert main(["check", "nonsense"]) == 1
    assert "There is no question nonsense" in capsys.readouterr().err


def test_every_answer_to_one_question_is_said(cast, capsys):
    make_job()
    make_mail(cast.eve)
    main(["check", "jobs"])
    said = capsys.readouterr().out
    assert "1 jobs were given up" in said and "1 mails could not be sent" in said


def test_warnings_count_only_when_asked(capsys):
    assert main(["check", "mail"]) == 0
    assert main(["check", "mail", "--strict"]) == 1
    assert is_well(run_checks(["mail"]))


@pytest.mark.parametrize(
    ("seconds", "words"), [(5, "5 seconds"), (60, "1 minute"), (7200, "2 hours"), (172800, "2 days")]
)
def test_times_in_words(seconds, words):
    assert in_words(seconds) == words
