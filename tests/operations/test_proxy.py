"""deploy/haproxy.cfg, run by a real haproxy on loopback: which TLS it speaks, and what it lets through (ASVS 12.1, 4.1)."""

from __future__ import annotations

import json
import os
import socket
import ssl
import subprocess
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import httpx
import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.x509.oid import NameOID

from alongside.operations.checks import tls
from alongside.operations.checks.tls import speaks_old_tls
from tests.cluster.parts import free_port, listens, program, wait_until
from tests.house.code import ROOT

CONFIGURATION = ROOT / "deploy" / "haproxy.cfg"
OLD = [ssl.TLSVersion.TLSv1, ssl.TLSVersion.TLSv1_1]
# With forward secrecy and authenticated encryption, the strongest first; the certificate of the tests is RSA.
GOOD = ["ECDHE-RSA-AES256-GCM-SHA384", "ECDHE-RSA-CHACHA20-POLY1305", "ECDHE-RSA-AES128-GCM-SHA256"]


class Behind(BaseHTTPRequestHandler):
    """Stands where the web process stands, and says what reached it."""

    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        said = json.dumps([[name.lower(), value] for name, value in self.headers.items()]).encode()
        self.server.asked.append(self.path)  # type: ignore[attr-defined]
        self.send_response(200)
        self.send_header("Content-Length", str(len(said)))
        self.end_headers()
        self.wfile.write(said)

    do_POST = do_GET

    def log_message(self, *_: Any) -> None:
        """Nothing on the screen."""


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    key = rsa.generate_private_key(public_exponent=65_537, key_size=2048)
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "localhost")])
    now = datetime.now(UTC)
    made = (
        x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1)).not_valid_after(now + timedelta(days=1))
        .sign(key, hashes.SHA256())
    )  # fmt: skip
    pem = serialization.Encoding.PEM
    plain = key.private_bytes(pem, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    path = tmp_path_factory.mktemp("proxy") / "alongside.pem"
    path.write_bytes(made.public_bytes(pem) + plain)
    return path


@contextmanager
def started(configuration: Path, certificate: Path) -> Iterator[SimpleNamespace]:
    """haproxy with this configuration, something behind it, and where both are."""
    if subprocess.run([ROOT / "scripts" / "balancer"], capture_output=True).returncode:
        pytest.skip("haproxy is not here and could not be installed (scripts/balancer)")
    behind = ThreadingHTTPServer(("127.0.0.1", 0), Behind)
    behind.asked = []  # type: ignore[attr-defined]
    threading.Thread(target=behind.serve_forever, daemon=True).start()
    tls, plain = free_port(), free_port()
    environment = os.environ | {
        "ALONGSIDE_CERTIFICATE": str(certificate),
        "ALONGSIDE_TLS": f"127.0.0.1:{tls}",
        "ALONGSIDE_PLAIN": f"127.0.0.1:{plain}",
        "ALONGSIDE_WEB": f"127.0.0.1:{behind.server_port}",
    }
    proxy = subprocess.Popen(
        [program("haproxy"), "-db", "-q", "-f", str(configuration)],
        env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    try:
        wait_until(lambda: listens(tls) and listens(plain), "haproxy does not listen")
        yield SimpleNamespace(tls=tls, plain=plain, behind=behind.server_port, asked=behind.asked)  # type: ignore[attr-defined]
    finally:
        proxy.terminate()
        proxy.wait(timeout=10)
        behind.shutdown()
        behind.server_close()


@pytest.fixture(scope="module")
def proxy(certificate: Path) -> Iterator[SimpleNamespace]:
    with started(CONFIGURATION, certificate) as found:
        yield found


def shaken(
    port: int, *, least: ssl.TLSVersion, most: ssl.TLSVersion, ciphers: str = "ALL"
) -> tuple[str, str] | None:
    """(version, cipher) that both agree on; None where they don't. This side would speak anything."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
    context.set_ciphers(f"{ciphers}:@SECLEVEL=0")
    context.minimum_version, context.maximum_version = least, most
    try:
        with (
            socket.create_connection(("127.0.0.1", port), timeout=5) as line,
            context.wrap_socket(line) as spoken,
        ):
            return str(spoken.version()), spoken.cipher()[0]
    except (ssl.SSLError, ConnectionResetError):
        return None


def every_cipher() -> list[str]:
    """What this side's library can do in TLS 1.2 and before."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.set_ciphers("ALL:COMPLEMENTOFALL:@SECLEVEL=0")
    return [one["name"] for one in context.get_ciphers() if one["protocol"] != "TLSv1.3"]


@pytest.mark.filterwarnings("ignore:ssl.TLSVersion")
@pytest.mark.parametrize("version", OLD)
def test_old_versions_of_tls_are_refused_and_the_newest_is_taken(proxy, version):
    assert shaken(proxy.tls, least=version, most=version) is None
    newest = shaken(proxy.tls, least=version, most=ssl.TLSVersion.TLSv1_3)
    assert newest == ("TLSv1.3", "TLS_AES_256_GCM_SHA384")
    second = shaken(proxy.tls, least=ssl.TLSVersion.TLSv1_2, most=ssl.TLSVersion.TLSv1_2)
    assert second and second[0] == "TLSv1.2"


@pytest.mark.filterwarnings("ignore:ssl.TLSVersion")
def test_a_proxy_that_speaks_old_versions_and_weak_ciphers_would_be_seen(tmp_path, certificate):
    weak = CONFIGURATION.read_text().replace("ssl-min-ver TLSv1.2", "ssl-min-ver TLSv1.0")
    lines = [line for line in weak.splitlines() if "ssl-default-bind-ciphers " not in line]
    lines.insert(lines.index("global") + 1, "    ssl-default-bind-ciphers ALL:@SECLEVEL=0")
    (tmp_path / "weak.cfg").write_text("\n".join([*lines, ""]))
    with started(tmp_path / "weak.cfg", certificate) as found:
        for version in OLD:
            assert shaken(found.tls, least=version, most=version) is not None
        assert set(taken(found.tls)) > set(GOOD)
        assert speaks_old_tls("127.0.0.1", found.tls)


def taken(port: int) -> list[str]:
    """The ciphers of TLS 1.2 that the proxy takes, each offered alone."""
    second = ssl.TLSVersion.TLSv1_2
    return [name for name in every_cipher() if shaken(port, least=second, most=second, ciphers=name)]


def test_of_all_ciphers_it_takes_the_good_ones_alone_and_the_strongest_first(proxy):
    assert len(every_cipher()) > 50
    assert sorted(taken(proxy.tls)) == sorted(GOOD)
    second, worst_first = ssl.TLSVersion.TLSv1_2, ":".join(reversed(GOOD))
    assert shaken(proxy.tls, least=second, most=second, ciphers=worst_first) == ("TLSv1.2", GOOD[0])


def test_what_clients_claim_about_the_way_they_came_is_replaced(proxy):
    forged = {"X-Forwarded-Proto": "http", "X-Forwarded-For": "203.0.113.9"}
    answer = httpx.get(f"https://127.0.0.1:{proxy.tls}/", verify=False, headers=forged)  # noqa: S501
    reached = answer.json()
    assert [value for name, value in reached if name == "x-forwarded-proto"] == ["https"]
    assert [value for name, value in reached if name == "x-forwarded-for"][-1].endswith("127.0.0.1")


def test_browsers_are_led_from_plain_http_to_https_and_programs_are_refused(proxy):
    before = len([path for path in proxy.asked if path != "/readyz"])
    led = httpx.get(f"http://127.0.0.1:{proxy.plain}/1-1s/7/?x=1")
    assert (led.status_code, led.headers["Location"]) == (301, f"https://127.0.0.1:{proxy.plain}/1-1s/7/?x=1")
    for method, path in (
        ("GET", "/api/v1/people"), ("GET", "/scim/v2/Users"), ("GET", "/calendar/a-secret.ics"),
        ("POST", "/sign-in/"), ("PUT", "/"), ("DELETE", "/"),
    ):  # fmt: skip
        answer = httpx.request(method, f"http://127.0.0.1:{proxy.plain}{path}")
        assert (answer.status_code, "Location" in answer.headers) == (403, False), (method, path)
    assert len([path for path in proxy.asked if path != "/readyz"]) == before


def test_the_check_of_the_address_finds_nothing_here_and_says_what_it_finds_elsewhere(
    proxy, settings, monkeypatch
):
    settings.BASE_URL = f"https://127.0.0.1:{proxy.tls}"
    monkeypatch.setattr(tls, "PLAIN", proxy.plain)
    assert list(tls.tls_problems()) == []
    monkeypatch.setattr(tls, "PLAIN", free_port())  # nobody listens
    assert list(tls.tls_problems()) == []
    monkeypatch.setattr(tls, "PLAIN", proxy.behind)
    monkeypatch.setattr(tls, "speaks_old_tls", lambda *_: True)
    assert [one.words.partition("127.0.0.1")[2].lstrip(":0123456789") for one in tls.tls_problems()] == [
        " still speaks TLS 1.0 or 1.1.",
        " answers without https.",
    ]
    settings.BASE_URL = f"http://127.0.0.1:{proxy.plain}"
    assert list(tls.tls_problems()) == []


@pytest.mark.parametrize(
    "lengths",
    [
        "Content-Length: 5\r\nContent-Length: 6\r\n", "Content-Length: 0\r\nContent-Length: 44\r\n",
        "Content-Length: +5\r\n", "Content-Length: 0x5\r\n", "Content-Length : 0\r\n", "Content-Length: \r\n",
        "Transfer-Encoding: xchunked\r\n", "Transfer-Encoding: chunked, identity\r\n",
        "Transfer-Encoding: \x0bchunked\r\n",
    ],
)  # fmt: skip
def test_a_length_that_can_be_read_in_two_ways_does_not_pass(proxy, lengths):
    said = told(proxy.tls, lengths)
    assert b" 200 " not in said and "/slipped" not in proxy.asked


def test_a_second_request_that_is_one_does_pass(proxy):
    """So that the test above does not pass by seeing nothing."""
    assert told(proxy.tls, "Content-Length: 0\r\n").count(b" 200 ") >= 1
    wait_until(lambda: "/slipped" in proxy.asked, "the second request did not arrive")
    proxy.asked.remove("/slipped")


def told(port: int, lengths: str) -> bytes:
    """What is answered to two requests, or one of a length that is in doubt, on one connection."""
    slipped = "GET /slipped HTTP/1.1\r\nHost: localhost\r\n\r\n"
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
    with (
        socket.create_connection(("127.0.0.1", port), timeout=5) as line,
        context.wrap_socket(line) as spoken,
    ):
        spoken.sendall(f"POST / HTTP/1.1\r\nHost: localhost\r\n{lengths}\r\n{slipped}".encode("latin-1"))
        spoken.settimeout(1)
        try:
            said = spoken.recv(65_536)
        except (TimeoutError, ConnectionResetError, ssl.SSLError):
            said = b""
    time.sleep(0.1)  # for the second one, if it went on
    return said
