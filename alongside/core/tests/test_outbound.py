"""Nobody makes the server call what only the server can reach: every way in is tried against a canary on loopback."""

from __future__ import annotations

import time

import pytest

from alongside.core import outbound
from alongside.core.addresses import Blocked, is_public, target_of
from alongside.core.outbound import Failed, send
from alongside.core.tests.outside import Canary, NameServer, certificate_for

# {port} is the canary's. Each must be blocked before anything is sent, whatever the resolver says.
CORPUS = [
    # schemes
    "http://127.0.0.1:{port}/", "http://example.org:{port}/", "HTTP://127.0.0.1:{port}/", "ftp://127.0.0.1:{port}/",
    "file:///etc/passwd", "gopher://127.0.0.1:{port}/_x", "ws://127.0.0.1:{port}/", "//127.0.0.1:{port}/",
    "javascript:alert(1)", "data:text/plain,x", "unix:/run/db.sock", "",
    # plain private, link-local and metadata addresses
    "https://127.0.0.1:{port}/", "https://127.0.0.2:{port}/", "https://127.255.255.254:{port}/",
    "https://0.0.0.0:{port}/", "https://10.0.0.1:{port}/", "https://172.16.0.1:{port}/", "https://172.31.255.255:{port}/",
    "https://192.168.1.1:{port}/", "https://169.254.169.254/latest/meta-data/", "https://100.64.0.1:{port}/",
    "https://100.100.100.200/latest/meta-data/", "https://168.63.129.16/machine/", "https://192.0.0.192/opc/v2/",
    "https://198.18.0.1:{port}/", "https://192.0.2.7:{port}/", "https://203.0.113.9:{port}/",
    "https://224.0.0.1:{port}/", "https://240.0.0.1:{port}/", "https://255.255.255.255:{port}/",
    # one address written in other ways
    "https://2130706433:{port}/", "https://0x7f000001:{port}/", "https://017700000001:{port}/",
    "https://0x7f.0.0.1:{port}/", "https://0177.0.0.1:{port}/", "https://127.1:{port}/", "https://127.0.1:{port}/",
    "https://0:{port}/", "https://127.0.0.0x1:{port}/", "https://127.0.0.01:{port}/", "https://00127.0.0.1:{port}/",
    "https://127.0.0.1.:{port}/", "https://127.0.0.1.0:{port}/", "https://256.256.256.256:{port}/",
    # IPv6, and IPv4 inside it
    "https://[::1]:{port}/", "https://[::]:{port}/", "https://[0:0:0:0:0:0:0:1]:{port}/",
    "https://[::ffff:127.0.0.1]:{port}/", "https://[::ffff:7f00:1]:{port}/", "https://[::ffff:0:127.0.0.1]:{port}/",
    "https://[::127.0.0.1]:{port}/", "https://[64:ff9b::127.0.0.1]:{port}/", "https://[64:ff9b:1::7f00:1]:{port}/",
    "https://[2002:7f00:1::]:{port}/", "https://[2001:0:7f00:1::]:{port}/", "https://[fe80::1]:{port}/",
    "https://[fe80::1%25lo]:{port}/", "https://[::1%25lo]:{port}/", "https://[fd00:ec2::254]/latest/", "https://[fc00::1]:{port}/",
    "https://[ff02::1]:{port}/", "https://[2001:db8::1]:{port}/", "https://[::1:{port}/", "https://::1:{port}/",
    # names that mean this machine or this network
    "https://localhost:{port}/", "https://LOCALHOST:{port}/", "https://a.localhost:{port}/", "https://localhost.:{port}/",
    "https://metadata.google.internal/", "https://printer.local:{port}/", "https://db:{port}/", "https://router.lan:{port}/",
    # what parsers read differently
    "https://example.org@127.0.0.1:{port}/", "https://127.0.0.1:{port}@example.org/", "https://user:pw@example.org/",
    "https://example.org\\@127.0.0.1:{port}/", "https://127.0.0.1:{port}\\.example.org/", "https:\\\\127.0.0.1:{port}/",
    "https://example.org#@127.0.0.1:{port}/", "https:///127.0.0.1:{port}/", "https:127.0.0.1:{port}/",
    "https://exa mple.org/", "https://example.org/\r\nHost: 127.0.0.1", "https://example.org\r\n.evil.org/",
    "https://example.org/\tx", "https://example.org/\0", " https://example.org/", "https://example.org:{port}/ x",
    "https://example.org%00.evil.org/", "https://%6c%6f%63alhost:{port}/", "https://127%2e0.0.1:{port}/",
    "https://example..org/", "https://-example.org/", "https://exa_mple.org/", "https://" + "a." * 130 + "org/",
    "https://example.org:22/", "https://example.org:0/", "https://example.org:65536/", "https://example.org:/",
    "https://example.org:{port}x/", "https://example.org:８４４３/",
    # letters that turn into dots and digits
    "https://127。0。0。1:{port}/", "https://127．0．0．1:{port}/", "https://①②⑦.⓪.⓪.①:{port}/",
    "https://ｌｏｃａｌｈｏｓｔ:{port}/", "https://loc\u00adalhost:{port}/", "https://١٢٧.٠.٠.١:{port}/", "https://ex\u0430mple.org/",
]  # fmt: skip

