"""In production no way to another machine is plain, unless ALONGSIDE_UNENCRYPTED names it."""

from __future__ import annotations

from urllib.parse import urlsplit

import pytest
from django.core.exceptions import ImproperlyConfigured

from alongside.config import encryption
from alongside.config.environment import database
from alongside.config.tests.test_production import start

NOTHING: frozenset[str] = frozenset()
OTHER = "postgresql://web@db.example/alongside"
PLAIN_DATABASES = [
    OTHER, f"{OTHER}?sslmode=prefer", f"{OTHER}?sslmode=require", f"{OTHER}?sslmode=verify-ca", "postgresql://web@10.0.0.2/a",
    "postgresql://web@/a?host=/run/postgresql,db.example", "postgresql://web@localhost/a?hostaddr=10.0.0.2",
]  # fmt: skip
KEPT_DATABASES = [
    f"{OTHER}?sslmode=verify-full", "postgresql://web@127.0.0.1:6432/a", "postgresql://web@localhost/a", "postgresql://web@[::1]/a",
    "postgresql:///a", "postgresql://web@/a?host=/run/postgresql",
]  # fmt: skip


@pytest.mark.parametrize("url", PLAIN_DATABASES)
def test_a_database_elsewhere_is_reached_encrypted_and_checked_or_not_at_all(url):
    with pytest.raises(ImproperlyConfigured, match="sslmode=verify-full"):
        encryption.refuse_plain_database(database(url), accepted=frozenset({"mail", "web"}))
    encryption.refuse_plain_database(database(url), accepted=frozenset({"database"}))


@pytest.mark.parametrize("name", encryption.ELSEWHERE)
def test_what_leads_the_connection_elsewhere_beside_its_address_is_refused(monkeypatch, name):
    monkeypatch.setenv(name, "db.example")
    with pytest.raises(ImproperlyConfigured, match=name):
        encryption.refuse_plain_database(database("postgresql://web@localhost/a"), accepted=NOTHING)


def test_a_service_file_is_refused_in_the_address_too():
    with pytest.raises(ImproperlyConfigured, match="service"):
        encryption.refuse_plain_database(database("postgresql:///a?service=far"), accepted=NOTHING)


@pytest.mark.parametrize("url", KEPT_DATABASES)
def test_what_is_checked_or_stays_on_the_machine_is_taken(url):
    encryption.refuse_plain_database(database(url), accepted=NOTHING)


@pytest.mark.parametrize(("url", "is_refused"), [
    ("smtp://mail.example:25", True), ("smtp://10.0.0.3", True), ("smtp://127.0.0.1:2525", False),
    ("smtp://localhost", False),
    ("smtp+starttls://name:word@mail.example:587", False), ("smtps://mail.example:465", False), ("file:", False),
])  # fmt: skip
def test_mail_leaves_the_machine_encrypted(url, is_refused):
    parts = urlsplit(url)
    if is_refused:
        with pytest.raises(ImproperlyConfigured, match="plain sight"):
            encryption.refuse_plain_mail(parts, accepted=frozenset({"database"}))
        encryption.refuse_plain_mail(parts, accepted=frozenset({"mail"}))
    else:
        encryption.refuse_plain_mail(parts, accepted=NOTHING)


EVERYWHERE = "0.0.0.0"  # noqa: S104  (nothing listens: it is what is refused)


@pytest.mark.parametrize("host", [EVERYWHERE, "::", "10.0.0.4", "people.example"])
def test_web_and_figures_that_others_reach_are_refused_in_plain_text(host):
    with pytest.raises(ImproperlyConfigured, match="ALONGSIDE_TLS_CERTIFICATE"):
        encryption.refuse_plain_web(host, "", accepted=NOTHING)
    encryption.refuse_plain_web(host, "/etc/ssl/web.pem", accepted=NOTHING)
    encryption.refuse_plain_web(host, "", accepted=frozenset({"web"}))
    with pytest.raises(ImproperlyConfigured, match="without TLS"):
        encryption.refuse_plain_metrics(host, accepted=frozenset({"web"}))
    encryption.refuse_plain_metrics(host, accepted=frozenset({"metrics"}))


@pytest.mark.parametrize("host", ["127.0.0.1", "::1", "localhost"])
def test_web_and_figures_on_loopback_need_no_certificate(host):
    encryption.refuse_plain_web(host, "", accepted=NOTHING)
    encryption.refuse_plain_metrics(host, accepted=NOTHING)


def test_production_refuses_at_its_start_and_takes_what_is_accepted(tmp_path):
    refused = start(tmp_path, DATABASE_URL=OTHER)
    assert refused.returncode != 0 and "sslmode=verify-full" in refused.stderr
    refused = start(tmp_path, ALONGSIDE_MAIL="smtp://mail.example")
    assert refused.returncode != 0 and "smtp+starttls://" in refused.stderr
    taken = start(
        tmp_path,
        DATABASE_URL=OTHER,
        ALONGSIDE_MAIL="smtp://mail.example",
        ALONGSIDE_UNENCRYPTED="mail database",
    )
    assert taken.stdout.strip() == "True", taken.stderr
    elsewhere = start(tmp_path, DATABASE_URL=OTHER, ALONGSIDE_PRODUCTION="0")
    assert elsewhere.stdout.strip() == "False", elsewhere.stderr


def test_a_word_that_is_no_way_is_refused(monkeypatch):
    monkeypatch.setenv("ALONGSIDE_UNENCRYPTED", "database everything")
    with pytest.raises(ImproperlyConfigured, match="database, mail, metrics, web"):
        encryption.accepted_ways()


def test_a_certificate_without_its_key_is_refused_and_so_is_one_that_is_not_there(monkeypatch, tmp_path):
    assert encryption.certificate_and_key() == ("", "")
    there = tmp_path / "web.pem"
    there.write_text("")
    for certificate, key in ((str(there), ""), ("", str(there)), (str(there), str(tmp_path / "gone"))):
        monkeypatch.setenv("ALONGSIDE_TLS_CERTIFICATE", certificate)
        monkeypatch.setenv("ALONGSIDE_TLS_KEY", key)
        with pytest.raises(ImproperlyConfigured, match="must name a file"):
            encryption.certificate_and_key()
