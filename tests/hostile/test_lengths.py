"""Requests whose end two readers could see in different places, sent to the server that serves people (ASVS 4.2.1).

Whoever gets a proxy and the server to disagree about where a request ends slips a request of theirs before somebody
else's. So: refused, or read as RFC 9112 says (chunks win), and never a second answer that nobody asked for.
"""

from __future__ import annotations

import os
import re
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from alongside.config.cli.web import command
from tests.cluster.parts import free_port, listens, wait_until
from tests.house.code import ROOT

SECONDS = 60
HEAD = "POST /healthz HTTP/1.1\r\nHost: localhost\r\n"
SLIPPED = "GET /readyz-slipped HTTP/1.1\r\nHost: localhost\r\n\r\n"
READ = 403  # it was read as one request: a form without its token
STATUS = re.compile(rb"HTTP/1\.1 (\d{3})")


@pytest.fixture(scope="module")
def port(tmp_path_factory: pytest.TempPathFactory) -> Iterator[int]:
    """The product's own server with its own words, on loopback; its database is never asked."""
    folder, found = tmp_path_factory.mktemp("web"), free_port()
    kept = {
        name: value for name, value in os.environ.items() if not name.startswith(("ALONGSIDE", "DATABASE"))
    }
    environment = kept | {
        "DJANGO_SETTINGS_MODULE": "alongside.config.settings", "DATABASE_URL": "postgresql://nobody@127.0.0.1:1/none",
        "ALONGSIDE_DATA": str(folder), "PROMETHEUS_MULTIPROC_DIR": str(folder),
    }  # fmt: skip
    words = command(Path(sys.executable).parent, found)
    words[words.index("--workers") + 1] = "1"
    server = subprocess.Popen(
        words, env=environment, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    try:
        wait_until(
            lambda: (
                listens(found)
                and statuses(found, b"GET /healthz HTTP/1.1\r\nHost: localhost\r\n\r\n") == [200]
            ),
            "no web",
        )
        yield found
    finally:
        server.terminate()
        server.wait(timeout=SECONDS)


def statuses(port: int, sent: bytes, *, patience: float = 3.0) -> list[int]:
    """The status of each answer on one connection, until the server ends it or says no more."""
    said, deadline = b"", time.monotonic() + patience
    with socket.create_connection(("127.0.0.1", port), timeout=patience) as line:
        line.sendall(sent)
        line.settimeout(0.7)
        while time.monotonic() < deadline:
            try:
                part = line.recv(65_536)
            except (TimeoutError, ConnectionResetError):
                break
            if not part:
                break
            said += part
    return [int(status) for status in STATUS.findall(said)]


def test_two_whole_requests_get_two_answers(port):
    """So that one answer below means something."""
    one = "GET /healthz HTTP/1.1\r\nHost: localhost\r\n\r\n"
    assert statuses(port, f"{one}{SLIPPED}".encode()) == [200, 404]


@pytest.mark.parametrize(
    "lengths",
    [
        "Content-Length: 5\r\nContent-Length: 6\r\n",
        "Content-Length: 0\r\nContent-Length: 44\r\n",
        "Content-Length: 5, 6\r\n",
        "Content-Length: +5\r\n",
        "Content-Length: -1\r\n",
        "Content-Length: 0x5\r\n",
        "Content-Length: 5 5\r\n",
        "Content-Length: \r\n",
        "Content-Length : 0\r\n",
        "Content-Length\x00: 0\r\n",
        " Content-Length: 0\r\n",
        "Transfer-Encoding: chunked, identity\r\n",
        "Transfer-Encoding: xchunked\r\n",
        "Transfer-Encoding : chunked\r\n",
        "Transfer-Encoding: chunked\r\nTransfer-Encoding: identity\r\n",
        "Transfer-Encoding: \x0bchunked\r\n",
    ],
)
def test_a_length_that_can_be_read_in_two_ways_is_refused_and_ends_the_connection(port, lengths):
    found = statuses(port, f"{HEAD}{lengths}\r\n{SLIPPED}".encode("latin-1"))
    assert found in ([400], [501], []), lengths


@pytest.mark.parametrize(
    "order",
    [
        "Content-Length: {n}\r\nTransfer-Encoding: chunked\r\n",
        "Transfer-Encoding: chunked\r\nContent-Length: {n}\r\n",
    ],
)
def test_where_both_stand_chunks_win_or_it_is_refused(port, order):
    """With the length believed, what follows the last chunk would be the body of this request."""
    body = f"0\r\n\r\n{SLIPPED}"
    found = statuses(port, f"{HEAD}{order.format(n=len(body))}\r\n{body}".encode())
    assert found in ([400], [READ], [READ, 404]), found
    # With the length believed, the second request would begin in the middle of a chunk.
    found = statuses(port, f"{HEAD}{order.format(n=4)}\r\n5\r\nhello\r\n0\r\n\r\n".encode())
    assert found in ([400], [READ]), found


@pytest.mark.parametrize(
    "chunks",
    [
        "5 hello\r\n0\r\n\r\n",
        "-1\r\nhello\r\n0\r\n\r\n",
        "0x5\r\nhello\r\n0\r\n\r\n",
        "fffffffffffffffff\r\nx\r\n0\r\n\r\n",
        "5\r\nhello0\r\n\r\n",
    ],
)
def test_broken_chunks_bring_no_second_request(port, chunks):
    found = statuses(port, f"{HEAD}Transfer-Encoding: chunked\r\n\r\n{chunks}{SLIPPED}".encode())
    assert 404 not in found and len(found) <= 1, found


def test_a_length_longer_than_the_body_waits_and_serves_nothing_else(port):
    found = statuses(port, f"{HEAD}Content-Length: {len(SLIPPED) + 40}\r\n\r\n{SLIPPED}".encode())
    assert 404 not in found, found
