"""A backup is noted, comes back on trial with exactly its rows, and damage is found. Both kinds of binaries can do it."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tarfile
from io import BytesIO
from pathlib import Path

import psycopg
import pytest

from alongside.config import backups, cluster, storage

pytestmark = pytest.mark.xdist_group("backups")  # one installation for all of them, not one in each process
ALONGSIDE = str(Path(sys.executable).parent / "alongside")
PEOPLE = """
import django; django.setup()
from alongside.people.tests.makers import small_company
small_company()
"""


@pytest.fixture(scope="module")
def run(tmp_path_factory):
    """A small installation of its own; runs a command there and gives what it said as JSON."""
    data = tmp_path_factory.mktemp("backups") / "data"
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("ALONGSIDE", "DJANGO"))}
    environment = kept | {
        "ALONGSIDE_DATA": str(data), "ALONGSIDE_TEST_DATABASE": "1", "DJANGO_SETTINGS_MODULE": "alongside.config.settings",
    }  # fmt: skip

    def command(*words: str, fails: bool = False) -> dict[str, object]:
        done = subprocess.run([ALONGSIDE, *words, "--json"], env=environment, capture_output=True, text=True)
        assert (done.returncode != 0) is fails, done.stdout + done.stderr
        return json.loads(done.stderr if fails else done.stdout)

    try:
        command("migrate")
        subprocess.run([sys.executable, "-c", PEOPLE], env=environment, check=True)
        command.data = data
        yield command
    finally:
        cluster.stop(data)


@pytest.fixture
def backup(run, tmp_path) -> Path:
    target = tmp_path / "alongside.tar"
    said = run("backup", str(target), "--keys", str(tmp_path / "keys"))
    assert said["people"] == 7 and said["sha256"] == backups.checksum(target)
    return target


def repacked(source: Path, target: Path, member: str, old: bytes, new: bytes) -> None:
    """The same tar file with a few bytes of one member changed."""
    with tarfile.open(source) as archive, tarfile.open(target, "w") as other:
        for info in archive:
            body = archive.extractfile(info)
            assert body is not None
            content = body.read()
            if info.name == member:
                assert content.count(old) == 1
                content = content.replace(old, new)
            info.size = len(content)
            other.addfile(info, BytesIO(content))


def databases(run) -> set[str]:
    with psycopg.connect(cluster.Cluster(run.data.resolve()).url(cluster.OWNER)) as connection:
        return {name for (name,) in connection.execute("SELECT datname FROM pg_database")}


def test_a_backup_comes_back_on_trial_with_its_rows_and_leaves_nothing_behind(run, backup):
    before = databases(run)
    said = run("backup", str(backup), "--verify")
    assert (said["people"], said["how"], said["noted"]) == (7, "restored and counted", True)
    assert databases(run) == before


def test_the_backup_is_noted_and_no_key_is_in_it(run, backup):
    assert "0 seconds" in str(run("check", "backup")) or "seconds old" in str(run("check", "backup"))
    with tarfile.open(backup) as archive:
        assert set(archive.getnames()) == {"manifest.json", "database.dump"}
    assert (backup.stat().st_mode & 0o777, (backup.parent / "keys").stat().st_mode & 0o777) == (0o600, 0o600)
    key = (run.data / "keys" / "alongside_key_ring").read_text().strip().encode()
    assert key not in backup.read_bytes()


def test_damage_is_found(run, backup, tmp_path):
    whole = backup.read_bytes()
    at = whole.index(b"PGDMP") + len(whole) // 3
    broken = tmp_path / "broken.tar"
    broken.write_bytes(whole[:at] + bytes(4000) + whole[at + 4000 :])
    said = run("backup", str(broken), "--verify", fails=True)
    assert "database.dump is not what was written" in str(said["error"])
    broken.write_bytes(whole[: len(whole) // 2])
    assert "error" in run("backup", str(broken), "--verify", fails=True)


def test_rows_that_are_missing_are_found(run, backup, tmp_path):
    with tarfile.open(backup) as archive:
        archive.extractall(tmp_path / "x", filter="data")
    manifest = tmp_path / "x" / "manifest.json"
    manifest.write_text(manifest.read_text().replace('"people_person": 7', '"people_person": 8'))
    with tarfile.open(tmp_path / "other.tar", "w") as archive:
        for path in (tmp_path / "x").iterdir():
            archive.add(path, path.name)
    said = run("backup", str(tmp_path / "other.tar"), "--verify", fails=True)
    assert "people_person: 7 instead of 8" in str(said["error"])


def test_every_table_is_counted_and_every_file_compared(run, tmp_path):
    (run.data / "files" / "a").mkdir(parents=True)
    (run.data / "files" / "a" / "letter.pdf").write_bytes(b"as it was uploaded")
    try:
        said = run("backup", str(tmp_path / "with.tar"))
    finally:
        shutil.rmtree(run.data / "files")
    with psycopg.connect(cluster.Cluster(run.data.resolve()).url(cluster.OWNER)) as connection:
        row = connection.execute("SELECT count(*) FROM pg_tables WHERE schemaname = 'public'").fetchone()
    assert row is not None and (said["tables"], said["files"]) == (row[0], 1)
    assert run("backup", str(tmp_path / "with.tar"), "--verify")["rows"] == said["rows"]
    repacked(tmp_path / "with.tar", tmp_path / "bent.tar", "files/a/letter.pdf", b"as it", b"is it")
    said = run("backup", str(tmp_path / "bent.tar"), "--verify", fails=True)
    assert "files/a/letter.pdf is not what was written" in str(said["error"])
    repacked(
        tmp_path / "with.tar",
        tmp_path / "fewer.tar",
        "manifest.json",
        b'"people_seat": 7',
        b'"people_seat": 6',
    )
    said = run("backup", str(tmp_path / "fewer.tar"), "--verify", fails=True)
    assert "people_seat: 7 instead of 6" in str(said["error"])


def test_a_backup_of_the_first_version_is_verified_by_what_it_wrote_down(run, backup, tmp_path):
    with tarfile.open(backup) as archive:
        archive.extractall(tmp_path / "x", filter="data")
    manifest = tmp_path / "x" / "manifest.json"
    rows = {name: json.loads(manifest.read_text())["rows"][table] for name, table in backups.TOLD.items()}
    manifest.write_text(json.dumps({"format": 1, "made_at": "2026-11-01T02:00:00+00:00", "rows": rows}))
    with tarfile.open(tmp_path / "old.tar", "w") as archive:
        for path in (tmp_path / "x").iterdir():
            archive.add(path, path.name)
    assert run("backup", str(tmp_path / "old.tar"), "--verify")["people"] == 7


def test_what_is_no_backup_or_exists_already_is_said(run, backup, tmp_path):
    (tmp_path / "photo.jpg").write_bytes(b"no tar")
    assert "no backup" in str(run("backup", str(tmp_path / "photo.jpg"), "--verify", fails=True)["error"])
    assert "exists already" in str(run("backup", str(backup), fails=True)["error"])
    assert "Say where" in str(run("backup", fails=True)["error"])


def test_a_backup_of_another_tool_can_be_noted(run):
    assert run("backup", "--note")["noted"]


@pytest.mark.parametrize("folder", cluster.candidates(), ids=str)
def test_each_kind_of_binaries_brings_the_programs(folder):
    for name in ("pg_dump", "pg_restore"):
        assert (folder / name).exists()
        done = subprocess.run([folder / name, "--version"], capture_output=True, text=True)
        assert done.stdout.startswith(name), done.stderr


def test_the_newest_program_is_taken():
    """pg_dump refuses servers newer than itself."""
    found = storage.database_program("pg_dump")
    version = subprocess.run([found, "--version"], capture_output=True, text=True, check=True).stdout
    assert int(version.split()[2].split(".")[0]) >= 15
