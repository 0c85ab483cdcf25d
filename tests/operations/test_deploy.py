"""The image, the compose file and the units: no engine builds them here, so what can be known without one is checked."""

from __future__ import annotations

import configparser
import fnmatch
import os
import re
import shutil
import subprocess
import sys
import tempfile

import pytest
import yaml

from alongside.config.cli import COMMANDS
from tests.house.code import ROOT

DEPLOY = ROOT / "deploy"
UNITS = sorted((DEPLOY / "systemd").glob("*.service"))
HARDENED = ["NoNewPrivileges", "ProtectSystem", "PrivateTmp", "ProtectHome", "CapabilityBoundingSet", "UMask"]


def instructions() -> list[tuple[str, str]]:
    """(instruction, words) of the Dockerfile, continued lines joined."""
    text = re.sub(r"\\\n", " ", (ROOT / "Dockerfile").read_text())
    lines = [line.strip() for line in text.splitlines() if line.strip() and not line.startswith("#")]
    return [(line.split(None, 1)[0], line.split(None, 1)[1]) for line in lines]


def copied() -> list[str]:
    """What the build copies out of this folder."""
    found = []
    for name, words in instructions():
        if name == "COPY" and not words.startswith("--from"):
            found += words.split()[:-1]
    return found


def test_everything_that_is_copied_exists_and_reaches_the_builder():
    lines = (ROOT / ".dockerignore").read_text().splitlines()
    allowed = [line[1:] for line in lines if line.startswith("!")]
    assert "*" in lines, "all is ignored but what is named"
    for path in copied():
        assert (ROOT / path).exists(), path
        assert any(fnmatch.fnmatch(path, pattern) for pattern in allowed), f"{path} is ignored"


@pytest.mark.parametrize("path", [".git", ".git/config", ".gitignore", "alongside/.git", ".hg", ".svn"])
def test_no_history_of_the_source_reaches_the_image(path):
    """Neither the builder gets it, nor does a line copy a folder that would hold it (ASVS 13.4.1)."""
    lines = (ROOT / ".dockerignore").read_text().splitlines()
    allowed = [line[1:] for line in lines if line.startswith("!")]
    assert lines[[bool(line) and not line.startswith("#") for line in lines].index(True)] == "*"
    assert not any(fnmatch.fnmatch(path, pattern) for pattern in allowed)
    assert not [words for words in copied() if words in {".", "./", "*"} or words.startswith(".git")]
    assert not (ROOT / "alongside" / ".git").exists()


def test_the_image_is_two_stages_not_root_and_says_whether_it_lives():
    names = [name for name, _ in instructions()]
    assert names.count("FROM") == 2
    last = instructions()[len(names) - 1 - names[::-1].index("FROM") :]
    users = [words for name, words in last if name == "USER"]
    assert users and not users[-1].startswith(("0", "root"))
    assert {"HEALTHCHECK", "ENTRYPOINT", "CMD"} <= {name for name, _ in last}
    assert not any(name == "ADD" for name in names)
    for name, words in instructions():
        if name == "FROM":
            assert re.search(r":[\w.-]+\b", words) and ":latest" not in words
        if name in {"ENV", "ARG"}:
            assert not re.search(r"(SECRET|PASSWORD|TOKEN|KEY_RING)", words), "no secret is baked in"
        if name == "RUN" and "apt-get install" in words:
            assert "--no-install-recommends" in words and "rm -rf /var/lib/apt/lists" in words


def test_the_commands_of_image_compose_and_units_exist():
    compose = yaml.safe_load((DEPLOY / "compose.yaml").read_text())
    commands = [service["command"][0] for service in compose["services"].values() if "command" in service]
    commands += re.findall(r"bin/alongside (\w+)", "".join(unit.read_text() for unit in UNITS))
    assert set(commands) <= set(COMMANDS) and {"web", "worker", "migrate", "metrics", "backup"} <= set(
        commands
    )


