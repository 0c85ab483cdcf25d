"""Which addresses on the internet a server may be sent to by somebody else. Pure functions.

Sources: the special-purpose registries of IANA (through Python's `ipaddress`), RFC 6052 and 8215 (NAT64), RFC 3056
(6to4), RFC 4380 (Teredo), RFC 4291 (mapped and compatible addresses), RFC 1123 (host names).
"""

from __future__ import annotations

import ipaddress
import re
from collections.abc import Collection
from dataclasses import dataclass
from urllib.parse import urlsplit

LONGEST_URL = 2_000
HTTPS, LEAST_FREE_PORT = 443, 1024

_PLAIN = re.compile(r"[!-\[\]-~]+")  # printable ASCII without blanks and without a backslash
_LABEL = r"[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?"
# The last label must not read as a number: 127.1, 0x7f.1 and their like are addresses to many resolvers.
_NAME = re.compile(rf"(?=.{{1,253}}$)(?:{_LABEL}\.)+(?!\d+$|0x[0-9a-f]*$){_LABEL}")
_DOTTED = re.compile(r"(?:(?:25[0-5]|2[0-4]\d|1\d\d|[1-9]?\d)\.){3}(?:25[0-5]|2[0-4]\d|1\d\d|[1-9]?\d)")
_INNER_NAMES = (
    "localhost",
    "local",
    "internal",
    "intranet",
    "lan",
    "arpa",
    "localdomain",
    "corp",
    "home",
    "onion",
)

_GLOBAL_UNICAST = ipaddress.ip_network("2000::/3")
# Public by the registries, and yet doors to somewhere else.
_DOORS = [
    ipaddress.ip_network(network)
    for network in (
        "168.63.129.16/32",  # the host of Azure's virtual machines
        "192.88.99.0/24",  # relays of 6to4
        "2001::/23",  # Teredo and other protocol assignments
        "2002::/16",  # 6to4: an IPv4 address inside
        "3fff::/20",  # documentation, not yet known to older tables
        "2620:4f:8000::/48",  # AS112, answers for private networks
        "192.31.196.0/24",
        "192.175.48.0/24",
    )
]


class Blocked(Exception):
    """The call isn't made. `code`: url, scheme, user, port, host or address."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@dataclass(frozen=True)
class Target:
    """Where a call goes. `literal`: the host is an address itself. `allowed`: the operator named this origin."""

    host: str
    port: int
    netloc: str
    literal: bool
    allowed: bool


def target_of(url: str, *, allowed: Collection[str] = ()) -> Target:
    """The parts of an address that may be called, read strictly. Raises Blocked.

    `allowed`: origins such as "http://127.0.0.1:5232" that whoever runs the server has named; no further rule holds.
    """
    if len(url) > LONGEST_URL or not _PLAIN.fullmatch(url):
        raise Blocked("url")
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        raise Blocked("url") from None
    if "@" in parts.netloc:
        raise Blocked("user")
    if not parts.hostname or parts.fragment or parts.netloc.endswith(":"):
        raise Blocked("url")
    named = f"{parts.scheme}://{parts.netloc}".lower() in allowed
    if parts.scheme != "https" and not named:
        raise Blocked("scheme")
    port = port if port is not None else HTTPS if parts.scheme == "https" else 80
    if not named and port != HTTPS and port < LEAST_FREE_PORT:
        raise Blocked("port")
    host = parts.hostname
    literal = _is_address(host, bracketed=parts.netloc.startswith("["))
    if not literal and not named and not _is_public_name(host):
        raise Blocked("host")
    return Target(host, port, parts.netloc, literal, named)


def is_public(address: str) -> bool:
    """Whether an address belongs to the public internet and to one machine on it, with nothing hidden inside."""
    try:
        known = ipaddress.ip_address(address)
    except ValueError:
        return False
    if any(known in network for network in _DOORS):
        return False
    if isinstance(known, ipaddress.IPv6Address):
        return known.scope_id is None and known in _GLOBAL_UNICAST and known.is_global
    return known.is_global and not known.is_multicast and not known.is_reserved


def _is_address(host: str, *, bracketed: bool) -> bool:
    if not bracketed:
        return bool(_DOTTED.fullmatch(host))
    try:
        found = ipaddress.IPv6Address(host)
    except ValueError:
        raise Blocked("host") from None
    if found.scope_id is not None:
        raise Blocked("host")
    return True


def _is_public_name(host: str) -> bool:
    inner = any(host == name or host.endswith(f".{name}") for name in _INNER_NAMES)
    return bool(_NAME.fullmatch(host)) and not inner
