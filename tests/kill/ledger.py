"""What a person wrote and was told is stored, and what the database holds of it afterwards."""

from __future__ import annotations

import json
import random
import re
import secrets
import sys
import threading
import time
import uuid
from collections import Counter
from dataclasses import dataclass, field
from datetime import date, timedelta

import httpx

from alongside.one_on_ones.notes import MOST_NOTES
from tests.cluster.parts import Installation

GIVES_UP = 0.15  # of those who get no answer: nobody knows then whether it was stored, once or not at all
LONGEST_SECONDS = 120  # until a part that was killed must be back
STORED = """
import json, django; django.setup()
from collections import Counter
from django_ox.models import OxTask
from alongside.audit.models import AuditEntry
from alongside.audit.queries.verification import broken_seals
from alongside.audit.tasks import seal
from alongside.commitments.models import Commitment
from alongside.notifications.models import Message
from alongside.one_on_ones.models import AgendaItem, BlockVersion, NoteBlock
seal.func()
pairs = lambda action: [list(pair) for pair in AuditEntry.objects.filter(action=action).values_list("kind", "key")]
told = OxTask.objects.filter(task_path__endswith="announce_item")
print(json.dumps({
    "topic": [[row.pk, row.text] for row in AgendaItem.objects.all()],
    "action": [[row.pk, row.text] for row in Commitment.objects.all()],
    "note": [[row.pk, row.text] for row in NoteBlock.objects.all()],
    "versions": [row.block_id for row in BlockVersion.objects.all()],
    "recorded": {
        "topic": pairs("one_on_ones.item_added"),
        "action": pairs("commitments.commitment_created"),
        "note": pairs("one_on_ones.note_written"),
    },
    "announced": [task.kwargs.get("item_id") or task.args[0] for task in told],
    "unfinished": list(OxTask.objects.filter(status__in=["FAILED"]).values_list("task_path", flat=True)),
    "messages": [[row.key, row.state] for row in Message.objects.all()],
    "broken_seals": len(broken_seals()),
}))
"""


@dataclass
class Ledger:
    """Marks are words that stand nowhere else. `acknowledged`: an answer said it is stored; `unknown`: none came."""

    acknowledged: dict[str, str] = field(default_factory=dict)
    unknown: dict[str, str] = field(default_factory=dict)
    refused: list[str] = field(default_factory=list)
    repeats: int = 0

    def problems(self, found: dict) -> list[str]:
        """Everything that is lost, twice, half there or unsealed, in words."""
        return [
            *self._lost_or_twice(found),
            *_half_applied(found),
            *[f"a message was given up: {key}" for key, state in found["messages"] if state != "sent"],
            *[f"a job was given up: {path}" for path in found["unfinished"]],
            *([f"{found['broken_seals']} seals are broken"] if found["broken_seals"] else []),
            *[f"answered with a refusal: {words}" for words in self.refused],
        ]

    def _lost_or_twice(self, found: dict) -> list[str]:
        counts = Counter((kind, text) for kind in ("topic", "action", "note") for _, text in found[kind])
        known = self.acknowledged | self.unknown
        return [
            *[f"lost: {mark}" for mark, kind in self.acknowledged.items() if not counts[kind, mark]],
            *[f"{n} times: {text}" for (_, text), n in counts.items() if n > 1],
            *[f"nobody wrote: {text}" for kind, text in counts if known.get(text) != kind],
        ]


def _half_applied(found: dict) -> list[str]:
    """Rows, what was recorded of them and the jobs they cause were stored together: the same numbers everywhere."""
    problems = []
    for kind, recorded in found["recorded"].items():
        rows = Counter(str(pk) for pk, _ in found[kind])
        entries = Counter(key for _, key in recorded)
        if rows != entries:
            problems.append(f"{kind}: rows and entries of the log differ: {rows - entries} {entries - rows}")
    topics, jobs = Counter(pk for pk, _ in found["topic"]), Counter(found["announced"])
    if topics != jobs:
        problems.append(f"topics and their announcements differ: {topics - jobs} {jobs - topics}")
    if Counter(found["versions"]) != Counter(pk for pk, _ in found["note"]):
        problems.append("notes and their versions differ")
    return problems


