"""Log lines go to standard error and nowhere else: what the operator keeps is all there is (ASVS 16.2.3)."""

from __future__ import annotations

import ast
import json
import os
import subprocess
import sys

import pytest

from alongside.config import logs
from tests.house.code import ROOT, Source, name_of, product
from tests.house.doors import imported

OTHER_PLACES = {
    "basicConfig",
    "addHandler",
    "FileHandler",
    "SysLogHandler",
    "SocketHandler",
    "HTTPHandler",
    "dictConfig",
    "fileConfig",
}
# After the product has loaded as it does in a process: each handler of each logger, with the file it writes to.
HANDLERS = """
import json, logging, logging.config, django
from granian.log import LOGGING_CONFIG  # as the web server does before it loads the product
logging.config.dictConfig(LOGGING_CONFIG)
django.setup()
import alongside.config.wsgi
from allauth.mfa import models
known = [one for one in logging.root.manager.loggerDict.values() if isinstance(one, logging.Logger)]
print(json.dumps([
    [one.name, type(handler).__name__, type(handler.formatter).__name__, getattr(handler.stream, "name", "")]
    for one in [logging.getLogger(), *known] for handler in one.handlers if not isinstance(handler, logging.NullHandler)
]))
"""


def other_places(sources: list[Source]) -> set[str]:
    found = {source.named(call) for source in sources for call in source.calls(*OTHER_PLACES)}
    syslog = {
        source.module
        for source in sources
        for name in imported(source)
        if name.startswith(("syslog", "logging.handlers"))
    }
    to_out = {
        source.named(node)
        for source in sources
        for node in ast.walk(source.tree)
        if isinstance(node, ast.Attribute) and node.attr == "stderr" and name_of(node.value) == "sys"
    }
    return found | syslog | to_out


def test_no_code_opens_another_place():
    # The command line speaks to whoever typed; that is no log.
    found = {
        name
        for name in other_places(list(product()))
        if not name.startswith(("config.cli", "config.progress", "disclosure.__main__"))
    }
    assert not found, f"These write lines past core/log_lines.py: {sorted(found)}"


@pytest.mark.parametrize(
    "text",
    [
        "logging.basicConfig(filename='x')",
        "log.addHandler(h)",
        "import syslog",
        "import logging.handlers",
        "sys.stderr.write('x')",
    ],
)
def test_another_place_is_seen(text):
    assert other_places([Source("alongside/goals/services.py", text)])


@pytest.mark.parametrize("as_json", [False, True])
def test_there_is_one_handler_and_it_writes_to_standard_error(as_json):
    configuration = logs.configuration("INFO", as_json=as_json, with_access=True)
    assert list(configuration["handlers"]) == ["console"]
    handler = configuration["handlers"]["console"]
    assert handler == {"class": "logging.StreamHandler", "formatter": "json" if as_json else "line"}
    assert not [name for name, logger in configuration["loggers"].items() if logger.get("handlers")]


def test_a_running_process_has_no_other_handler(tmp_path):
    environment = {
        **{name: value for name, value in os.environ.items() if not name.startswith(("ALONGSIDE", "DATABASE"))},
        "DJANGO_SETTINGS_MODULE": "alongside.config.settings", "DATABASE_URL": "postgresql:///none",
        "ALONGSIDE_DATA": str(tmp_path), "ALONGSIDE_ACCESS_LOG": "1",
    }  # fmt: skip
    done = subprocess.run(
        [sys.executable, "-c", HANDLERS],
        env=environment,
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    assert json.loads(done.stdout) == [["root", "StreamHandler", "Line", "<stderr>"]]
