"""SAML: who comes in, and every way to forge a response that the field knows, refused."""

from __future__ import annotations

from datetime import timedelta
from urllib.parse import parse_qs, urlsplit

import pytest
import xmlsec
from django.test import Client
from django.utils import timezone
from lxml import etree

from alongside.core.actor import Strength
from alongside.identity.models import LinkedIdentity, Session
from alongside.identity.tests import saml_responses as forged
from alongside.identity.tests.federation_makers import a_saml_provider, certificate
from alongside.identity.tests.makers import is_signed_in
from alongside.identity.tests.saml_responses import Said, request_id

DOOR = "/sign-in/with/idp/response/"


@pytest.fixture
def idp(cast, settings):
    settings.BASE_URL = "http://127.0.0.1:8000"
    return a_saml_provider(vouches_for_email=True)


def leave_for(browser: Client) -> str:
    """Off to the provider; returns the id of our request."""
    answer = browser.post("/sign-in/with/idp/", {"next": "/1-1s/"})
    assert answer.status_code == 302
    return request_id(answer.url)


def post(browser: Client, answer: str):
    return browser.post(DOOR, {"SAMLResponse": answer, "relayed": "yes"})


def come_back(browser: Client, change=None, **said):
    asked = leave_for(browser)
    return post(browser, Said(**{"in_response_to": asked, **said}).posted(change))


def nobody_came_in() -> bool:
    return not Session.objects.exclude(account=None).exists() and not LinkedIdentity.objects.exists()


def test_an_invited_person_comes_in_and_is_linked(idp, cast):
    browser = Client()
    assert come_back(browser).url == "/1-1s/"
    assert is_signed_in(browser)
    link = LinkedIdentity.objects.get()
    assert (link.account, link.subject) == (cast.eve.account, "eve-1")


@pytest.mark.parametrize(
    ("said", "code"),
    [
        ({"audience": "https://elsewhere.example/metadata/"}, "audience"),
        ({"recipient": "https://elsewhere.example/response/"}, "saml"),
        ({"destination": "https://elsewhere.example/response/"}, "audience"),
        ({"destination": f"{forged.OURS}/response/../../evil/response/"}, "audience"),
        ({"issuer": "https://evil.example/metadata"}, "issuer"),
        ({"since": 3_600}, "expired"),
        ({"until": -300}, "expired"),
        ({"key": "stranger"}, "signature"),
        ({"status": "urn:oasis:names:tc:SAML:2.0:status:Responder"}, "refused"),
        ({"in_response_to": ""}, "unsolicited"),
        ({"in_response_to": "_of_somebody_else"}, "unsolicited"),
        ({"name_format": "urn:oasis:names:tc:SAML:2.0:nameid-format:transient"}, "claims"),
        ({"subject": ""}, "saml"),
        ({"signs": "nothing"}, "signature"),
        ({"signs": "response"}, "signature"),
        ({"algorithm": xmlsec.constants.TransformRsaSha1}, "saml"),
        ({"digest": xmlsec.constants.TransformSha1}, "saml"),
    ],
)
def test_a_response_that_says_something_wrong_opens_nothing(idp, said, code):
    answer = come_back(Client(), **said)
    assert (answer.status_code, answer.context["code"]) == (422, code)
    assert nobody_came_in()


@pytest.mark.parametrize(
    ("change", "code"),
    [
        (forged.tampered, "signature"),
        (forged.without_signature, "signature"),
        (forged.without_audience, "signature"),
        (forged.wrapped_before, "saml"),
        (forged.wrapped_after, "saml"),
        (forged.wrapped_around, "saml"),
        (forged.wrapped_in_extensions, "saml"),
        (forged.wrapped_in_the_signature, "saml"),
        (forged.wrapped_under_the_same_id, "saml"),
        (forged.with_a_comment_in_the_name, "xml"),
        (forged.with_an_entity, "xml"),
        (forged.with_growing_entities, "xml"),
        (forged.with_a_stylesheet, "xml"),
        (forged.in_utf_16, "xml"),
    ],
)
def test_a_forged_response_opens_nothing(idp, change, code):
    answer = come_back(Client(), change)
    assert (answer.status_code, answer.context["code"]) == (422, code)
    assert nobody_came_in()


def test_a_wrapped_response_opens_nothing(idp):
    assert come_back(Client(), forged.wrapped_response, signs="response").status_code == 422
    assert nobody_came_in()


def test_the_forgeries_forge(idp):
    """Each changes what a naive reader would believe, or the refusal above would prove nothing."""
    for change, _why in (
        (forged.wrapped_before, "saml"),
        (forged.wrapped_around, "saml"),
        (forged.wrapped_in_extensions, "saml"),
        (forged.tampered, "signature"),
    ):
        tree = Said("_x").tree()
        change(tree)
        names = tree.xpath("//saml:NameID/text()", namespaces=forged.NS)
        assert "max-1" in names