def stored(house: Installation) -> dict:
    """What the database holds, words opened, read by a process of its own."""
    return json.loads(house.run(sys.executable, "-c", STORED).splitlines()[-1])


class Writer(threading.Thread):
    """Somebody who writes all the time and sends a form again, with its key, when no answer comes."""

    def __init__(self, house: Installation, dice: random.Random) -> None:
        super().__init__(daemon=True)
        self.client = httpx.Client(
            base_url=house.url, timeout=30
        )  # also on a machine that has much else to do
        self.house, self.page, self.dice = house, f"/1-1s/{house.series}/", dice
        self.ledger, self.over, self.token, self.notes = Ledger(), threading.Event(), "", 0
        self.problem: BaseException | None = None

    def sign_in(self, name: str, password: str) -> None:
        self.token = self._token("/sign-in/")
        answer = self.client.post("/sign-in/", data=self._form({"name": name, "password": password}))
        assert answer.status_code == 302, answer.text[:1000]
        self.token = self._token(self.page)

    def run(self) -> None:
        try:
            while not self.over.is_set():
                kind = self.dice.choice(["topic", "topic", "action", "note"])
                if kind == "note" and self.notes == MOST_NOTES:  # one talk takes no more
                    kind = "topic"
                self.notes += kind == "note"
                self._write(kind)
                time.sleep(self.dice.uniform(0, 0.05))
        except BaseException as problem:  # shown by whoever waits for this thread
            self.problem = problem

    def stop(self) -> Ledger:
        self.over.set()
        self.join(timeout=LONGEST_SECONDS + 30)
        assert not self.is_alive(), "the writer still waits"
        self.client.close()
        if self.problem:
            raise self.problem
        return self.ledger

    def _write(self, kind: str) -> None:
        mark = f"{kind} {secrets.token_hex(8)}"
        path, data = self._shape(kind, mark)
        data = self._form(data)
        until, tries = time.monotonic() + LONGEST_SECONDS, 0
        while time.monotonic() < until:
            tries += 1
            answer = self._send(path, data)
            if answer is not None and answer.status_code < 500:
                return self._note(kind, mark, answer, tries)
            if self.dice.random() < GIVES_UP:
                self.ledger.unknown[mark] = kind
                return None
            time.sleep(0.2)
        raise TimeoutError(f"no answer for {LONGEST_SECONDS} s")

    def _note(self, kind: str, mark: str, answer: httpx.Response, tries: int) -> None:
        self.ledger.repeats += tries - 1
        if answer.status_code == 302 and not answer.headers["Location"].startswith("/sign-in"):
            self.ledger.acknowledged[mark] = kind
        else:
            self.ledger.refused.append(f"{kind}: {answer.status_code} {answer.headers.get('Location', '')}")
            self.ledger.unknown[mark] = kind

    def _shape(self, kind: str, mark: str) -> tuple[str, dict[str, str]]:
        if kind == "topic":
            return f"{self.page}items/", {"text": mark, "visibility": "shared"}
        if kind == "note":
            return f"{self.page}notes/{uuid.uuid4()}/replacement/", {
                "text": mark, "version": "0", "meeting_id": str(self.house.meeting),
            }  # fmt: skip
        day = date.today() + timedelta(days=7)
        return f"{self.page}actions/", {
            "action-text": mark, "action-owner": str(self.house.eve), "action-due_on": day.isoformat(),
        }  # fmt: skip

    def _form(self, data: dict[str, str]) -> dict[str, str]:
        return {"csrfmiddlewaretoken": self.token, "once": secrets.token_hex(16), **data}

    def _send(self, path: str, data: dict[str, str]) -> httpx.Response | None:
        try:
            referer = {"Referer": str(self.client.base_url.join(self.page))}
            return self.client.post(path, data=data, headers=referer)
        except httpx.TransportError:
            return None

    def _token(self, page: str) -> str:
        text = self.client.get(page).text
        found = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', text)
        assert found, text[:500]
        return found[1]
