"""A small OpenID provider on loopback that does as it is told: also what a provider must never do."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import threading
import time
import warnings
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

import jwt
from cryptography.hazmat.primitives import serialization
from jwt.algorithms import RSAAlgorithm

from alongside.identity.tests.federation_makers import SECRET, key_pem, signing_key


class HostileProvider:
    """`claims` and `spoil` are set by a test: what the id token says, and how the finished token is spoiled."""

    def __init__(self) -> None:
        self.server = ThreadingHTTPServer(("127.0.0.1", 0), self._handler())
        self.issuer = f"http://127.0.0.1:{self.server.server_port}"
        self.claims: dict[str, Any] = {}
        self.drop: set[str] = set()
        self.key, self.kid, self.algorithm = "idp", "idp", "RS256"
        self.published = ["idp"]
        self.typ = "JWT"
        self.handed = {"access_token": "opaque", "token_type": "Bearer"}
        self.issued: list[str] = []
        self.spoil: Callable[[str], str] = lambda token: token
        self.document: dict[str, Any] = {}
        self.userinfo: dict[str, Any] | None = None
        self.asked: list[str] = []
        self.codes: dict[str, dict[str, str]] = {}
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def close(self) -> None:
        self.server.shutdown()
        self.server.server_close()

    def approve(self, address: str) -> str:
        """The person says yes at the address we were sent to: the query with which they come back."""
        asked = {name: values[0] for name, values in parse_qs(urlsplit(address).query).items()}
        code = f"code-{len(self.codes)}"
        self.codes[code] = asked
        return f"?code={code}&state={asked['state']}"

    def _token(self, asked: dict[str, str]) -> str:
        now = int(time.time())
        told = {
            "iss": self.issuer, "sub": "eve-1", "aud": "alongside", "exp": now + 300, "iat": now, "auth_time": now,
            "nonce": asked["nonce"], "email": "eve.employee@example.org", "email_verified": True,
        } | self.claims  # fmt: skip
        told = {name: value for name, value in told.items() if name not in self.drop}
        headers = {"kid": self.kid, "typ": self.typ}
        with warnings.catch_warnings(action="ignore"):  # the library does not like short keys either
            token = jwt.encode(told, key_pem(self.key), algorithm=self.algorithm, headers=headers)
        self.issued.append(token)
        return self.spoil(token)

    def _answer(self, path: str, form: dict[str, str], headers: Any) -> tuple[int, Any]:
        self.asked.append(path)
        if path == "/.well-known/openid-configuration":
            names = {"authorization_endpoint": "authorize", "token_endpoint": "token", "jwks_uri": "keys"}
            document = {name: f"{self.issuer}/{place}" for name, place in names.items()}
            more = {"userinfo_endpoint": f"{self.issuer}/userinfo"} if self.userinfo is not None else {}
            return 200, {"issuer": self.issuer, **document, **more, **self.document}
        if path == "/keys":
            keys = [
                RSAAlgorithm.to_jwk(signing_key(name).public_key(), as_dict=True) for name in self.published
            ]
            return 200, {
                "keys": [key | {"kid": name} for key, name in zip(keys, self.published, strict=True)]
            }
        if path == "/userinfo":
            return 200, self.userinfo
        if path != "/token":
            return 404, {}
        basic = base64.b64encode(f"alongside:{SECRET.replace(' ', '%20')}".encode()).decode()
        if headers.get("Authorization") != f"Basic {basic}":
            return 401, {"error": "invalid_client"}
        asked = self.codes.pop(form.get("code", ""), None)  # a code counts once
        if asked is None or not form.get("code_verifier"):
            return 400, {"error": "invalid_grant"}
        return 200, {"id_token": self._token(asked), **self.handed}

    def _handler(self) -> type[BaseHTTPRequestHandler]:
        provider = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                self._say({})

            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers.get("Content-Length", 0))).decode()
                self._say({name: values[0] for name, values in parse_qs(body).items()})

            def _say(self, form: dict[str, str]) -> None:
                status, said = provider._answer(urlsplit(self.path).path, form, self.headers)
                words = json.dumps(said).encode()
                self.send_response(status)
                self.send_header("Content-Type", "application/json")
                self.send_header("Content-Length", str(len(words)))
                self.end_headers()
                self.wfile.write(words)

            def log_message(self, *_: Any) -> None:
                """Tests are quiet."""

        return Handler


def unsigned(token: str) -> str:
    """The same claims under `"alg": "none"`."""
    return f"{_packed({'alg': 'none', 'typ': 'JWT'})}.{token.split('.')[1]}."


def signed_with_the_public_key(token: str) -> str:
    """HS256 with what everybody can read: the old confusion of algorithms."""
    public = (
        signing_key()
        .public_key()
        .public_bytes(serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo)
    )
    signed = f"{_packed({'alg': 'HS256', 'kid': 'idp'})}.{token.split('.')[1]}"
    digest = hmac.new(public, signed.encode(), hashlib.sha256).digest()
    return f"{signed}.{base64.urlsafe_b64encode(digest).rstrip(b'=').decode()}"


def _packed(words: dict[str, Any]) -> str:
    return base64.urlsafe_b64encode(json.dumps(words).encode()).rstrip(b"=").decode()


def tampered(token: str) -> str:
    """Another subject under the old signature."""
    head, body, signature = token.split(".")
    claims = json.loads(base64.urlsafe_b64decode(body + "=" * (-len(body) % 4))) | {"sub": "max-1"}
    return f"{head}.{_packed(claims)}.{signature}"