NOT_PUBLIC = [
    "127.0.0.1", "10.1.2.3", "172.20.0.1", "192.168.0.1", "169.254.169.254", "100.64.1.1", "0.0.0.0", "224.0.0.251",  # noqa: S104
    "255.255.255.255", "168.63.129.16", "192.88.99.1", "198.51.100.1", "::1", "::", "fe80::1", "fe80::1%eth0", "fc00::1",
    "ff05::2", "::ffff:8.8.8.8", "64:ff9b::8.8.8.8", "2002:808:808::", "2001:0:1::", "2001:db8::5", "3fff::1", "5f00::1",
    "fec0::1", "", "name", "0x7f.1", "127.1",
]  # fmt: skip
PUBLIC = ["8.8.8.8", "93.184.215.14", "2606:4700::1111", "2a00:1450:4001::1"]


@pytest.fixture
def canary():
    with Canary().running() as running:
        yield running


def to_canary(host, port):
    return ["127.0.0.1"]


def test_the_canary_sings_when_somebody_comes(canary, settings):
    """Without this, "no hits" would say nothing."""
    settings.OUTBOUND_ALLOWED = {f"http://127.0.0.1:{canary.port}"}
    answer = send("POST", f"http://127.0.0.1:{canary.port}/hook", content=b"x", headers={"A": "b"})
    assert (answer.status, answer.body, len(canary.hits)) == (200, b"hi", 1)
    assert canary.requests[0].startswith(b"POST /hook HTTP/1.1\r\n")


def test_no_way_of_writing_an_address_reaches_the_canary(canary):
    assert len(CORPUS) >= 100
    for form in CORPUS:
        url = form.replace("{port}", str(canary.port))
        with pytest.raises(Blocked):
            send("GET", url, resolve=to_canary, seconds=2)
    assert canary.hits == []


def test_what_is_not_public_is_blocked_when_it_is_stored(canary):
    for form in CORPUS:
        with pytest.raises(Blocked):
            outbound.check(form.replace("{port}", str(canary.port)))
    outbound.check("https://hooks.example.org/alongside?x=1")
    outbound.check("https://8.8.8.8:8443/")
    outbound.check("https://[2606:4700::1111]/")


@pytest.mark.parametrize("address", NOT_PUBLIC)
def test_a_name_that_leads_to_an_address_inside_is_blocked(address, canary):
    assert not is_public(address)
    for answers in ([address], ["8.8.8.8", address], [address, "8.8.8.8"]):
        with pytest.raises(Blocked):
            send("GET", f"https://hooks.example.org:{canary.port}/", resolve=lambda *_, found=answers: found)
    assert canary.hits == []


@pytest.mark.parametrize("address", PUBLIC)
def test_public_addresses_are_public(address):
    assert is_public(address)


def test_a_name_is_asked_for_once_and_rebinding_meets_the_first_answer(canary):
    """The first answer is public, every later one is the canary: the call goes to the first or nowhere."""
    zone = {"rebind.example.org": ["198.41.0.4", "127.0.0.1"]}
    with NameServer(zone).running() as names:
        with pytest.raises(Failed) as problem:
            send("GET", f"https://rebind.example.org:{canary.port}/", resolve=names.resolve, seconds=1)
        assert problem.value.code in {"timeout", "connect"}
        assert names.asked == ["rebind.example.org"]
        with pytest.raises(Blocked):
            send("GET", f"https://rebind.example.org:{canary.port}/", resolve=names.resolve, seconds=1)
    assert canary.hits == []