def test_compose_gives_the_product_nothing_to_write_and_nobody_a_password():
    compose = yaml.safe_load((DEPLOY / "compose.yaml").read_text())
    for name in ("migrate", "web", "worker"):
        service = compose["services"][name]
        assert service["read_only"] is True and service["cap_drop"] == ["ALL"]
        assert service["security_opt"] == ["no-new-privileges:true"]
        given = {variable: value for variable, value in service["environment"].items() if value}
        assert given == {"ALONGSIDE_UNENCRYPTED": "database web"}, (
            "the containers share a network of one host"
        )
    for name in ("web", "worker"):
        emptied = {
            variable for variable, value in compose["services"][name]["environment"].items() if not value
        }
        assert emptied == {"DATABASE_OWNER_URL", "OWNER_PASSWORD", "WEB_PASSWORD"}, (
            "whoever serves people can't rewrite tables"
        )
    assert compose["services"]["migrate"]["environment"].keys() == {"ALONGSIDE_UNENCRYPTED"}
    assert all(port.startswith("127.0.0.1:") for port in compose["services"]["web"]["ports"])
    assert "ports" not in compose["services"]["postgres"]
    for path in re.findall(r"- (\./[\w.]+):", (DEPLOY / "compose.yaml").read_text()):
        assert (DEPLOY / path).exists()


def test_the_example_of_the_environment_holds_no_secret_that_starts():
    example = (DEPLOY / "environment.example").read_text()
    values = dict(
        line.split("=", 1) for line in example.splitlines() if "=" in line and not line.startswith("#")
    )
    assert values["ALONGSIDE_SECRET_KEY"] == "" and values["OWNER_PASSWORD"] == ""
    kept = {n: v for n, v in os.environ.items() if not n.startswith(("ALONGSIDE", "DATABASE"))}
    with tempfile.TemporaryDirectory() as data:
        done = subprocess.run(
            [sys.executable, "-c", "import alongside.config.settings"], cwd=ROOT, capture_output=True, text=True,
            env=kept | values | {"ALONGSIDE_DATA": data},
        )  # fmt: skip
    assert done.returncode != 0 and "ImproperlyConfigured" in done.stderr


def test_the_example_of_the_environment_can_be_read_by_a_shell_as_by_systemd_and_compose():
    """operations.md sources it; a value with blanks or < without quotes would end that line, and the rest unread."""
    shell = ["bash", "-euc", f"set -a; . {DEPLOY / 'environment.example'}; env -0"]
    done = subprocess.run(shell, capture_output=True, text=True, env={"PATH": os.environ["PATH"]})
    assert done.returncode == 0, done.stderr
    read = dict(line.split("=", 1) for line in done.stdout.split("\0") if "=" in line)
    assert read["ALONGSIDE_MAIL_FROM"] == "Alongside <alongside@example.org>"
    assert read["DATABASE_OWNER_URL"].startswith("postgresql://alongside_owner:")


@pytest.mark.parametrize("unit", UNITS, ids=lambda path: path.stem)
def test_a_unit_is_hardened_and_stops_gently(unit):
    parsed = configparser.ConfigParser(strict=False, interpolation=None)
    parsed.optionxform = str  # type: ignore[assignment,method-assign]
    parsed.read(unit)
    service = parsed["Service"]
    assert not [name for name in HARDENED if name not in service]
    assert service["InaccessiblePaths"] == "-/opt/alongside/.git", (
        "the processes see no history of the source"
    )
    assert service["User"] == "alongside" and service["EnvironmentFile"] == "/etc/alongside/environment"
    if "backup" not in unit.stem:
        assert "DATABASE_OWNER_URL" in service["UnsetEnvironment"].split(), (
            "whoever serves people can't rewrite tables"
        )
        assert int(service["TimeoutStopSec"]) > 30 and service["KillMode"] == "mixed"


@pytest.mark.skipif(shutil.which("systemd-analyze") is None, reason="systemd-analyze is not installed here")
def test_systemd_itself_understands_the_units():
    done = subprocess.run(
        ["systemd-analyze", "verify", *UNITS, DEPLOY / "systemd" / "alongside-backup.timer"],
        capture_output=True, text=True,
    )  # fmt: skip
    said = [
        line
        for line in done.stderr.splitlines()
        if "is not executable" not in line and "/opt/alongside" not in line
    ]
    assert not [line for line in said if "alongside" in line], said


@pytest.mark.parametrize(
    "script",
    ["deploy/roles.sh", "deploy/alongside", "scripts/production", "scripts/balancer", "scripts/sbom"],
)
def test_the_scripts_are_bash(script):
    assert os.access(ROOT / script, os.X_OK)
    assert subprocess.run(["bash", "-n", ROOT / script], capture_output=True).returncode == 0
