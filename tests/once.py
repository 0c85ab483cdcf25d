"""What every test needs is made once and copied: a migrated database for each process, and the cast for each test.

Migrating takes seconds and the cast about 150 questions to the database; a copy of either is one statement.
"""

from __future__ import annotations

import copy
import fcntl
import hashlib
import os
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from types import SimpleNamespace

import pytest
import time_machine
from django.apps import apps
from django.conf import settings
from django.db import connection, transaction
from pytest_django.plugin import DjangoDbBlocker
from whitenoise.middleware import WhiteNoiseMiddleware

from alongside.people.calendar import today
from alongside.people.tests.makers import small_company

MIGRATED = "migrated_"


@pytest.fixture(scope="session")
def django_db_modify_db_settings(
    django_db_modify_db_settings_parallel_suffix: None, django_db_blocker: DjangoDbBlocker
) -> None:
    """pytest-django asks for this before it creates the database of a process."""
    if "DATABASE_URL" not in os.environ:  # on a server of somebody else's nothing is left behind
        with django_db_blocker.unblock():
            connection.settings_dict["TEST"]["TEMPLATE"] = migrated_database()


def migrated_database() -> str:
    """The name of an empty database with all migrations of now; made by the first process that asks."""
    name = MIGRATED + _digest_of_migrations()
    with _one_at_a_time(), connection._nodb_cursor() as cursor:
        cursor.execute("SELECT datname FROM pg_database WHERE datname LIKE %s", [f"{MIGRATED}%"])
        there = {row[0] for row in cursor.fetchall()}
        if name not in there:
            for old in there:
                cursor.execute(f"DROP DATABASE {old}")
            _migrate(draft := f"{MIGRATED}draft")
            cursor.execute(f"ALTER DATABASE {draft} RENAME TO {name}")
    return name


def _migrate(name: str) -> None:
    product, test = connection.settings_dict["NAME"], connection.settings_dict["TEST"]
    own, test["NAME"] = test["NAME"], name
    connection.creation.create_test_db(verbosity=0, autoclobber=True)
    connection.close()
    connection.settings_dict["NAME"], test["NAME"] = product, own


def _digest_of_migrations() -> str:
    found = hashlib.sha256()
    for app in apps.get_app_configs():
        for file in sorted(Path(app.path, "migrations").glob("*.py")):
            found.update(file.read_bytes())
    return found.hexdigest()[:16]


@contextmanager
def _one_at_a_time() -> Iterator[None]:
    with Path(settings.DATA, "migrated.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


class Cast:
    """The small company's rows, in a schema of their own from where one statement brings them back."""

    def __init__(self) -> None:
        before = _counts()
        with transaction.atomic(), connection.cursor() as cursor:
            self.day: date = today()
            self.people = small_company()
            tables = [table for table, count in _counts().items() if count != before[table]]
            cursor.execute("CREATE SCHEMA kept")
            for table in tables:
                cursor.execute(f"CREATE TABLE kept.{table} AS TABLE {table}")
            connection.run_on_commit.clear()  # it has happened in no test yet
        with connection.cursor() as cursor:
            cursor.execute(f"TRUNCATE {', '.join(tables)} CASCADE")
        assert _counts() == before
        self.statement = ";".join(f"INSERT INTO {table} SELECT * FROM kept.{table}" for table in tables)

    def again(self) -> SimpleNamespace:
        with connection.cursor() as cursor:
            cursor.execute(self.statement)
        return copy.deepcopy(self.people)


def _counts() -> dict[str, int]:
    with connection.cursor() as cursor:
        tables = connection.introspection.table_names(cursor)
        cursor.execute(" UNION ALL ".join(f"SELECT '{table}', count(*) FROM {table}" for table in tables))
        return dict(cursor.fetchall())


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Cast:
    """After pytest-django has created the database of this process, and outside every test's transaction."""
    with django_db_blocker.unblock():
        return Cast()


@pytest.fixture
def cast(db: None, django_db_setup: Cast) -> SimpleNamespace:
    """Dora leads Max, Max manages Eve and Ben; Hana is their HR partner; Omar is a stranger; Ada administers.

    `cast.eve` is a person, `cast.acts(cast.eve)` the actor for her.
    """
    same_day = not time_machine.escape_hatch.is_travelling() and today() == django_db_setup.day
    if same_day and connection.in_atomic_block:
        return django_db_setup.again()
    return small_company()


@pytest.fixture(scope="session", autouse=True)
def _static_files_are_listed_once() -> Iterator[None]:
    """Each `Client()` of a test is a server of its own, which would look through all folders first."""
    look, found = WhiteNoiseMiddleware.add_files_from_finders, {}

    def look_once(self: WhiteNoiseMiddleware) -> None:
        before = dict(self.files)
        if not found:
            look(self)
            found.update({url: file for url, file in self.files.items() if file is not before.get(url)})
        self.files.update(found)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(WhiteNoiseMiddleware, "add_files_from_finders", look_once)
        yield
