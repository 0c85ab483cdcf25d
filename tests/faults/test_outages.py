"""One installation, real PostgreSQL, and no way to it: pages, parts, forms and programs are told so with 503, nothing is
half stored, and the same press succeeds once the database is back, in the same processes.
"""

from __future__ import annotations

import html
import os
import random
import re
import secrets
import shutil
import signal
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
import psycopg
import pytest

from alongside.config import cluster
from tests.cluster.parts import wait_until
from tests.faults.mail_servers import MailServer
from tests.kill.campaign import PASSWORD, House
from tests.kill.ledger import Writer
from tests.soak.faults import fill, small_disk
from tests.test_headers import ALWAYS

pytestmark = pytest.mark.xdist_group("cluster")
DISK_MIB = 384
LONG = 400  # characters of a topic
MOST_THAT_FIT = 200  # of these in what room PostgreSQL still has in its own files when the disk is full


@pytest.fixture(scope="module")
def house() -> Iterator[House]:
    """One web, one worker and a PostgreSQL on a small disk of its own, where one can be had (`no_disk` says why not)."""
    server = MailServer()
    folder = Path(tempfile.mkdtemp(prefix="alongside-outage-"))
    folder.chmod(0o711)  # the user that PostgreSQL runs as comes through
    try:
        with small_disk(folder / "database", DISK_MIB) as no_disk:
            house = House(folder, server.port)
            house.no_disk = no_disk
            try:
                house.open(mails=0)
                yield house
            finally:
                house.stop()
    finally:
        server.stop()
        shutil.rmtree(folder)


@pytest.fixture(scope="module")
def eve(house) -> Iterator[Writer]:
    """Eve's browser, signed in; the thread that writes is never started."""
    writer = Writer(house, random.Random(1))
    writer.sign_in("eve.employee@example.org", PASSWORD)
    yield writer
    writer.client.close()


def owner(house: House) -> psycopg.Connection:
    return psycopg.connect(house.database.url(cluster.OWNER), autocommit=True)


def end_sessions(connection: psycopg.Connection) -> None:
    connection.execute(
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = %s", [cluster.WEB]
    )


@contextmanager
def stopped(house: House) -> Iterator[None]:
    """Nobody listens."""
    cluster.stop(house.folder / "database")
    yield


@contextmanager
def out_of_connections(house: House) -> Iterator[None]:
    """53300: all there may be are taken."""
    with owner(house) as connection:
        connection.execute(f"ALTER ROLE {cluster.WEB} CONNECTION LIMIT 0")
        end_sessions(connection)
        yield
        connection.execute(f"ALTER ROLE {cluster.WEB} CONNECTION LIMIT -1")


@contextmanager
def shutting_down(house: House) -> Iterator[None]:
    """57P03: the server lives as long as somebody is still there, and lets nobody in."""
    postmaster = int((house.database.files / "postmaster.pid").read_text().split()[0])
    with owner(house) as connection:
        os.kill(postmaster, signal.SIGTERM)
        end_sessions(connection)
        yield
    wait_until(lambda: not (house.database.files / "postmaster.pid").exists(), "it does not end")


@contextmanager
def read_only(house: House) -> Iterator[None]:
    """25006: a standby, or a server whose keeper closed it to writing."""
    with owner(house) as connection:
        connection.execute("ALTER DATABASE alongside SET default_transaction_read_only = on")
        end_sessions(connection)
        yield
        connection.execute("SET default_transaction_read_only = off")
        connection.execute("ALTER DATABASE alongside RESET default_transaction_read_only")
        end_sessions(connection)


@contextmanager
def full(house: House) -> Iterator[None]:
    """53100: no room for one more page of a table."""
    ballast = house.folder / "database" / "ballast"
    fill(ballast)
    yield
    ballast.unlink()


AWAY = {"stopped": stopped, "out of connections": out_of_connections, "shutting down": shutting_down}
CLOSED = {"read only": read_only, "full": full}


