"""SMTP with an end: a server that answers byte by byte satisfies every single wait and would hold a worker for hours."""

from __future__ import annotations

import smtplib
import socket
import threading
from collections.abc import Sequence
from contextlib import suppress
from typing import Any

from django.core.mail import EmailMessage
from django.core.mail.backends.smtp import EmailBackend


class BoundedBackend(EmailBackend):
    """One connection, from the first byte to the last, takes at most `total` seconds; then its socket is shut."""

    def __init__(self, *args: Any, total: float = 60, **options: Any) -> None:
        super().__init__(*args, **options)
        self.total = total
        self._connected: list[smtplib.SMTP] = []
        self._clock: threading.Timer | None = None

    @property
    def connection_class(self) -> Any:
        """smtplib's own class, which tells us of the connection before it waits for the greeting."""
        known = self._connected

        class Watched(super().connection_class):  # type: ignore[misc]
            def _get_socket(self, *where: Any) -> socket.socket:
                known[:] = [self]
                found: socket.socket = super()._get_socket(*where)
                return found

        return Watched

    def open(self) -> bool | None:
        if self.connection is None:
            self._stop_clock()
            self._clock = threading.Timer(self.total, self._shut)
            self._clock.daemon = True
            self._clock.start()
        try:
            return super().open()
        except BaseException:
            self._stop_clock()
            raise

    def close(self) -> None:
        try:
            super().close()
        finally:
            self._stop_clock()

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        """As ever; the clock of a connection that this call opened itself ends with it."""
        try:
            return int(super().send_messages(email_messages) or 0)
        finally:
            if self.connection is None:
                self._stop_clock()

    def _shut(self) -> None:
        """Called by the clock: whoever reads or writes finds the connection at its end."""
        for connection in self._connected:
            if connection.sock is not None:
                with suppress(OSError):
                    connection.sock.shutdown(socket.SHUT_RDWR)

    def _stop_clock(self) -> None:
        if self._clock is not None:
            self._clock.cancel()
            self._clock = None
        self._connected.clear()
