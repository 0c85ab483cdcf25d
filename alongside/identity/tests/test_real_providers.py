"""Signing in with providers that others wrote: oidc-provider (certified, on node) and pysaml2, on loopback.

They are built by scripts/conformance. Where node, xmlsec1 or that environment is missing, the tests say so and skip.
"""

from __future__ import annotations

import json
import re
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import parse_qs, urljoin, urlsplit

import httpx
import pytest
from django.test import Client

from alongside.identity.federation.trying import try_provider
from alongside.identity.models import LinkedIdentity
from alongside.identity.tests.federation_makers import (
    ENTITY,
    SECRET,
    a_saml_provider,
    an_oidc_provider,
    certificate,
    key_pem,
)
from alongside.identity.tests.makers import is_signed_in

ROOT = Path(__file__).resolve().parents[3]
TOOLS = ROOT / "tests" / "conformance"
OPENID = ROOT / "build" / "openid"
PYTHON = ROOT / ".venv-conformance" / "bin" / "python"
RETURN = "http://127.0.0.1:8000/sign-in/with/acme/return/"
READY_SECONDS = 60
MOST_STEPS = 12


@pytest.fixture(autouse=True)
def address(settings):
    settings.BASE_URL = "http://127.0.0.1:8000"


@pytest.fixture(scope="module")
def issuer() -> Iterator[str]:
    if shutil.which("node") is None:
        pytest.skip("node is not here, so the certified OpenID provider can't run")
    if not (OPENID / "node_modules" / "oidc-provider").exists():
        pytest.skip("oidc-provider is not here: run scripts/conformance")
    shutil.copy(TOOLS / "oidc" / "provider.js", OPENID)
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    server = subprocess.Popen(
        ["node", "provider.js", str(port), RETURN, SECRET], cwd=OPENID, stderr=subprocess.DEVNULL
    )
    try:
        _wait(f"http://127.0.0.1:{port}/.well-known/openid-configuration")
        yield f"http://127.0.0.1:{port}"
    finally:
        server.terminate()
        server.wait(timeout=10)


def _wait(url: str) -> None:
    deadline = time.monotonic() + READY_SECONDS
    while time.monotonic() < deadline:
        try:
            httpx.get(url, timeout=2).raise_for_status()
        except httpx.HTTPError:
            time.sleep(0.2)
        else:
            return
    raise TimeoutError(url)


def sign_in_there(url: str, login: str) -> str:
    """Walk the provider's own pages as a person does; returns the address that leads back to us."""
    with httpx.Client(timeout=10) as browser:
        answer = browser.get(url)
        for _ in range(MOST_STEPS):
            if answer.is_redirect:
                to = urljoin(str(answer.request.url), answer.headers["location"])
                if to.startswith(RETURN):
                    return to.removeprefix("http://127.0.0.1:8000")
                answer = browser.get(to)
                continue
            action = re.search(r'action="([^"]+)"', answer.text)[1]
            prompt = re.search(r'name="prompt" value="(\w+)"', answer.text)[1]
            form = {"prompt": prompt, "login": login, "password": "any"}
            answer = browser.post(urljoin(str(answer.request.url), action), data=form)
    raise AssertionError(f"the provider did not lead back: {answer.status_code}")


def test_a_certified_openid_provider_lets_an_invited_person_in(cast, issuer):
    acme = an_oidc_provider(issuer=issuer, found=False)
    assert [finding.is_good for finding in try_provider(acme)] == [True, True, True]
    browser = Client()
    out = browser.post("/sign-in/with/acme/", {"next": "/1-1s/"})
    back = sign_in_there(out.url, "eve.employee")
    assert browser.get(back).url == "/1-1s/"
    assert is_signed_in(browser)
    assert LinkedIdentity.objects.get().account == cast.eve.account
    # once more with the same code, from a fresh start: the provider itself refuses it
    thief = Client()
    state = parse_qs(urlsplit(thief.post("/sign-in/with/acme/").url).query)["state"][0]
    code = parse_qs(urlsplit(back).query)["code"][0]
    refused = thief.get(f"/sign-in/with/acme/return/?code={code}&state={state}&iss={issuer}")
    assert (refused.status_code, refused.context["code"]) == (422, "token")
    # and an answer that is silent about its issuer, although the provider promises to name it
    state = parse_qs(urlsplit(thief.post("/sign-in/with/acme/").url).query)["state"][0]
    silent = thief.get(f"/sign-in/with/acme/return/?code={code}&state={state}")
    assert silent.context["code"] == "issuer"


def test_a_certified_openid_provider_asks_once_more_when_we_ask_it_to(cast, issuer):
    an_oidc_provider(issuer=issuer, found=False)
    browser = Client()
    browser.get(sign_in_there(browser.post("/sign-in/with/acme/").url, "eve.employee"))
    before = browser.session["proved_at"]
    out = browser.post("/confirm/with/acme/", {"next": "/account/tokens/"})
    assert browser.get(sign_in_there(out.url, "eve.employee")).url == "/account/tokens/"
    assert browser.session["proved_at"] > before
    out = browser.post("/confirm/with/acme/", {"next": "/account/tokens/"})
    assert browser.get(sign_in_there(out.url, "max.manager")).context["code"] == "other"


def test_the_test_of_the_connection_sees_a_wrong_secret(cast, issuer):
    acme = an_oidc_provider(issuer=issuer, found=False, secret="not this one")
    assert "client secret" in str(try_provider(acme)[-1].words)


@pytest.mark.parametrize("sign_response", [True, False])
def test_a_real_saml_provider_lets_an_invited_person_in(cast, tmp_path, sign_response):
    xmlsec = shutil.which("xmlsec1")
    if xmlsec is None:
        pytest.skip("xmlsec1 is not here (apt-get install xmlsec1): pysaml2 signs with it")
    if not PYTHON.exists():
        pytest.skip("the environment of the conformance tools is not here: run scripts/conformance")
    a_saml_provider(vouches_for_email=True)
    browser = Client()
    out = browser.post("/sign-in/with/idp/", {"next": "/1-1s/"})
    files = {
        "key": key_pem(), "certificate": certificate().encode(),
        "metadata": Client().get("/sign-in/with/idp/metadata/").content,
    }  # fmt: skip
    for name, words in files.items():
        (tmp_path / name).write_bytes(words)
    asked = {
        "entity_id": ENTITY, "sign_in_address": "https://idp.example.org/sso", "xmlsec": xmlsec,
        "query": parse_qs(urlsplit(out.url).query)["SAMLRequest"][0], "subject": "eve-1",
        "email": "eve.employee@example.org", "sign_response": sign_response,
        "signature": "http://www.w3.org/2001/04/xmldsig-more#rsa-sha256",
        **{name: str(tmp_path / name) for name in files},
    }  # fmt: skip
    done = subprocess.run(
        [PYTHON, TOOLS / "saml_idp.py"],
        input=json.dumps(asked),
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    assert done.returncode == 0, done.stderr[-2000:]
    said = json.loads(done.stdout)
    assert said["to"] == "http://127.0.0.1:8000/sign-in/with/idp/response/"
    answer = {"SAMLResponse": said["answer"], "relayed": "yes"}
    came = browser.post("/sign-in/with/idp/response/", answer)
    assert (came.status_code, came.headers.get("Location")) == (302, "/1-1s/"), came.context["code"]
    assert is_signed_in(browser)
    assert LinkedIdentity.objects.get().account == cast.eve.account
    assert browser.post("/sign-in/with/idp/response/", answer).status_code == 422
