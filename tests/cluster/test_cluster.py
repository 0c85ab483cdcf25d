"""Two web and two worker processes behind haproxy, on PostgreSQL behind pgbouncer in transaction mode.

They share nothing but the database and the environment. One installation for all tests of this file; a test that ends
a part leaves it to the next one to start it again (fixture `house`).
"""

from __future__ import annotations

import re
import secrets
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from email.message import Message
from email.parser import BytesParser
from pathlib import Path

import httpx
import psycopg
import pytest
from aiosmtpd.controller import Controller

from alongside.config import cluster
from tests.cluster.parts import LEASES_END, Installation, free_port, wait_until
from tests.house.code import ROOT

pytestmark = pytest.mark.xdist_group("cluster")
PASSWORD = "Quittenmus im Oktober 73"
COMPANY = f"""
import django; django.setup()
from alongside.people.tests.makers import small_company, TESTS
from alongside.identity.services import set_password
from alongside.one_on_ones.services import start_series
cast = small_company()
set_password(actor=TESTS, account=cast.eve.account, password={PASSWORD!r})
print(start_series(actor=cast.acts(cast.max), employee=cast.eve).pk)
"""
ENQUEUE = """
import django; django.setup()
from alongside.core.tasks import purge_removed
print(purge_removed.enqueue().id)
"""
TRIES = 4


class Sink:
    """A mail server that keeps what it is given."""

    def __init__(self) -> None:
        self.mails: list[Message] = []

    async def handle_DATA(self, server, session, envelope):
        self.mails.append(BytesParser().parsebytes(envelope.content))
        return "250 OK"


@pytest.fixture(scope="module")
def sink() -> Iterator[Sink]:
    handler = Sink()
    controller = Controller(handler, hostname="127.0.0.1", port=free_port())
    controller.start()
    handler.port = controller.port
    yield handler
    controller.stop()


@pytest.fixture(scope="module")
def installation(sink) -> Iterator[Installation]:
    if subprocess.run([ROOT / "scripts" / "balancer"], capture_output=True).returncode:
        pytest.skip("haproxy and pgbouncer are not here and could not be installed (scripts/balancer)")
    # pytest's own folders are closed to the users that PostgreSQL and pgbouncer run as.
    folder = Path(tempfile.mkdtemp(prefix="alongside-cluster-"))
    folder.chmod(0o711)
    installation = Installation(folder, sink.port)
    try:
        installation.start()
        installation.series = int(installation.run(sys.executable, "-c", COMPANY).split()[-1])
        yield installation
    finally:
        installation.stop()
        shutil.rmtree(folder)


@pytest.fixture
def house(installation) -> Installation:
    """The installation with all its parts alive and both webs in the balancer."""
    for name in ("one", "two"):
        if installation.started[name].poll() is not None:
            installation.start_web(name)
        if installation.started[f"worker {name}"].poll() is not None:
            installation.start_worker(f"worker {name}")
    with httpx.Client(base_url=installation.url, timeout=10) as client:
        wait_until(lambda: _both_serve(client), "the balancer does not know both webs", 30)
    return installation


class Browser:
    """Somebody who tries once more when a page does not come, as browsers and people do."""

    def __init__(self, url: str) -> None:
        self.client = httpx.Client(base_url=url, follow_redirects=False, timeout=30)
        self.served = Counter[str]()

    def ask(self, method: str, path: str, **more: object) -> httpx.Response:
        for attempt in range(TRIES):
            try:
                answer = self.client.request(method, path, **more)
            except httpx.TransportError:
                answer = None
            if answer is not None and answer.status_code < 500:
                self.served[answer.headers.get("X-Served-By", "")] += 1
                return answer
            time.sleep(0.3 * (attempt + 1))
        raise AssertionError(f"{method} {path}: no answer after {TRIES} tries ({answer})")

    def post(self, path: str, page: str, **data: str) -> httpx.Response:
        token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', self.ask("GET", page).text)
        assert token, page
        data = {"csrfmiddlewaretoken": token[1], "once": secrets.token_hex(16), **data}
        return self.ask("POST", path, data=data, headers={"Referer": f"{self.client.base_url}{page}"})


@pytest.fixture(scope="module")
def signed_in(installation) -> Iterator[Browser]:
    browser = Browser(installation.url)
    answer = browser.post("/sign-in/", "/sign-in/", name="eve.employee@example.org", password=PASSWORD)
    assert answer.status_code == 302, answer.text[:2000]
    yield browser
    browser.client.close()


@pytest.fixture
def eve(house, signed_in) -> Browser:
    signed_in.served.clear()
    return signed_in


def owner(house: Installation) -> psycopg.Connection:
    return psycopg.connect(house.database.url(cluster.OWNER), autocommit=True)


def count(house: Installation, words: str) -> int:
    with owner(house) as connection:
        return int(connection.execute(words).fetchone()[0])


def add_topic(house: Installation, browser: Browser, words: str) -> httpx.Response:
    page = f"/1-1s/{house.series}/"
    return browser.post(f"{page}items/", page, text=words, visibility="shared")


def topics(house: Installation) -> int:
    return count(house, "SELECT count(*) FROM one_on_ones_agendaitem")


def wait_until_done(house: Installation) -> None:
    """No task is due or running any more."""
    due = "SELECT count(*) FROM django_ox_oxtask WHERE coalesce(run_after, now()) <= now() AND status IN ('READY', 'RUNNING')"  # noqa: E501
    wait_until(lambda: count(house, due) == 0, "tasks remain")


