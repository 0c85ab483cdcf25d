"""The parts of a small installation as separate processes: PostgreSQL, pgbouncer, haproxy, web, worker, mail sink."""

from __future__ import annotations

import os
import pwd
import re
import secrets
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

from alongside.config import cluster
from tests.house.code import ROOT

BIN = Path(sys.executable).parent
START_SECONDS = 90
POOLER = """
[databases]
alongside = host={socket} dbname=alongside
[pgbouncer]
listen_addr = 127.0.0.1
listen_port = {port}
unix_socket_dir =
auth_type = scram-sha-256
auth_file = {folder}/users.txt
pool_mode = transaction
default_pool_size = 8
max_client_conn = 200
logfile = {folder}/pgbouncer.log
pidfile = {folder}/pgbouncer.pid
"""
BALANCER = """
global
    maxconn 200
defaults
    mode http
    timeout connect 2s
    timeout client 60s
    timeout server 60s
    retries 3
    option redispatch
frontend people
    bind 127.0.0.1:{port}
    default_backend webs
backend webs
    balance roundrobin
    option httpchk
    http-check send meth GET uri /readyz ver HTTP/1.1 hdr Host localhost
    http-check expect status 200
    default-server check inter 500ms fall 2 rise 1
    http-response set-header X-Served-By %s
    retry-on conn-failure empty-response
    http-request disable-l7-retry if METH_POST
    server one 127.0.0.1:{one}
    server two 127.0.0.1:{two}
"""
# What a worker that died leaves behind is taken up when its lease ends, and tried again after a pause.
LEASES_END = (
    "UPDATE django_ox_oxtask SET lease_expires_at = now() - interval '1 second' WHERE status = 'RUNNING'",
    "UPDATE django_ox_oxtask SET run_after = now() WHERE status = 'READY' AND attempts > 0",
)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def wait_until(true: Callable[[], bool], what: str, seconds: float = START_SECONDS) -> None:
    deadline = time.monotonic() + seconds
    while not true():
        if time.monotonic() > deadline:
            raise TimeoutError(what)
        time.sleep(0.1)


