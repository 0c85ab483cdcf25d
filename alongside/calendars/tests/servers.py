"""Real calendar servers and clients on loopback, from the environment of outside tools."""

from __future__ import annotations

import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
import pytest

from tests.house.code import ROOT

TOOLS = ROOT / ".venv-conformance" / "bin"
READY_SECONDS = 40
MKCALENDAR = """<?xml version="1.0"?><C:mkcalendar xmlns:C="urn:ietf:params:xml:ns:caldav"/>"""


def tool(name: str) -> str:
    """The path of an outside tool; skips the test where its environment can't be built."""
    path = TOOLS / name
    if not path.exists():
        built = subprocess.run(
            [ROOT / "scripts" / "conformance"], capture_output=True, text=True, timeout=900
        )
        if built.returncode != 0 or not path.exists():
            pytest.skip("the environment of outside tools can't be built here (scripts/conformance)")
    return str(path)


@contextmanager
def radicale(folder: Path) -> Iterator[str]:
    """A Radicale with the account eve:secret and one calendar; gives the address of the calendar."""
    (folder / "users").write_text("eve:secret\n")
    (folder / "radicale.ini").write_text(
        f"[server]\nhosts = 127.0.0.1:{(port := free_port())}\n[auth]\ntype = htpasswd\n"
        f"htpasswd_filename = {folder / 'users'}\nhtpasswd_encryption = plain\ndelay = 0\n"
        f"[storage]\nfilesystem_folder = {folder / 'store'}\n"
    )
    command = [tool("radicale"), "--config", str(folder / "radicale.ini")]
    with _running(command, port, folder):
        yield _calendar(f"http://127.0.0.1:{port}/eve/cal/")


@contextmanager
def xandikos(folder: Path) -> Iterator[str]:
    """A Xandikos, which asks for no password, with one calendar; gives its address."""
    (folder / "store").mkdir()
    port = free_port()
    command = [
        tool("xandikos"),
        "serve",
        "-d",
        str(folder / "store"),
        "--defaults",
        "-l",
        "127.0.0.1",
        "-p",
        str(port),
    ]
    with _running(command, port, folder):
        yield _calendar(f"http://127.0.0.1:{port}/cal/")


SERVERS = {"radicale": radicale, "xandikos": xandikos}


def call(method: str, url: str, body: str = "", **headers: str) -> httpx.Response:
    """As eve, without anything from the machine's own settings."""
    with httpx.Client(trust_env=False, auth=("eve", "secret"), timeout=20) as client:
        sent = {name.replace("_", "-"): value for name, value in headers.items()}
        return client.request(method, url, content=body.encode(), headers=sent)


def put(calendar: str, name: str, words: str) -> httpx.Response:
    return call("PUT", f"{calendar}{name}.ics", words, content_type="text/calendar; charset=utf-8")


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _calendar(url: str) -> str:
    answer = call("MKCALENDAR", url, MKCALENDAR, content_type="application/xml")
    assert answer.status_code == 201, answer.text
    return url


@contextmanager
def _running(command: list[str], port: int, folder: Path) -> Iterator[None]:
    with (folder / "log").open("wb") as log:
        process = subprocess.Popen(command, stdout=log, stderr=log, cwd=folder)
        try:
            _wait(process, port, folder)
            yield
        finally:
            process.terminate()
            process.wait(timeout=20)


def _wait(process: subprocess.Popen[bytes], port: int, folder: Path) -> None:
    deadline = time.monotonic() + READY_SECONDS
    while time.monotonic() < deadline and process.poll() is None:
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.1)
    raise AssertionError((folder / "log").read_text())
