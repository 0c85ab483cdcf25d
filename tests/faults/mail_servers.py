"""A mail server on a real socket that misbehaves on command. `mood` holds for connections that begin from now on."""

from __future__ import annotations

import socket
import socketserver
import threading
import time
from email import message_from_bytes
from email.message import Message
from typing import Any

MOODS = {
    "good": "takes every mail",
    "silent": "takes the connection and never says a word",
    "drip": "greets, one byte after the other, without end",
    "dies": "takes the whole mail and ends the connection before it says yes",
    "stalls": "takes the whole mail and never says yes",
    "away": "nobody listens",
    "busy": "takes the connection, says that it can't now, and hangs up",
    "refuses": "takes no mail for now, whoever it is for",
    "knows nobody": "refuses every reader for good",
}
SAYS_NO = {"refuses": "451 try again later", "knows nobody": "550 no such reader"}
LONGEST_SECONDS = 120


class MailServer:
    """Keeps whole mails in `mails`, counts connections, and mails that it has and never said yes to."""

    def __init__(self, port: int = 0) -> None:
        self.mails: list[Message] = []
        self.connections, self.without_yes = 0, 0
        self.mood = "good"
        self.over = threading.Event()
        self.dies_at = b"\0"  # a mail with these bytes in it ends the connection
        self._server: socketserver.ThreadingTCPServer | None = None
        self.port = port
        self._listen()

    def become(self, mood: str) -> None:
        """One of MOODS. Connections that hang in the mood before are ended, as by a server that starts anew."""
        assert mood in MOODS
        was, self.mood = self.mood, mood
        self.over.set()
        self.over = threading.Event()
        if mood == "away":
            self._deafen()
        elif was == "away":
            self._listen()

    def stop(self) -> None:
        self.over.set()
        self._deafen()

    @property
    def ids(self) -> list[str]:
        return [str(mail["Message-ID"]) for mail in self.mails]

    def _listen(self) -> None:
        if self._server is not None:
            return
        owner = self

        class Server(socketserver.ThreadingTCPServer):
            allow_reuse_address = True
            daemon_threads = True
            block_on_close = False

        class Handler(socketserver.StreamRequestHandler):
            def handle(self) -> None:
                owner.connections += 1
                _Talk(owner, self.request, self.rfile).hold(owner.mood)

        self._server = Server(("127.0.0.1", self.port), Handler)
        self.port = self._server.server_address[1]
        threading.Thread(target=self._server.serve_forever, args=(0.05,), daemon=True).start()

    def _deafen(self) -> None:
        if self._server is not None:
            self._server.shutdown()
            self._server.server_close()
            self._server = None


class _Talk:
    """One connection: just enough of RFC 5321."""

    def __init__(self, owner: MailServer, connection: socket.socket, lines: Any) -> None:
        self.owner, self.connection, self.lines, self.over = owner, connection, lines, owner.over

    def hold(self, mood: str) -> None:
        try:
            if mood == "silent":
                self.over.wait(LONGEST_SECONDS)
            elif mood == "drip":
                self._drip()
            elif mood == "busy":
                self._say("421 too much to do")
            else:
                self._talk(mood)
        except OSError:
            return

    def _drip(self) -> None:
        until = time.monotonic() + LONGEST_SECONDS
        while time.monotonic() < until and not self.over.is_set():
            self.connection.sendall(b"2")
            self.over.wait(0.05)

    def _talk(self, mood: str) -> None:
        self._say("220 ready")
        while line := self.lines.readline():
            word = line[:4].upper()
            if word == b"QUIT":
                return self._say("221 bye")
            if word == b"RCPT" and mood in SAYS_NO:
                self._say(SAYS_NO[mood])
                continue
            if word == b"DATA":
                self._say("354 go on")
                if not self._take(mood):
                    return None
            self._say("250 fine")
        return None

    def _take(self, mood: str) -> bool:
        """Read one mail; whether to say yes to it."""
        whole = b""
        while (line := self.lines.readline()) != b".\r\n":
            if not line:
                return False
            whole += line
        if self.owner.dies_at in whole:
            return False
        self.owner.mails.append(message_from_bytes(whole))
        if mood not in ("dies", "stalls"):
            return True
        self.owner.without_yes += 1
        if mood == "stalls":
            self.over.wait(LONGEST_SECONDS)
        return False

    def _say(self, words: str) -> None:
        self.connection.sendall(words.encode() + b"\r\n")