@pytest.mark.parametrize("answer", ["", "not base64!", "PHg+", "AAAA", "PHg+" * 100_000])
def test_garbage_opens_nothing_and_is_no_error(idp, answer):
    browser = Client()
    leave_for(browser)
    assert post(browser, answer).status_code == 422
    assert nobody_came_in()


def test_a_response_that_nobody_asked_for_opens_nothing(idp):
    asked = leave_for(Client())
    assert post(Client(), Said(asked).posted()).status_code == 422
    assert post(Client(), Said("").posted()).status_code == 422
    assert nobody_came_in()


def test_a_stolen_assertion_under_another_request_opens_nothing(idp, cast):
    """The response's own InResponseTo is not signed; the one inside the assertion is."""
    thief = Client()
    mine, stolen = leave_for(thief), leave_for(Client())

    def readdress(root: etree._Element) -> None:
        root.set("InResponseTo", mine)

    assert post(thief, Said(stolen).posted(readdress)).status_code == 422
    assert nobody_came_in()


def test_a_response_counts_once(idp):
    browser = Client()
    asked = leave_for(browser)
    answer = Said(asked).posted()
    assert post(browser, answer).status_code == 302
    assert post(browser, answer).status_code == 422


def test_an_assertion_counts_once_even_for_another_request(idp):
    first, again = Client(), Client()
    assert come_back(first, assertion_id="_same").status_code == 302
    assert come_back(again, assertion_id="_same").status_code == 422
    assert not is_signed_in(again)


def test_the_first_arrival_is_sent_once_more_from_here(idp):
    """A form from elsewhere brings no session (SameSite): our page repeats it, without script by a button."""
    page = Client().post(DOOR, {"SAMLResponse": '"><b>x'})
    assert page.status_code == 200
    body = page.content.decode()
    assert 'name="relayed"' in body
    assert "<b>x" not in body
    assert "csrf" not in page.cookies
    assert "session" not in page.cookies


def test_an_address_is_trusted_only_where_the_administrator_says_so(idp):
    idp.vouches_for_email = False
    idp.save()
    assert come_back(Client()).status_code == 422
    assert nobody_came_in()


def test_a_context_of_two_factors_counts_only_where_it_is_trusted(idp):
    idp.second_factor_words = "https://refeds.org/profile/mfa"
    idp.save()
    plain, strong = Client(), Client()
    come_back(plain)
    assert plain.session["strength"] == Strength.PASSWORD
    come_back(strong, context="https://refeds.org/profile/mfa")
    assert strong.session["strength"] == Strength.SECOND_FACTOR


def test_two_certificates_while_one_replaces_the_other(idp):
    idp.certificates = certificate("next") + certificate("idp")
    idp.save()
    assert come_back(Client(), key="idp").status_code == 302
    assert come_back(Client(), key="next").status_code == 302


def test_proving_once_more_asks_for_it_and_takes_only_a_proof_of_now(idp, cast):
    browser = Client()
    come_back(browser)
    session = browser.session
    session["proved_at"] = before = (timezone.now() - timedelta(minutes=16)).isoformat()
    session.save()
    for proved, status in ((-3_600, 422), (0, 302)):
        out = browser.post("/confirm/with/idp/", {"next": "/account/tokens/"})
        packed = parse_qs(urlsplit(out.url).query)["SAMLRequest"][0]
        assert packed
        assert post(browser, Said(request_id(out.url), proved=proved).posted()).status_code == status
        assert (browser.session["proved_at"] == before) is (status == 422)


def test_our_metadata_names_our_addresses_and_asks_for_signed_assertions(idp):
    tree = etree.fromstring(Client().get("/sign-in/with/idp/metadata/").content)
    assert tree.get("entityID") == f"{forged.OURS}/metadata/"
    words = etree.tostring(tree).decode()
    assert f'Location="{forged.OURS}/response/"' in words
    assert 'WantAssertionsSigned="true"' in words


@pytest.mark.parametrize("inside", ['<!ENTITY x SYSTEM "file:///etc/hostname">', '<!ENTITY x "y">', ""])
def test_a_response_with_a_document_type_opens_nothing(idp, cast, inside):
    def with_type(tree):
        return b"<!DOCTYPE Response [" + inside.encode() + b"]>" + etree.tostring(tree)

    browser = Client()
    answer = come_back(browser, with_type)
    assert answer.status_code in (302, 400, 403, 422)
    assert not is_signed_in(browser)
    assert nobody_came_in()


def test_a_response_signed_with_a_short_key_opens_nothing(idp):
    idp.certificates = certificate("short")
    idp.save()
    answer = come_back(Client(), key="short")
    assert (answer.status_code, answer.context["code"]) == (422, "weak")
    assert nobody_came_in()
