"""Attacks on the private database server: odd folders, starts that were killed half-way."""

from __future__ import annotations

import os
import signal

import psycopg
import pytest

from alongside.config import cluster


@pytest.fixture
def home(tmp_path):
    yield tmp_path / "My Data"
    if (tmp_path / "My Data").exists():
        cluster.stop(tmp_path / "My Data")


def test_a_start_killed_before_the_roles_were_made_is_finished_by_the_next(home, monkeypatch):
    with monkeypatch.context() as killed, pytest.raises(KeyboardInterrupt):
        killed.setattr(cluster, "_prepare_roles", lambda _: (_ for _ in ()).throw(KeyboardInterrupt))
        cluster.ensure_running(home, quick=True)
    psycopg.connect(cluster.ensure_running(home, quick=True).url(cluster.WEB)).close()


def test_a_half_made_cluster_is_made_anew_and_a_stale_pid_file_stops_nothing(home):
    planned = cluster.Cluster(home.resolve(), quick=True)
    planned.storage.mkdir(parents=True)
    planned.files.with_name("cluster.draft").mkdir()
    started = cluster.ensure_running(home, quick=True)
    os.kill(int((started.files / "postmaster.pid").read_text().split()[0]), signal.SIGKILL)
    while cluster._is_alive(started):
        os.sched_yield()
    cluster.stop(home)
