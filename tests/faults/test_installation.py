"""One installation whose database goes away, closes, fills up, and whose parts are killed: whoever is there is told so
with 503, nothing acknowledged is lost, half stored or twice, and the same press succeeds afterwards, without a restart.

The last tests: a short part of `make kill` and `make soak`, one strike of each, of one seed; and two workers of which one
has a clock that jumps.
"""

from __future__ import annotations

import html
import random
import re
import secrets
import shutil
import signal
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path

import httpx
import pytest

from alongside.config.schedule import SCHEDULES
from tests.cluster.parts import wait_until
from tests.faults.mail_servers import MailServer
from tests.faults.strikes import (
    AWAY,
    CLOSED,
    FAILING,
    KILLED,
    MAIL_FAULTS,
    MEETING,
    all_mails_are_due,
    let_mails_come,
    let_time_pass,
    owner,
    signed_in,
    strike,
)
from tests.kill.campaign import House, is_answered, judge, wait_until_quiet
from tests.kill.ledger import LONGEST_SECONDS, Ledger, Writer
from tests.soak.faults import small_disk
from tests.test_headers import ALWAYS

pytestmark = pytest.mark.xdist_group("cluster")
DISK_MIB = 384
LONG = 400  # characters of a topic
MAILS = 24
FAKETIME = next(map(str, Path("/usr/lib").glob("*/faketime/libfaketimeMT.so.1")), "")
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
            house.no_disk, house.mail_server, house.ledger = no_disk, server, Ledger()
            try:
                house.open(mails=MAILS, after=86_400)
                yield house
            finally:
                house.stop()
    finally:
        server.stop()
        shutil.rmtree(folder)


@pytest.fixture(scope="module")
def eve(house) -> Iterator[Writer]:
    """Eve's browser, signed in; the thread that writes is never started."""
    writer = signed_in(house, random.Random(1))
    yield writer
    writer.client.close()


def topic(eve: Writer) -> dict[str, str]:
    text = " ".join(secrets.token_hex(6) for _ in range(LONG // 13))
    return eve._form({"text": text, "visibility": "shared"})


def press(eve: Writer, data: dict[str, str], **headers: str) -> httpx.Response:
    answer = eve.client.post(
        f"{eve.page}items/", data=data, headers={"Referer": f"{eve.house.url}{eve.page}", **headers}
    )
    known = eve.ledger.acknowledged if answer.status_code == 302 else eve.ledger.unknown
    known[data["text"]] = "topic"
    return answer


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
        assert stranger.get("/static/core/css/standalone.css").status_code == 200
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
        assert eve.client.get(eve.page).status_code == 200  # what is there can be read
        assert httpx.get(f"{house.url}/healthz").status_code == 200
        stored = topics(house)
    comes_back(house, lambda: press(eve, form), 302)
    assert topics(house) == stored + 1


QUEUE = """
import datetime, sys, django; django.setup()
from django.db import transaction
from django.utils import timezone
from alongside.notifications.services import tell
from alongside.people.models import Person
name, count, first, step = sys.argv[1], *map(int, sys.argv[2:])
with transaction.atomic():
    for number in range(count):
        due = timezone.now() + datetime.timedelta(minutes=first + step * number)
        tell(person=Person.objects.get(email="max.manager@example.org"), template="one_on_ones/email/topic_added",
             key=f"{name}-{number}", at=due, context={"from_name": "Eve", "path": "/"})
"""


def queue(house: House, name: str, count: int, *, first: int, step: int) -> None:
    """So many mails to Max, the first due in so many minutes, the others so many minutes apart."""
    house.run(sys.executable, "-c", QUEUE, name, str(count), str(first), str(step))


def test_whatever_strikes_while_somebody_writes_nothing_acknowledged_is_lost_half_there_or_twice(house):
    names = [
        *KILLED,
        *MAIL_FAULTS,
        *(name for name in FAILING if not (name == "disk is full" and house.no_disk)),
    ]
    dice, struck = random.Random(20), Counter[str]()
    writer, known = signed_in(house, dice), len(house.ledger.acknowledged)
    let_mails_come(house, MAILS)
    queue(house, "strikes", MEETING * len(MAIL_FAULTS), first=1440, step=1)
    writer.start()
    for name in dice.sample(names, len(names)):
        wait_until(lambda: is_answered(writer), f"nobody is answered before: {name}", LONGEST_SECONDS)
        time.sleep(dice.uniform(0, 0.5))  # a moment of the seed; nothing is judged by it
        strike(house, writer, name, dice)
        struck[name] += 1
    wait_until(lambda: is_answered(writer), "nobody is answered at the end", LONGEST_SECONDS)
    ledger = writer.stop()
    all_mails_are_due(house)
    let_time_pass(house)
    wait_until_quiet(house, LONGEST_SECONDS)
    outcome = judge(house, house.mail_server, struck, ledger)
    assert not outcome.problems, str(outcome)
    assert len(ledger.acknowledged) >= known + 10 and outcome.mails >= MAILS + MEETING * len(MAIL_FAULTS), (
        str(outcome)
    )


SENT = "SELECT count(*) FROM notifications_message WHERE key LIKE 'two-clocks-%' AND state = 'sent'"
TWICE = "SELECT count(*) FROM django_ox_oxtask WHERE attempts > 1 AND enqueued_at > now() - %s * interval '1 second'"
DAILY = [name for name, schedule in SCHEDULES.items() if schedule["every"] == 86_400]
MOST_A_DAY = """
SELECT coalesce(max(times), 0) FROM (
    SELECT count(*) AS times FROM django_ox_oxscheduletick WHERE schedule_name = ANY(%s) GROUP BY schedule_name
) AS found
"""


@pytest.mark.skipif(
    not FAKETIME, reason="libfaketime is not here and could not be installed (scripts/faketime)"
)
def test_two_workers_one_of_whose_clocks_jumps_by_an_hour_do_each_job_and_send_each_mail_once(house):
    began, clock = time.monotonic(), house.folder / "clock"
    mails = len(house.mail_server.ids)

    def it_is(words: str) -> None:
        """On the second worker's machine, from now on."""
        draft = clock.with_suffix(".draft")
        draft.write_text(words)
        draft.rename(clock)

    it_is("+0")
    house.start_worker("worker two", LD_PRELOAD=FAKETIME, FAKETIME_TIMESTAMP_FILE=str(clock),
                       FAKETIME_NO_CACHE="1", DONT_FAKE_MONOTONIC="1")  # fmt: skip
    queue(house, "two-clocks", 12, first=-1, step=10)
    wait_until(lambda: house.count(SENT) == 1, "the mail that is due is not sent", LONGEST_SECONDS)
    it_is("+1h")  # for this worker what is due within the hour is due now
    wait_until(lambda: house.count(SENT) == 7, "nobody's clock is ahead", LONGEST_SECONDS)
    it_is("-1h")
    all_mails_are_due(house)
    wait_until(lambda: house.count(SENT) == 12, "mails are left behind", LONGEST_SECONDS)
    it_is("+0")
    wait_until_quiet(house, LONGEST_SECONDS)
    house.signal("worker two", signal.SIGTERM).wait(timeout=LONGEST_SECONDS)
    fresh = house.mail_server.ids[mails:]
    assert len(fresh) == len(set(fresh)) >= 12
    with owner(house) as connection:
        assert connection.execute(TWICE, [time.monotonic() - began]).fetchone() == (0,)
        assert connection.execute(MOST_A_DAY, [DAILY]).fetchone()[0] <= 1
