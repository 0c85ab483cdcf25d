"""Production refuses what would be dangerous, before anything starts, and says what to do."""

from __future__ import annotations

import os
import secrets
import subprocess
import sys

import pytest
from django.core.exceptions import ImproperlyConfigured

from alongside.config.environment import refuse_weak_secrets, secret

GOOD = {
    "ALONGSIDE_PRODUCTION": "1",
    "ALONGSIDE_URL": "https://people.example",
    "ALONGSIDE_SECRET_KEY": secrets.token_hex(32),
    "ALONGSIDE_KEY_RING": f"first:{secrets.token_hex(32)}",
    "DATABASE_URL": "postgresql://web@db/alongside?sslmode=verify-full",
}


def start(data, **changes: str | None) -> subprocess.CompletedProcess[str]:
    """Read the settings in a process of its own; None takes a variable away."""
    kept = {
        name: value for name, value in os.environ.items() if not name.startswith(("ALONGSIDE", "DATABASE"))
    }
    wanted = GOOD | {"ALONGSIDE_DATA": str(data)} | changes
    environment = kept | {name: value for name, value in wanted.items() if value is not None}
    return subprocess.run(
        [sys.executable, "-c", "import alongside.config.settings as s; print(s.PRODUCTION)"],
        env=environment, capture_output=True, text=True,
    )  # fmt: skip


def test_good_settings_start(tmp_path):
    done = start(tmp_path)
    assert done.stdout.strip() == "True", done.stderr


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"ALONGSIDE_DEMO": "1"}, "production refuses it"),
        ({"ALONGSIDE_URL": "http://people.example"}, "https://"),
        ({"ALONGSIDE_KEY_RING": None}, "Set ALONGSIDE_KEY_RING"),
        ({"ALONGSIDE_SECRET_KEY": None}, "Set ALONGSIDE_SECRET_KEY"),
        ({"ALONGSIDE_SECRET_KEY": "changeme-0123456789-abcdefghijkl"}, "an example"),
        ({"ALONGSIDE_KEY_RING": f"first:{'0' * 64}"}, "too regular"),
    ],
)
def test_what_is_dangerous_is_refused(tmp_path, changes, words):
    done = start(tmp_path, **changes)
    assert done.returncode != 0 and words in done.stderr


def test_one_value_for_two_purposes_is_refused():
    value = secrets.token_hex(32)
    refuse_weak_secrets({"ONE": value, "TWO": secrets.token_hex(32)})
    with pytest.raises(ImproperlyConfigured, match="TWO and ONE are the same"):
        refuse_weak_secrets({"ONE": value, "TWO": value.upper()})


@pytest.mark.parametrize(
    "value", ["", "short", "a" * 64, "0123" * 16, "my-secret-c5fa9e4665f0b7dec487ae3aeee64575"]
)
def test_weak_values_are_refused(value):
    with pytest.raises(ImproperlyConfigured, match="openssl rand"):
        refuse_weak_secrets({"ONE": value})


def test_a_secret_comes_from_the_file_that_is_named(tmp_path, monkeypatch):
    path = tmp_path / "ring"
    path.write_text("value\n")
    path.chmod(0o600)
    monkeypatch.setenv("X_FILE", str(path))
    assert secret("X", folder=tmp_path, production=True) == "value"
    path.chmod(0o620)
    with pytest.raises(ImproperlyConfigured, match="chmod go-w"):
        secret("X", folder=tmp_path, production=True)
    assert secret("X", folder=tmp_path, production=False) == "value"


def test_a_file_that_is_not_there_is_said(tmp_path, monkeypatch):
    monkeypatch.setenv("X_FILE", str(tmp_path / "gone"))
    with pytest.raises(ImproperlyConfigured, match="no such file"):
        secret("X", folder=tmp_path, production=False)
    assert list(tmp_path.iterdir()) == []
