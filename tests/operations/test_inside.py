"""Behind the proxy: a web process with a certificate speaks TLS 1.3 alone, and haproxy takes no other's word for it."""

from __future__ import annotations

import http.client
import os
import socket
import ssl
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing, suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from ipaddress import ip_address
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from tests.cluster.parts import free_port, listens, program, wait_until
from tests.house.code import ROOT

pytestmark = pytest.mark.xdist_group("inside")  # one web process for all of them
LINE = 'server one "${ALONGSIDE_WEB}" check'
ALONGSIDE = Path(sys.executable).parent / "alongside"


@dataclass(frozen=True)
class Pair:
    """A certificate of its own authority for this machine, and its key."""

    certificate: Path
    key: Path


def a_pair(folder: Path) -> Pair:
    key, now = ec.generate_private_key(ec.SECP256R1()), datetime.now(UTC)
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "localhost")])
    names = x509.SubjectAlternativeName([x509.DNSName("localhost"), x509.IPAddress(ip_address("127.0.0.1"))])
    made = (
        x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1)).not_valid_after(now + timedelta(days=1))
        .add_extension(names, critical=False)
        .sign(key, hashes.SHA256())
    )  # fmt: skip
    pem, form = serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8
    found = Pair(folder / "web.pem", folder / "web.key")
    found.certificate.write_bytes(made.public_bytes(pem))
    found.key.write_bytes(key.private_bytes(pem, form, serialization.NoEncryption()))
    return found


@pytest.fixture(scope="module")
def pair(tmp_path_factory: pytest.TempPathFactory) -> Pair:
    return a_pair(tmp_path_factory.mktemp("pair"))


@pytest.fixture(scope="module")
def web(pair: Pair, tmp_path_factory: pytest.TempPathFactory) -> Iterator[int]:
    """The port of `alongside web` with the certificate; its database is never asked."""
    folder, port = tmp_path_factory.mktemp("web"), free_port()
    kept = {
        name: value for name, value in os.environ.items() if not name.startswith(("ALONGSIDE", "DATABASE"))
    }
    environment = kept | {
        "ALONGSIDE_DATA": str(folder), "DATABASE_URL": "postgresql://nobody@127.0.0.1:1/none", "ALONGSIDE_PORT": str(port),
        "ALONGSIDE_WEB_PROCESSES": "1",
        "ALONGSIDE_TLS_CERTIFICATE": str(pair.certificate), "ALONGSIDE_TLS_KEY": str(pair.key),
    }  # fmt: skip
    server = subprocess.Popen([ALONGSIDE, "web"], env=environment, cwd=ROOT, stdout=subprocess.DEVNULL)
    try:
        wait_until(lambda: listens(port), "no web")
        yield port
    finally:
        server.terminate()
        server.wait(timeout=60)


def lives(port: int, trusted: ssl.SSLContext) -> int:
    connection = http.client.HTTPSConnection("localhost", port, timeout=30, context=trusted)
    with closing(connection):
        connection.request("GET", "/healthz")
        answer = connection.getresponse()
        answer.read()
        return answer.status


def test_it_speaks_tls_with_its_certificate_and_nothing_older_than_1_3(web, pair):
    assert lives(web, ssl.create_default_context(cafile=str(pair.certificate))) == 200
    old = ssl.create_default_context(cafile=str(pair.certificate))
    old.maximum_version = ssl.TLSVersion.TLSv1_2
    with pytest.raises(ssl.SSLError):
        lives(web, old)


def test_it_answers_nothing_in_plain_text(web):
    with socket.create_connection(("127.0.0.1", web), timeout=30) as line:
        line.sendall(b"GET /healthz HTTP/1.1\r\nHost: localhost\r\n\r\n")
        with suppress(ConnectionResetError):  # it may hang up without a word
            assert b"HTTP/1.1 200" not in line.recv(1000)


@pytest.mark.parametrize("is_known", [True, False])
def test_haproxy_passes_people_on_to_a_certificate_it_knows_and_to_no_other(web, pair, tmp_path, is_known):
    if subprocess.run([ROOT / "scripts" / "balancer"], capture_output=True).returncode:
        pytest.skip("haproxy is not here and could not be installed (scripts/balancer)")
    known = pair if is_known else a_pair(tmp_path)
    whole = (ROOT / "deploy" / "haproxy.cfg").read_text()
    assert LINE in whole
    checked = f"{LINE} ssl verify required verifyhost localhost ca-file {known.certificate}"
    configuration, outside = tmp_path / "haproxy.cfg", tmp_path / "outside.pem"
    configuration.write_text(whole.replace(LINE, checked).replace("uri /readyz", "uri /healthz"))
    outside.write_bytes(pair.certificate.read_bytes() + pair.key.read_bytes())
    port = free_port()
    environment = os.environ | {
        "ALONGSIDE_CERTIFICATE": str(outside), "ALONGSIDE_TLS": f"127.0.0.1:{port}",
        "ALONGSIDE_PLAIN": f"127.0.0.1:{free_port()}", "ALONGSIDE_WEB": f"127.0.0.1:{web}",
    }  # fmt: skip
    words = [program("haproxy"), "-db", "-q", "-f", str(configuration)]
    proxy = subprocess.Popen(words, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        wait_until(lambda: listens(port), "haproxy does not listen")
        trusted = ssl.create_default_context(cafile=str(pair.certificate))
        expected = 200 if is_known else 503
        wait_until(lambda: lives(port, trusted) == expected, f"it never answers {expected}", 60)
    finally:
        proxy.terminate()
        proxy.wait(timeout=10)
