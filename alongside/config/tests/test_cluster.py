"""The private PostgreSQL: the last command that ends stops it, and nobody's is stopped under them."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
import pytest

from alongside.config import cluster

# A command: it comes in, says so, waits until it is told to end, and leaves.
COMMAND = """
import sys
from pathlib import Path
from alongside.config import cluster_users
cluster_users.enter(Path(sys.argv[1]), quick=True)
print("in", flush=True)
sys.stdin.readline()
cluster_users.leave(always=len(sys.argv) > 2)
"""
# A command that becomes another program, as the web server does.
BECOMES = """
import os, sys
from pathlib import Path
from alongside.config import cluster_users
cluster_users.enter(Path(sys.argv[1]), quick=True)
os.execv(sys.executable, [sys.executable, "-c", "print('in', flush=True); input()"])
"""


@pytest.fixture(scope="module")
def home(tmp_path_factory) -> Iterator[Path]:
    """A data folder with a cluster, stopped."""
    home = tmp_path_factory.mktemp("cluster") / "data"
    try:
        with command(home):
            assert cluster.is_running(home)
        yield home
    finally:
        cluster.stop(home)


@contextmanager
def command(home: Path, *words: str, program: str = COMMAND) -> Iterator[subprocess.Popen[str]]:
    """A process that uses the cluster until the block ends, or `end` is called on it."""
    process = subprocess.Popen(
        [sys.executable, "-c", program, str(home), *words],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert process.stdout is not None
    assert process.stdout.readline() == "in\n"
    try:
        yield process
    finally:
        end(process)


def end(process: subprocess.Popen[str]) -> None:
    if process.poll() is None:
        process.communicate("go\n", timeout=60)
    assert process.returncode == 0


def test_a_command_that_began_it_stops_it_when_it_ends(home):
    assert not cluster.is_running(home)
    with command(home):
        assert cluster.is_running(home)
    assert not cluster.is_running(home)


def test_a_command_that_found_it_running_leaves_it_running(home):
    try:
        cluster.ensure_running(home, quick=True)
        with command(home):
            pass
        assert cluster.is_running(home)
    finally:
        cluster.stop(home)


def test_run_stops_it_whoever_began_it(home):
    cluster.ensure_running(home, quick=True)
    with command(home, "always"):
        pass
    assert not cluster.is_running(home)


def test_it_lives_while_another_process_uses_it_and_ends_with_the_last(home):
    with command(home) as first, command(home) as second:
        end(first)
        assert cluster.is_running(home)
        with psycopg.connect(cluster.Cluster(home.resolve()).url(cluster.OWNER)) as connection:
            assert connection.execute("SELECT 1").fetchone() == (1,)
        end(second)
        assert not cluster.is_running(home)


def test_a_process_that_became_another_program_still_uses_it(home):
    with command(home, program=BECOMES):
        with command(home, "always"):
            pass
        assert cluster.is_running(home)
    with command(home, "always"):
        pass
    assert not cluster.is_running(home)


def test_it_is_not_stopped_under_a_guest_who_is_none_of_ours(home):
    url = cluster.Cluster(home.resolve()).url(cluster.OWNER)
    with command(home) as one, psycopg.connect(url, autocommit=True) as guest:
        end(one)
        assert guest.execute("SELECT 1").fetchone() == (1,)
    with command(home, "always"):
        pass
    assert not cluster.is_running(home)