def test_a_name_that_nobody_knows_and_one_that_never_answers(canary):
    def unknown(host, port):
        raise OSError

    with pytest.raises(Failed, match="dns"):
        send("GET", "https://nowhere.example.org/", resolve=unknown)
    started = time.monotonic()
    with pytest.raises(Failed, match="timeout"):
        send("GET", "https://slow.example.org/", resolve=lambda *_: time.sleep(3) or [], seconds=0.3)
    assert time.monotonic() - started < 2


def test_a_redirect_is_not_followed(settings):
    with Canary().running() as inside:
        moved = (
            f"HTTP/1.1 302 Found\r\nLocation: http://127.0.0.1:{inside.port}/\r\nContent-Length: 0\r\n\r\n"
        )
        with Canary(moved.encode()).running() as outside:
            settings.OUTBOUND_ALLOWED = {f"http://127.0.0.1:{outside.port}"}
            answer = send("GET", f"http://127.0.0.1:{outside.port}/")
            assert (answer.status, len(outside.hits), inside.hits) == (302, 1, [])


def test_an_answer_without_end_is_cut(settings):
    endless = b"HTTP/1.1 200 OK\r\n\r\n" + b"x" * 3_000_000
    with Canary(endless).running() as outside:
        settings.OUTBOUND_ALLOWED = {f"http://127.0.0.1:{outside.port}"}
        with pytest.raises(Failed, match="too_large"):
            send("GET", f"http://127.0.0.1:{outside.port}/")


def test_a_server_that_drips_is_left(settings):
    with Canary(b"HTTP/1.1 200 OK\r\nX: " + b"y" * 200, drip=0.1).running() as outside:
        settings.OUTBOUND_ALLOWED = {f"http://127.0.0.1:{outside.port}"}
        started = time.monotonic()
        with pytest.raises(Failed, match="timeout"):
            send("GET", f"http://127.0.0.1:{outside.port}/", seconds=0.6)
        assert time.monotonic() - started < 2


@pytest.mark.parametrize("header", ["a\r\nHost: evil", "a\nb", "a\0b"])
def test_a_header_cannot_smuggle_another(header, canary, settings):
    settings.OUTBOUND_ALLOWED = {f"http://127.0.0.1:{canary.port}"}
    with pytest.raises(Failed, match="protocol"):
        send("GET", f"http://127.0.0.1:{canary.port}/", headers={"X-Id": header})
    assert canary.requests == []


def test_tls_is_checked_against_the_name_and_not_the_address(tmp_path, settings):
    """The name decides whom we trust, although the connection goes to the address that was looked up."""
    outside = Canary()
    outside.tls = certificate_for(tmp_path, "hooks.example.org")
    with outside.running():
        origins = {f"https://{name}.example.org:{outside.port}" for name in ("hooks", "other")}
        settings.OUTBOUND_ALLOWED = origins
        with pytest.raises(Failed, match="tls"):
            send("GET", f"https://hooks.example.org:{outside.port}/", resolve=to_canary)
        settings.OUTBOUND_CA = str(tmp_path / "ca.pem")
        answer = send("GET", f"https://hooks.example.org:{outside.port}/", resolve=to_canary)
        assert answer.status == 200
        assert b"Host: hooks.example.org" in outside.requests[0]
        with pytest.raises(Failed, match="tls"):
            send("GET", f"https://other.example.org:{outside.port}/", resolve=to_canary)
        assert len(outside.requests) == 1


def test_the_operator_allows_exact_origins_only(canary):
    allowed = {"https://calendar.corp:8443"}
    assert target_of("https://calendar.corp:8443/x", allowed=allowed).allowed
    for other in ("https://calendar.corp/x", "http://calendar.corp:8443/", "https://x.calendar.corp:8443/"):
        with pytest.raises(Blocked):
            target_of(other, allowed=allowed)
    with pytest.raises(Blocked):
        target_of("https://u@calendar.corp:8443/", allowed=allowed)