@contextmanager
def held_job(house: Installation) -> Iterator[str]:
    """The key of a job that a worker has begun and can't finish inside: the table it needs is locked."""
    with owner(house) as connection, connection.transaction():
        connection.execute("LOCK TABLE core_removal IN ACCESS EXCLUSIVE MODE")
        job = house.run(sys.executable, "-c", ENQUEUE).split()[-1]
        wait_until(lambda: outcome(house, job)[0] == "RUNNING", "no worker takes it")
        yield job


def outcome(house: Installation, job: str) -> tuple[str, int]:
    """(state, tries) of one job."""
    with owner(house) as connection:
        row = connection.execute(
            "SELECT status, attempts FROM django_ox_oxtask WHERE id = %s", [job]
        ).fetchone()
    return row or ("", 0)


def each_once(sink: Sink) -> bool:
    """Every mail came once: they are told apart by their Message-ID."""
    return set(Counter(str(mail["Message-ID"]) for mail in sink.mails).values()) <= {1}


def test_a_session_holds_on_both_webs_and_both_serve(house, eve):
    pages = [eve.ask("GET", "/").status_code for _ in range(12)]
    assert set(pages) == {200}
    assert set(eve.served) == {"one", "two"}


def test_what_is_written_once_is_there_once_and_told_once(house, eve, sink):
    retried = "SELECT count(*) FROM django_ox_oxtask WHERE status = 'SUCCESSFUL' AND attempts <> 1"
    before, retried_before = topics(house), count(house, retried)
    for number in range(6):
        assert add_topic(house, eve, f"Topic {number}").status_code == 302
    assert topics(house) == before + 6
    wait_until_done(house)
    assert each_once(sink) and sink.mails
    assert count(house, "SELECT count(*) FROM notifications_message WHERE state = 'sent'") == len(sink.mails)
    assert count(house, retried) == retried_before


def test_a_request_and_its_task_share_an_id_in_the_logs_of_both(house, eve):
    request_id = add_topic(house, eve, "One more").headers["X-Request-ID"]
    logs = lambda: house.log("worker one") + house.log("worker two")  # noqa: E731
    wait_until(lambda: request_id in logs(), "no worker names the request")


def test_sigterm_lets_a_web_finish_the_request_it_has(house, eve):
    before, answers = topics(house), list[int]()
    direct = Browser(f"http://127.0.0.1:{house.ports['two']}")
    direct.client.cookies = eve.client.cookies
    asking = threading.Thread(target=lambda: answers.append(add_topic(house, direct, "Slow").status_code))
    with owner(house) as connection, connection.transaction():
        connection.execute("LOCK TABLE one_on_ones_agendaitem IN SHARE MODE")  # whoever writes waits
        asking.start()
        waits = "SELECT count(*) FROM pg_locks WHERE NOT granted"
        wait_until(lambda: count(house, waits) > 0, "the request does not wait for the lock")
        process = house.signal("two", signal.SIGTERM)
        time.sleep(1)
        assert process.poll() is None
    asking.join(timeout=20)
    direct.client.close()
    assert answers == [302]
    assert process.wait(timeout=40) == 0
    assert topics(house) == before + 1


def test_sigterm_lets_a_worker_finish_the_job_it_has(house):
    wait_until_done(house)
    assert house.signal("worker two", signal.SIGTERM).wait(timeout=60) == 0
    with held_job(house) as job:
        process = house.signal("worker one", signal.SIGTERM)
        time.sleep(1)
        assert process.poll() is None
    assert process.wait(timeout=60) == 0
    assert outcome(house, job) == ("SUCCESSFUL", 1)


def test_a_killed_web_costs_a_retry_and_nothing_else(house, eve, sink):
    before = topics(house)
    killer = threading.Timer(1.0, lambda: house.signal("one", signal.SIGKILL))
    killer.start()
    for number in range(20):
        assert add_topic(house, eve, f"Under fire {number}").status_code == 302
    killer.join()
    assert house.started["one"].wait(timeout=5) == -signal.SIGKILL
    assert topics(house) == before + 20
    wait_until_done(house)
    assert each_once(sink)


def test_a_killed_worker_leaves_its_job_to_the_other(house):
    wait_until_done(house)
    with held_job(house) as job:
        for name in ("worker one", "worker two"):
            house.signal(name, signal.SIGKILL).wait(timeout=10)
    house.start_worker("worker one")
    wait_until(lambda: _after_its_lease(house, job) == "SUCCESSFUL", "nobody took it up", 150)
    assert outcome(house, job) == ("SUCCESSFUL", 2)


def _after_its_lease(house: Installation, job: str) -> str:
    """The job's state; its lease and the pause before the next try last a minute, which goes by without waiting."""
    state, tries = outcome(house, job)
    if tries < 2:  # from the second try on another worker has it, whose lease is to last
        with owner(house) as connection:
            for words in LEASES_END:
                connection.execute(words)
    return state


def test_no_schedule_is_taken_up_twice(house):
    wait_until(lambda: count(house, "SELECT count(*) FROM django_ox_oxscheduletick WHERE task_id IS NOT NULL") > 0, "no schedule ran", 80)  # fmt: skip  # noqa: E501
    twice = "SELECT count(*) FROM (SELECT 1 FROM django_ox_oxscheduletick GROUP BY schedule_name, scheduled_for HAVING count(*) > 1) t"  # noqa: E501
    assert count(house, twice) == 0


def test_no_log_of_any_part_holds_words_or_names(house, eve):
    add_topic(house, eve, "Zinnoberquitte")
    wait_until_done(house)
    said = "".join(house.log(name) for name in house.started if name not in {"pooler", "balancer"})
    for words in ("Zinnoberquitte", "Eve", "eve.employee", PASSWORD):
        assert words not in said


def _both_serve(client: httpx.Client) -> bool:
    answers = [client.get("/readyz") for _ in range(4)]
    return {one.headers.get("X-Served-By") for one in answers if one.status_code == 200} == {"one", "two"}
