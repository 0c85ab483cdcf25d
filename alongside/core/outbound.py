"""The one door through which the product calls addresses that people typed: webhooks, calendars of theirs.

Such an address may be meant to reach what only this server can reach (server-side request forgery). So: https only,
an address is looked up once, every answer must be a public one, the connection goes to exactly that answer, nothing
is followed, and time and size are bounded. Where it goes wrong, the words of the other side are never passed on.

What it can't know: a public address that this very machine, or a router in front of it, treats as its own. A
firewall on outgoing traffic is the second wall; docs/operations.md says so.
"""

from __future__ import annotations

import queue
import socket
import ssl
import threading
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass

import httpcore
from django.conf import settings

from alongside.core.addresses import Blocked, Target, is_public, target_of
from alongside.core.trust import trusted

SECONDS = 5.0
MOST_BYTES = 1_048_576
READ_AT_ONCE = 65_536

type Resolve = Callable[[str, int], list[str]]
type SocketOption = tuple[int, int, int] | tuple[int, int, bytes | bytearray] | tuple[int, int, None, int]


class Failed(Exception):
    """The call was allowed but got no answer. `code`: dns, connect, tls, timeout, too_large or protocol."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@dataclass(frozen=True)
class Answer:
    """What came back. Header names in lower case; at most MOST_BYTES of body. A redirect is an answer like others."""

    status: int
    headers: Mapping[str, str]
    body: bytes


def look_up(host: str, port: int) -> list[str]:
    """All addresses of a name, by the system's resolver. Raises OSError."""
    return [str(found[4][0]) for found in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)]


def send(
    method: str,
    url: str,
    *,
    headers: Mapping[str, str] | None = None,
    content: bytes = b"",
    seconds: float = SECONDS,
    most_bytes: int = MOST_BYTES,
    resolve: Resolve = look_up,
) -> Answer:
    """Call an address somebody typed and read the answer, all in `seconds`. Raises Blocked or Failed."""
    deadline = time.monotonic() + seconds
    target = target_of(url, allowed=settings.OUTBOUND_ALLOWED)
    address = _pinned(target, resolve, deadline)
    sent = {"Host": target.netloc, "Accept-Encoding": "identity", **(headers or {})}
    backend = _PinnedBackend(address, deadline)
    try:
        with (
            httpcore.ConnectionPool(ssl_context=trusted(), network_backend=backend) as pool,
            pool.stream(method, url, headers=list(sent.items()), content=content) as response,
        ):
            # Our own reading, so that a body that never ends is cut where we say.
            body = _whole(response.iter_stream(), most_bytes)
            found = {
                name.decode("latin-1").lower(): value.decode("latin-1") for name, value in response.headers
            }
            return Answer(response.status, found, body)
    except (httpcore.TimeoutException, TimeoutError) as problem:
        raise Failed("timeout") from problem
    except httpcore.NetworkError as problem:
        raise Failed("tls" if isinstance(problem.__context__, ssl.SSLError) else "connect") from problem
    except (httpcore.ProtocolError, UnicodeError, ValueError) as problem:
        raise Failed("protocol") from problem


def check(url: str) -> None:
    """Whether an address may be stored at all, before anything is called. Raises Blocked."""
    target = target_of(url, allowed=settings.OUTBOUND_ALLOWED)
    if target.literal and not target.allowed and not is_public(target.host):
        raise Blocked("address")


def _pinned(target: Target, resolve: Resolve, deadline: float) -> str:
    """The one address to connect to. One private answer among many blocks all: that is how rebinding looks."""
    found = [target.host] if target.literal else _in_time(lambda: resolve(target.host, target.port), deadline)
    if not found:
        raise Failed("dns")
    if not target.allowed and not all(is_public(address) for address in found):
        raise Blocked("address")
    return found[0]


def _in_time(look: Callable[[], list[str]], deadline: float) -> list[str]:
    """The system's resolver knows no deadline; the thread of a slow one is left behind and ends by itself."""
    answers: queue.Queue[list[str] | None] = queue.Queue()

    def ask() -> None:
        try:
            answers.put(look())
        except (OSError, UnicodeError):
            answers.put(None)

    threading.Thread(target=ask, daemon=True).start()
    try:
        found = answers.get(timeout=max(0.0, deadline - time.monotonic()))
    except queue.Empty:
        raise Failed("timeout") from None
    if found is None:
        raise Failed("dns")
    return found


def _whole(chunks: Iterator[bytes], most_bytes: int) -> bytes:
    body = bytearray()
    for chunk in chunks:
        body += chunk
        if len(body) > most_bytes:
            raise Failed("too_large")
    return bytes(body)


class _TimedStream(httpcore.NetworkStream):
    """One deadline for the whole call: a server that sends a byte now and then doesn't hold us."""

    def __init__(self, stream: httpcore.NetworkStream, deadline: float) -> None:
        self._stream = stream
        self._deadline = deadline

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        return self._stream.read(max_bytes, _left(self._deadline))

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        self._stream.write(buffer, _left(self._deadline))

    def close(self) -> None:
        self._stream.close()

    def start_tls(
        self,
        ssl_context: ssl.SSLContext,
        server_hostname: str | None = None,
        timeout: float | None = None,
    ) -> httpcore.NetworkStream:
        inner = self._stream.start_tls(ssl_context, server_hostname, _left(self._deadline))
        return _TimedStream(inner, self._deadline)

    def get_extra_info(self, info: str) -> object:
        return self._stream.get_extra_info(info)


class _PinnedBackend(httpcore.NetworkBackend):
    """Connects to the address that was checked, whatever a second look-up would say."""

    def __init__(self, address: str, deadline: float) -> None:
        self._address = address
        self._deadline = deadline
        self._inner = httpcore.SyncBackend()

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[SocketOption] | None = None,
    ) -> httpcore.NetworkStream:
        stream = self._inner.connect_tcp(self._address, port, _left(self._deadline), None, socket_options)
        return _TimedStream(stream, self._deadline)


def _left(deadline: float) -> float:
    left = deadline - time.monotonic()
    if left <= 0:
        raise httpcore.ReadTimeout("the time for this call is over")
    return left