def topic(eve: Writer) -> dict[str, str]:
    text = " ".join(secrets.token_hex(6) for _ in range(LONG // 13))
    return eve._form({"text": text, "visibility": "shared"})


def press(eve: Writer, data: dict[str, str], **headers: str) -> httpx.Response:
    return eve.client.post(
        f"{eve.page}items/", data=data, headers={"Referer": f"{eve.house.url}{eve.page}", **headers}
    )


def topics(house: House) -> int:
    return house.count("SELECT count(*) FROM one_on_ones_agendaitem")


def is_told(answer: httpx.Response) -> None:
    assert (answer.status_code, answer.headers["Retry-After"]) == (503, "20"), answer.text[:500]
    wrong = {name: answer.headers.get(name) for name, value in ALWAYS.items() if name not in answer.headers}
    assert not wrong, wrong
    assert "Traceback" not in answer.text and "psycopg" not in answer.text


def comes_back(house: House, ask: Callable[[], httpx.Response], status: int) -> httpx.Response:
    """The answer of the same web process, once the database is there again."""
    processes = {name: process.pid for name, process in house.started.items()}
    house.keep_alive()
    assert processes["one"] == house.started["one"].pid, "the web had to be started again"
    answers: list[httpx.Response] = []

    def has_come() -> bool:
        answers.append(ask())
        return answers[-1].status_code == status

    wait_until(has_come, "nobody is answered")
    return answers[-1]


@pytest.mark.parametrize("name", AWAY)
def test_while_the_database_is_away_everybody_is_told_and_the_same_press_succeeds_afterwards(
    house, eve, name
):
    form, stranger = topic(eve), httpx.Client(base_url=house.url, timeout=30)
    before = topics(house)
    german = {"Accept-Language": "de-AT,de;q=0.9"}
    with stranger, AWAY[name](house):
        page = stranger.get("/sign-in/", headers=german)
        assert '<html lang="de">' in page.text and "kann das gerade nicht öffnen" in page.text
        is_told(page)
        is_told(eve.client.get(eve.page))
        part = eve.client.get(eve.page, headers={"HX-Request": "true", "HX-Target": "topics"})
        is_told(part)
        assert part.text.strip().startswith('<section class="problem"')
        sent = press(eve, form)
        is_told(sent)
        assert html.escape(form["text"]) in sent.text and "Send it again" in sent.text
        part = press(eve, form, **{"HX-Request": "true"})
        is_told(part)
        assert "What you typed is still here" in part.text
        for program in (
            eve.client.get("/api/v1/me"),
            stranger.get("/api/v1/me", headers={"Authorization": "Bearer x"}),
        ):
            is_told(program)
            assert program.json()["code"] == "unavailable"
        provisioning = stranger.get("/scim/v2/Users", headers={"Authorization": "Bearer x"})
        is_told(provisioning)
        assert provisioning.json()["status"] == "503"
        assert stranger.get("/healthz").status_code == 200
        assert stranger.get("/readyz").status_code == 503
    # Not the press once more, but the button of the page that said no.
    again = dict(re.findall(r'<input type="hidden" name="([^"]*)" value="([^"]*)">', sent.text))
    assert {name: html.unescape(value) for name, value in again.items()} == form
    comes_back(house, lambda: press(eve, again), 302)
    assert press(eve, form).status_code == 302
    assert topics(house) == before + 1
    assert httpx.get(f"{house.url}/readyz").status_code == 200


@pytest.mark.parametrize("name", CLOSED)
def test_while_nothing_can_be_saved_it_is_told_and_the_same_press_succeeds_afterwards(house, eve, name):
    if name == "full" and house.no_disk:
        pytest.skip(f"there is no small disk to fill: {house.no_disk}")
    before, form = topics(house), topic(eve)
    with CLOSED[name](house):
        while (answer := press(eve, form)).status_code == 302 and topics(house) < before + MOST_THAT_FIT:
            form = topic(eve)
        is_told(answer)
        assert httpx.get(f"{house.url}/healthz").status_code == 200
        stored = topics(house)
    comes_back(house, lambda: press(eve, form), 302)
    assert topics(house) == stored + 1