def listens(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


def catches(pid: int, number: signal.Signals) -> bool:
    """Has the process come so far that it handles the signal? While it starts, the signal would just end it."""
    caught = re.search(r"^SigCgt:\s*([0-9a-f]+)$", Path(f"/proc/{pid}/status").read_text(), re.MULTILINE)
    return bool(caught and int(caught[1], 16) >> (number - 1) & 1)


class Installation:
    """Two web and two worker processes that share nothing but the database and the environment."""

    def __init__(self, folder: Path, mail_port: int, *, quick: bool = True) -> None:
        self.folder, self.started = folder, dict[str, subprocess.Popen[bytes]]()
        self.ports = {name: free_port() for name in ("pooler", "balancer", "one", "two")}
        self.database = cluster.ensure_running(folder / "database", quick=quick)
        self.url = f"http://127.0.0.1:{self.ports['balancer']}"
        kept = {n: v for n, v in os.environ.items() if not n.startswith(("ALONGSIDE", "DATABASE", "DJANGO"))}
        self.environment = kept | {
            "DJANGO_SETTINGS_MODULE": "alongside.config.settings",
            "ALONGSIDE_DATA": str(folder / "data"),
            "ALONGSIDE_URL": self.url,
            "ALONGSIDE_SECRET_KEY": secrets.token_hex(32),
            "ALONGSIDE_KEY_RING": f"first:{secrets.token_hex(32)}",
            "ALONGSIDE_MAIL": f"smtp://127.0.0.1:{mail_port}",
            "ALONGSIDE_QUIET_HOURS": "0",
            "ALONGSIDE_LOG": "INFO",
            "ALONGSIDE_WEB_PROCESSES": "1",
            "ALONGSIDE_WEB_THREADS": "4",
            "DATABASE_URL": f"postgresql://{cluster.WEB}:{self.database.password}@127.0.0.1:{self.ports['pooler']}/alongside",
            "DATABASE_OWNER_URL": self.database.url(cluster.OWNER),
        }

    def start(self) -> None:
        self._start_pooler()
        self.run(str(BIN / "alongside"), "migrate")
        for name in ("one", "two"):
            self.start_web(name)
            self.start_worker(f"worker {name}")
        configuration = self.folder / "haproxy.cfg"
        configuration.write_text(BALANCER.format(port=self.ports["balancer"], **self.web_ports))
        self._spawn("balancer", [program("haproxy"), "-db", "-f", str(configuration)])
        for port in (*self.web_ports.values(), self.ports["balancer"]):
            wait_until(lambda port=port: listens(port), f"port {port} is not open")

    @property
    def web_ports(self) -> dict[str, int]:
        return {name: self.ports[name] for name in ("one", "two")}

    def start_web(self, name: str) -> None:
        place = {"ALONGSIDE_PORT": str(self.ports[name]), "ALONGSIDE_DATA": str(self.folder / f"data-{name}")}
        self._spawn(name, [str(BIN / "alongside"), "web"], place)

    def start_worker(self, name: str, **more: str) -> None:
        """`more`: variables of its environment."""
        place = {"ALONGSIDE_DATA": str(self.folder / f"data-{name.replace(' ', '-')}"), **more}
        self._spawn(name, [str(BIN / "alongside"), "worker"], place)

    def run(self, *words: str, told: str = "") -> str:
        """A command to its end; what it printed. Raises AssertionError with its words when it fails."""
        done = subprocess.run(
            words, env=self.environment, cwd=ROOT, input=told, capture_output=True, text=True
        )
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    def signal(self, name: str, number: signal.Signals) -> subprocess.Popen[bytes]:
        """TERM goes to the process alone, as from a service manager; KILL to all it started."""
        process = self.started[name]
        if number is signal.SIGKILL:
            os.killpg(process.pid, number)
        else:
            wait_until(lambda: catches(process.pid, number), f"{name} never catches {number.name}")
            process.send_signal(number)
        return process

    def stop(self) -> None:
        for process in self.started.values():
            if process.poll() is None:
                os.killpg(process.pid, signal.SIGKILL)
            process.wait(timeout=10)
        cluster.stop(self.folder / "database")

    def last_words(self) -> str:
        """The end of every log, for whoever has to find out why something does not go on."""
        found = []
        for name, process in self.started.items():
            found.append(f"--- {name}, {'runs' if process.poll() is None else f'ended {process.returncode}'}")
            found.append(self.log(name)[-1500:])
        return "\n".join(found)

    def log(self, name: str) -> str:
        return (self.folder / f"{name}.log").read_text()

    def _start_pooler(self) -> None:
        """pgbouncer refuses to be root; it runs as whoever the database runs as."""
        folder = self.folder / "pooler"
        folder.mkdir(mode=0o700)
        (folder / "users.txt").write_text(f'"{cluster.WEB}" "{self.database.password}"\n')
        words = POOLER.format(socket=self.database.socket_folder, port=self.ports["pooler"], folder=folder)
        (folder / "pgbouncer.ini").write_text(words)
        command = [program("pgbouncer"), str(folder / "pgbouncer.ini")]
        if os.geteuid() == 0:
            user = pwd.getpwnam("postgres" if _has("postgres") else "nobody")
            for path in (folder, *folder.iterdir()):
                os.chown(path, user.pw_uid, user.pw_gid)
            command = [
                "setpriv",
                f"--reuid={user.pw_uid}",
                f"--regid={user.pw_gid}",
                "--clear-groups",
                *command,
            ]
        self._spawn("pooler", command)
        wait_until(lambda: listens(self.ports["pooler"]), "pgbouncer does not listen")

    def _spawn(self, name: str, words: list[str], place: dict[str, str] | None = None) -> None:
        with (self.folder / f"{name}.log").open("ab") as log:
            self.started[name] = subprocess.Popen(
                words, env=self.environment | (place or {}), cwd=ROOT, stdout=log, stderr=log,
                stdin=subprocess.DEVNULL, start_new_session=True,
            )  # fmt: skip


def program(name: str) -> str:
    return shutil.which(name, path=os.environ["PATH"] + ":/usr/sbin") or name


def _has(user: str) -> bool:
    try:
        pwd.getpwnam(user)
    except KeyError:
        return False
    return True
