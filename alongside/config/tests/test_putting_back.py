"""A dump goes back whole or not at all, also into a server that is older than the programs that come with the product."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from alongside.config import cluster, storage
from alongside.config.putting_back import put_back

LOOKS_LIKE_A_SETTING = "SET transaction_timeout = 0;"


@pytest.fixture(scope="module", params=cluster.candidates(), ids=str)
def url(request, tmp_path_factory) -> Iterator[str]:
    """A server of each version that is here; the programs are the newest, whatever the server is."""
    home = tmp_path_factory.mktemp("older") / "data"
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(cluster, "candidates", lambda: [request.param])
        started = cluster.ensure_running(home, quick=True)
    try:
        yield started.url(cluster.OWNER)
    finally:
        cluster.stop(home)


@pytest.fixture
def dump(url, tmp_path) -> Path:
    """One table with one row, as it was before `after` was added."""
    with psycopg.connect(url) as connection:
        connection.execute("DROP TABLE IF EXISTS letters; CREATE TABLE letters (words text)")
        connection.execute("INSERT INTO letters VALUES (%s)", [LOOKS_LIKE_A_SETTING])
    storage.dump_database(url, tmp_path / "dump")
    with psycopg.connect(url) as connection:
        connection.execute("INSERT INTO letters VALUES ('after')")
    return tmp_path / "dump"


def letters(url: str) -> list[str]:
    with psycopg.connect(url) as connection:
        return [words for (words,) in connection.execute("SELECT words FROM letters ORDER BY words")]


def test_a_dump_replaces_what_is_there_and_every_row_is_as_it_was(url, dump):
    put_back(url, dump, clear=True)
    assert letters(url) == [LOOKS_LIKE_A_SETTING]


def test_a_dump_is_closed_to_others(dump):
    assert dump.stat().st_mode & 0o777 == 0o600


def test_a_damaged_dump_changes_nothing(url, dump):
    whole = dump.read_bytes()
    dump.write_bytes(whole[: len(whole) - 40])
    with pytest.raises(ValueError, match="can't be put back"):
        put_back(url, dump, clear=True)
    assert letters(url) == [LOOKS_LIKE_A_SETTING, "after"]


def test_what_is_there_already_is_not_added_to(url, dump):
    with pytest.raises(ValueError, match="already exists"):
        put_back(url, dump)
    assert letters(url) == [LOOKS_LIKE_A_SETTING, "after"]


def test_somebody_who_is_still_at_work_is_waited_for_and_then_named(url, dump, monkeypatch):
    monkeypatch.setattr("alongside.config.putting_back.LOCK_SECONDS", 1)
    with psycopg.connect(url) as other:
        other.execute("SELECT * FROM letters")
        with pytest.raises(ValueError, match="lock timeout"):
            put_back(url, dump, clear=True)
    assert letters(url) == [LOOKS_LIKE_A_SETTING, "after"]


def test_the_options_of_the_address_reach_the_programs_and_the_password_stays_out_of_sight():
    words, environment = storage.connection_words(
        "postgresql://owner:p%40ss@db.example:5433/alongside?sslmode=verify-full&sslrootcert=/etc/ssl/db.pem"
    )
    assert words == [
        "--dbname=postgresql://owner@db.example:5433/alongside?sslmode=verify-full&sslrootcert=/etc/ssl/db.pem"
    ]
    assert environment == {"PGPASSWORD": "p@ss"}
