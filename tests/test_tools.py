"""The tools of `make check` see what they should: each is shown something bad."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.house.code import ROOT

TOOLS = ROOT / ".venv" / "bin"
NOWHERE = {**os.environ, "DATABASE_URL": "postgresql:///nowhere"}


def said(*command: str | Path, cwd: Path = ROOT) -> tuple[int, str]:
    done = subprocess.run(
        [str(part) for part in command], cwd=cwd, env=NOWHERE, capture_output=True, text=True
    )
    return done.returncode, done.stdout + done.stderr


@pytest.mark.parametrize(
    ("template", "code"),
    [
        ("<div><p>never closed</div>", "H025"),
        ('<img src="{% static "x.png" %}">', "H013"),
        ('<p class="a" class="b">twice</p>', "H037"),
        ("{{x}}", "T001"),
    ],
)
def test_the_template_lint_sees(tmp_path, template, code):
    (tmp_path / "page.html").write_text(template + "\n")
    status, words = said(TOOLS / "djlint", tmp_path, "--lint", "--configuration", ROOT / "pyproject.toml")
    assert status == 1
    assert code in words


def test_the_template_lint_accepts_partials_and_htmx(tmp_path):
    (tmp_path / "page.html").write_text(
        '{% partialdef agenda inline %}\n<form method="post" action="{% url "x:y" %}"\n'
        ' hx-post="{% url "x:y" %}" hx-target="#agenda">\n'
        "  {% csrf_token %}\n  <button>x</button>\n</form>\n{% endpartialdef %}\n"
    )
    assert said(TOOLS / "djlint", tmp_path, "--lint", "--configuration", ROOT / "pyproject.toml")[0] == 0


@pytest.mark.parametrize(
    ("code", "rule"),
    [
        ("def f():\n    import os\n    return os\n", "PLC0415"),
        ("print('x')\n", "T201"),
        ("import datetime\n\nx = datetime.datetime.now()\n", "DTZ005"),
        ("import subprocess\n\nsubprocess.run('ls', shell=True)\n", "S602"),
        ("def f(text):\n    return eval(text)\n", "S307"),
        ("def f(text):\n    exec(text)\n", "S102"),
        ("import pickle\n\n\ndef f(data):\n    return pickle.loads(data)\n", "S301"),
        ("import hashlib\n\nx = hashlib.md5(b'')\n", "S324"),
        ("import random\n\nx = random.choice('ab')\n", "S311"),
        ("from cryptography.hazmat.primitives.ciphers.modes import ECB\n\nx = ECB()\n", "S305"),
        ("x = 1\n" + "y = '" + "a" * 130 + "'\n", "E501"),
    ],
)
def test_the_python_lint_sees(tmp_path, code, rule):
    (tmp_path / "thing.py").write_text(code)
    status, words = said(TOOLS / "ruff", "check", "--config", ROOT / "pyproject.toml", "--no-cache", tmp_path)
    assert status == 1
    assert rule in words


def test_import_linter_sees_a_look_up(tmp_path):
    for package, text in (("core", "from alongside.people import x\n"), ("people", "x = 1\n")):
        (tmp_path / "alongside" / package).mkdir(parents=True)
        (tmp_path / "alongside" / package / "__init__.py").write_text(text)
    (tmp_path / "alongside" / "__init__.py").write_text("")
    settings = (ROOT / "pyproject.toml").read_text()
    layers = 'layers = [\n  "people",\n  "core",\n]\n'
    (tmp_path / "pyproject.toml").write_text(settings[: settings.rindex("layers = [")] + layers)
    status, words = said(TOOLS / "lint-imports", "--no-cache", cwd=tmp_path)
    assert status == 1
    assert "alongside.core -> alongside.people" in words


def test_a_model_without_its_migration_is_seen(tmp_path):
    """The same command as in scripts/check, with a column that nobody wrote a migration for."""
    words = (
        "import django; django.setup()\n"
        "from django.db import models\n"
        "from alongside.people.models import Site\n"
        "models.TextField(default='').contribute_to_class(Site, 'forgotten')\n"
        "from django.core.management import call_command\n"
        "call_command('makemigrations', '--check', '--dry-run')\n"
    )
    environment = {**NOWHERE, "DJANGO_SETTINGS_MODULE": "tests.settings"}
    done = subprocess.run(
        [sys.executable, "-W", "ignore::RuntimeWarning", "-c", words],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
    )
    assert done.returncode == 1, done.stderr
    assert "Add field forgotten to site" in done.stdout


def test_strict_types_are_on(tmp_path):
    (tmp_path / "thing.py").write_text("def f(x):\n    return x\n")
    status, words = said(
        TOOLS / "mypy", "--strict", "--config-file", "", "--no-incremental", "--cache-dir", tmp_path, tmp_path
    )
    assert status == 1
    assert "missing a type annotation" in words
    assert "strict = true" in (ROOT / "pyproject.toml").read_text()


def test_every_part_of_the_check_is_listed():
    """Leaving a tool out of scripts/check would be silent."""
    script = (ROOT / "scripts" / "check").read_text()
    for tool in (
        "ruff format",
        "ruff check",
        "mypy",
        "lint-imports",
        "djlint",
        "scripts/messages",
        "makemigrations",
        "pytest",
    ):
        assert tool in script


@pytest.mark.xdist_group("together")
def test_tests_of_a_group_are_sent_to_one_worker(request):
    """Or every worker builds the costly things that a group shares (an installation, the walk over all pages)."""
    if not getattr(request.config.option, "loadgroup", False):
        pytest.skip("tests are not spread by groups in this run")
    assert request.node.nodeid.endswith("@together")
