"""Serve figures in OpenMetrics for the machine that watches, on an address of their own.

ALONGSIDE_METRICS: host:port, 127.0.0.1:9464 by default. An address that others reach needs ALONGSIDE_METRICS_TOKEN,
which the watching machine sends as a bearer token, and in production the word `metrics` in ALONGSIDE_UNENCRYPTED.
One of these per host or container that runs web processes.
"""

from __future__ import annotations

import argparse
import ipaddress
import os
import signal
import sys
from typing import Any
from wsgiref.simple_server import WSGIRequestHandler, make_server

import django

from alongside.config.cli import CommandFailed
from alongside.config.encryption import refuse_plain_metrics


class _Quiet(WSGIRequestHandler):
    def log_message(self, format: str, *args: Any) -> None:
        """Nobody needs a line a minute that says that somebody looked."""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--print", action="store_true", help="print the figures once and stop")


def run(asked: argparse.Namespace) -> dict[str, Any]:
    from alongside.config import settings  # noqa: PLC0415  (refuses bad settings before anything starts)

    settings.FIGURES.mkdir(parents=True, exist_ok=True, mode=0o700)
    os.environ["PROMETHEUS_MULTIPROC_DIR"] = str(settings.FIGURES)
    django.setup()
    from django.db import close_old_connections  # noqa: PLC0415  (after django.setup)

    from alongside.operations.exposition import Application, exposition  # noqa: PLC0415  (after django.setup)

    if asked.print:
        sys.stdout.write(exposition().decode())
        return {}
    host, port = address_of(settings.METRICS, settings.METRICS_TOKEN)
    if settings.PRODUCTION:
        refuse_plain_metrics(host, accepted=settings.UNENCRYPTED)
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    with make_server(host, port, Application(settings.METRICS_TOKEN), handler_class=_Quiet) as server:
        while True:
            server.handle_request()
            close_old_connections()


def address_of(words: str, token: str) -> tuple[str, int]:
    """(host, port). Raises CommandFailed for an address that others reach while there is no token."""
    host, _, port = words.rpartition(":")
    try:
        is_own = ipaddress.ip_address(host.strip("[]")).is_loopback
        number = int(port)
    except ValueError as wrong:
        raise CommandFailed(
            f"ALONGSIDE_METRICS must be an IP address and a port, e.g. 127.0.0.1:9464, not “{words}”."
        ) from wrong
    if not is_own and not token:
        raise CommandFailed(
            f"Others could read the figures at {words}. Set ALONGSIDE_METRICS_TOKEN (openssl rand -hex 32), or listen "
            "on 127.0.0.1."
        )
    return host.strip("[]"), number
