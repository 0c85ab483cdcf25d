"""A server on loopback that answers as Google and Microsoft say that they answer. Not the live services.

The answers are shaped after the published descriptions of their free-busy and calendar view calls and of RFC 6749.
Every answer also holds a title, so that a test can see that no title comes further than this.
"""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from unittest.mock import patch
from urllib.parse import parse_qs, urlsplit

from alongside.calendars.free_busy import providers

TITLE = "Dentist of the recording"


class Recorded(ThreadingHTTPServer):
    """What was asked, and what to answer."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.asked: list[tuple[str, str, dict[str, Any]]] = []
        self.busy: list[tuple[str, str]] = []  # begin and end, as "2026-03-17T09:00:00Z"
        self.shown_as = "busy"
        self.delay = 0.0
        self.status = 200
        self.extra: dict[str, Any] = {}

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_port}"


class _Handler(BaseHTTPRequestHandler):
    server: Recorded

    def do_GET(self) -> None:
        self._answer({})

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length", 0))).decode()
        is_form = self.headers.get("Content-Type", "").startswith("application/x-www-form")
        self._answer({k: v[0] for k, v in parse_qs(body).items()} if is_form else json.loads(body))

    def _answer(self, sent: dict[str, Any]) -> None:
        parts = urlsplit(self.path)
        sent |= {name: values[0] for name, values in parse_qs(parts.query).items()}
        sent["bearer"] = self.headers.get("Authorization", "")
        self.server.asked.append((self.command, parts.path, sent))
        time.sleep(self.server.delay)
        words = json.dumps(self._words(parts.path, sent) | self.server.extra).encode()
        self.send_response(self.server.status)
        self.send_header("Content-Type", "application/json; charset=UTF-8")
        self.send_header("Content-Length", str(len(words)))
        self.end_headers()
        self.wfile.write(words)

    def _words(self, path: str, sent: dict[str, Any]) -> dict[str, Any]:
        if path.endswith("/token"):
            lasting = {"refresh_token": "lasting"} if sent["grant_type"] == "authorization_code" else {}
            return {"access_token": "for-minutes", "token_type": "Bearer", "expires_in": 3599, **lasting}
        if path.endswith("/freeBusy"):
            busy = [{"start": starts, "end": ends, "summary": TITLE} for starts, ends in self.server.busy]
            return {"kind": "calendar#freeBusy", "calendars": {"primary": {"busy": busy}}}
        return {"value": [self._event(*stretch) for stretch in self.server.busy]}

    def _event(self, starts: str, ends: str) -> dict[str, Any]:
        def moment(words: str) -> dict[str, str]:
            return {"dateTime": words.replace("Z", ".0000000"), "timeZone": "UTC"}

        return {
            "start": moment(starts), "end": moment(ends), "showAs": self.server.shown_as, "isCancelled": False,
            "subject": TITLE,
        }  # fmt: skip

    def log_message(self, *_: object) -> None:
        """Nothing to the terminal."""


@contextmanager
def recorded(settings: Any) -> Iterator[Recorded]:
    """The server, and both providers set up to be there."""
    server = Recorded()
    threading.Thread(target=server.serve_forever, daemon=True).start()
    settings.OUTBOUND_ALLOWED = frozenset({server.url})
    settings.GOOGLE_CALENDAR = {"id": "app-at-google", "secret": "app-secret"}
    settings.MICROSOFT_CALENDAR = {"id": "app-at-microsoft", "secret": "app-secret", "tenant": "ours"}
    here = {"sign_in": f"{server.url}/auth", "token": f"{server.url}/token", "api": server.url}
    moved = {name: replace(place, **here) for name, place in providers.PLACES.items()}
    try:
        with patch.object(providers, "PLACES", moved):
            yield server
    finally:
        server.shutdown()
        server.server_close()
