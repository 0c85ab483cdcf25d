"""The cast: the people every test speaks about, and the doors they come through."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import call_command
from django.test import Client
from django.utils import timezone
from django_ox.models import OxTask
from hypothesis import settings as examples

from alongside.config import cluster_users
from alongside.core.queue import WordlessWorker
from alongside.notifications import breaker
from alongside.people.models import Person
from alongside.people.models.company import IN_FORCE

# The fixtures pseudo_locale; chromium, quiet, device; cast; and what becomes of skipped proofs.
pytest_plugins = ["tests.pseudo", "tests.browsers", "tests.once", "tests.proofs", "pytester"]
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"

# A change is judged by what it changes: the same examples each time. Looking for new ones is work of its own: make search.
examples.register_profile("same", derandomize=True)
examples.register_profile("search", print_blob=True)
examples.load_profile("search" if "ALONGSIDE_SEARCH" in os.environ else "same")


def pytest_configure(config: pytest.Config) -> None:
    """Translations are read from .mo files, which are made and never committed."""
    if "PYTEST_XDIST_WORKER" not in os.environ:
        messages = Path(__file__).parent / "scripts" / "messages"
        subprocess.run([sys.executable, messages, "--compile"], check=True)


def pytest_unconfigure(config: pytest.Config) -> None:
    """The last run in this folder stops the database; the workers of a run leave that to the process that began it."""
    if "PYTEST_XDIST_WORKER" not in os.environ and "DATABASE_URL" not in os.environ:
        cluster_users.leave(always=True)


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Long tests begin first, so that no process waits for one of them at the end."""
    items.sort(key=lambda item: item.get_closest_marker("long") is None)


@pytest.fixture(autouse=True)
def _company_not_set_up() -> None:
    """What one test's company chose is no other test's; and no test counts the query that reads it."""
    IN_FORCE.keep(settings.LANGUAGE_CODE, settings.TIME_ZONE)


@pytest.fixture(autouse=True)
def _mail_server_answers() -> None:
    """That the mail server did not answer in one test keeps no mail of the next."""
    breaker.server.went_well()


@pytest.fixture
def run_tasks(monkeypatch: pytest.MonkeyPatch) -> Callable[[], int]:
    """Run the worker until the queue is empty; returns how many tasks succeeded.

    No schedule begins anything: one that is due each half minute would now and then be counted in.
    """
    monkeypatch.setattr(WordlessWorker, "dispatch_schedules", lambda _worker: 0)

    def run() -> int:
        before = OxTask.objects.filter(status="SUCCESSFUL").count()
        with pytest.raises(SystemExit) as done:
            call_command("ox_worker", batch=True, verbosity=0)
        assert done.value.code == 0
        return OxTask.objects.filter(status="SUCCESSFUL").count() - before

    return run


@pytest.fixture
def web() -> Callable[[Person], Client]:
    """`web(person)` is a browser without JavaScript, signed in as that person."""

    def signed_in_as(person: Person) -> Client:
        browser = Client()
        browser.force_login(person.account, backend=BACKEND)
        session = browser.session
        now = timezone.now().isoformat()
        session.update({"proved_at": now, "started_at": now, "touched_at": now, "device_words": "Tests"})
        session.save()
        return browser

    return signed_in_as
