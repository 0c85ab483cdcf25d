"""Servers on loopback that stand for the world outside, for tests of core/outbound.py."""

from __future__ import annotations

import contextlib
import ipaddress
import socket
import socketserver
import ssl
import struct
import threading
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

A, AAAA = 1, 28


class Canary:
    """Counts who connects, on 127.0.0.1 and on ::1, and answers what it is told to."""

    def __init__(
        self, answer: bytes = b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nhi", drip: float = 0
    ) -> None:
        self.answer, self.drip = answer, drip
        self.hits: list[str] = []
        self.requests: list[bytes] = []
        self.port = 0
        self.tls: ssl.SSLContext | None = None
        self.gone = threading.Event()

    @contextlib.contextmanager
    def running(self) -> Iterator[Canary]:
        canary = self

        class Handler(socketserver.BaseRequestHandler):
            def handle(self) -> None:
                canary.hits.append(self.client_address[0])
                with contextlib.suppress(OSError):
                    canary.talk(self.request)

        class Six(socketserver.ThreadingTCPServer):
            address_family = socket.AF_INET6

        four = socketserver.ThreadingTCPServer(("127.0.0.1", 0), Handler)
        self.port = four.server_address[1]
        servers = [four]
        with contextlib.suppress(OSError):  # a machine without IPv6
            servers.append(Six(("::1", self.port), Handler))
        for server in servers:
            server.daemon_threads = True
            threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
        try:
            yield self
        finally:
            self.gone.set()
            for server in servers:
                server.shutdown()
                server.server_close()

    def talk(self, connection: socket.socket) -> None:
        connection.settimeout(3)
        if self.tls:
            with self.tls.wrap_socket(connection, server_side=True) as private:
                self.answer_one(private)
        else:
            self.answer_one(connection)

    def answer_one(self, connection: socket.socket) -> None:
        received = b""
        while b"\r\n\r\n" not in received:
            more = connection.recv(65_536)
            if not more:
                return
            received += more
        head, _, body = received.partition(b"\r\n\r\n")
        length = [
            line.split(b":")[1] for line in head.split(b"\r\n") if line.lower().startswith(b"content-length")
        ]
        while length and len(body) < int(length[0]):
            body += connection.recv(65_536)
        self.requests.append(head + b"\r\n\r\n" + body)
        if self.drip:
            for byte in self.answer:
                connection.sendall(bytes([byte]))
                if self.gone.wait(self.drip):
                    return
        else:
            connection.sendall(self.answer)


class NameServer:
    """A small DNS server over UDP; each question for a name gets the next of its answers, the last for ever."""

    def __init__(self, zone: dict[str, list[str]]) -> None:
        self.zone = zone
        self.asked: list[str] = []
        self.port = 0

    @contextlib.contextmanager
    def running(self) -> Iterator[NameServer]:
        names = self

        class Handler(socketserver.BaseRequestHandler):
            def handle(self) -> None:
                data, sock = self.request
                sock.sendto(names.reply(data), self.client_address)

        with socketserver.ThreadingUDPServer(("127.0.0.1", 0), Handler) as server:
            self.port = server.server_address[1]
            threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
            yield self
            server.shutdown()

    def reply(self, data: bytes) -> bytes:
        name, end = _name(data, 12)
        kind = struct.unpack(">H", data[end : end + 2])[0]
        self.asked.append(name)
        answers = self.zone[name]
        address = ipaddress.ip_address(answers.pop(0) if len(answers) > 1 else answers[0])
        fits = kind == (A if address.version == 4 else AAAA)
        head = data[:2] + struct.pack(">HHHHH", 0x8180, 1, int(fits), 0, 0) + data[12 : end + 4]
        if not fits:
            return head
        return head + b"\xc0\x0c" + struct.pack(">HHIH", kind, 1, 0, len(address.packed)) + address.packed

    def resolve(self, host: str, port: int) -> list[str]:
        """Asks this server for A, over the network, as a resolver does."""
        question = b"\x12\x34\x01\x00" + struct.pack(">HHHH", 1, 0, 0, 0)
        labels = b"".join(bytes([len(part)]) + part.encode() for part in host.split("."))
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as asking:
            asking.settimeout(3)
            asking.sendto(question + labels + b"\0" + struct.pack(">HH", A, 1), ("127.0.0.1", self.port))
            answer = asking.recv(512)
        return [str(ipaddress.ip_address(answer[-4:]))]


def _name(data: bytes, at: int) -> tuple[str, int]:
    parts = []
    while data[at]:
        parts.append(data[at + 1 : at + 1 + data[at]].decode())
        at += data[at] + 1
    return ".".join(parts), at + 1


def certificate_for(folder: Path, *names: str) -> ssl.SSLContext:
    """A server's side of TLS for these names; `folder`/ca.pem is what a client must trust."""
    key = ec.generate_private_key(ec.SECP256R1())
    subject = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "test")])
    now = datetime.now(UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(subject)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(name) for name in names]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
        .sign(key, hashes.SHA256())
    )
    pem = made.public_bytes(serialization.Encoding.PEM)
    (folder / "ca.pem").write_bytes(pem)
    private = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    (folder / "server.pem").write_bytes(pem + private)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(folder / "server.pem")
    return context
