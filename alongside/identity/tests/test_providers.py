"""Naming a provider: who may, what a second administrator is for, what is kept secret, what the test says."""

from __future__ import annotations

import pytest
from allauth.mfa.models import Authenticator
from django.test import Client
from django.utils import timezone

from alongside.audit.models import AuditEntry
from alongside.core.errors import Refused
from alongside.core.tests.outside import Canary, certificate_for
from alongside.identity import providers
from alongside.identity.federation import oidc
from alongside.identity.federation.trying import standing_problems, try_provider
from alongside.identity.models import IdentityProvider, LinkedIdentity
from alongside.identity.services import close_account, reopen_account
from alongside.identity.tests.federation_makers import SECRET, a_saml_provider, an_oidc_provider, certificate
from alongside.operations.checks import run_checks
from alongside.people import services as people
from alongside.people.models import Person, RoleGrant
from alongside.people.tests.makers import TESTS

FORM = {
    "name": "Acme", "slug": "acme", "issuer": "https://login.example.org", "client_id": "alongside",
    "client_secret": "a very secret word", "joining": "invited", "further_origins": "", "second_factor_words": "mfa",
}  # fmt: skip
PAGE = "/administration/sign-in/"


@pytest.fixture
def second_administrator(cast):
    people.grant_role(
        actor=TESTS, person=cast.omar, role=RoleGrant.Role.ADMINISTRATOR, since=timezone.now().date()
    )
    return cast.omar


def test_an_administrator_names_one_and_the_secret_is_never_seen_again(cast, web):
    browser = web(cast.ada)
    saved = browser.post(f"{PAGE}new/oidc/", FORM)
    row = IdentityProvider.objects.get()
    assert saved.url == f"{PAGE}{row.pk}/"
    assert not row.is_on
    assert FORM["client_secret"].encode() not in bytes(row.sealed)
    assert providers.secret_of(row) == FORM["client_secret"]
    for address in (saved.url, f"{saved.url}change/"):
        assert FORM["client_secret"] not in browser.get(address).content.decode()
    assert browser.post(f"{saved.url}change/", {**FORM, "client_secret": ""}).status_code == 302
    row.refresh_from_db()
    assert providers.secret_of(row) == FORM["client_secret"]
    assert set(AuditEntry.objects.filter(kind="identity.identityprovider").values_list("action", flat=True)) == {
        "identity.provider_named", "identity.provider_changed",
    }  # fmt: skip


@pytest.mark.parametrize("who", ["eve", "max", "hana", "dora"])
def test_for_anybody_else_there_is_nothing(cast, web, who):
    row = an_oidc_provider()
    person = getattr(cast, who)
    assert web(person).get(PAGE).status_code == 404
    assert web(person).post(f"{PAGE}new/oidc/", FORM).status_code == 404
    assert web(person).post(f"{PAGE}{row.pk}/off/").status_code == 404
    for act in (providers.switch_on_provider, providers.switch_off_provider, providers.remove_provider):
        with pytest.raises(Refused):
            act(actor=cast.acts(person), provider=row)
    assert IdentityProvider.objects.get().is_on


def test_one_administrator_alone_switches_on_and_of_two_the_other_one(cast, web, second_administrator):
    web(cast.ada).post(f"{PAGE}new/oidc/", FORM)
    row = IdentityProvider.objects.get()
    refused = web(cast.ada).post(f"{PAGE}{row.pk}/on/")
    assert refused.status_code == 403
    assert "Another administrator" in refused.content.decode()
    assert not IdentityProvider.objects.get().is_on
    assert web(second_administrator).post(f"{PAGE}{row.pk}/on/").status_code == 302
    assert IdentityProvider.objects.get().is_on


def test_a_lone_administrator_switches_it_on(cast, web):
    web(cast.ada).post(f"{PAGE}new/oidc/", FORM)
    assert web(cast.ada).post(f"{PAGE}{IdentityProvider.objects.get().pk}/on/").status_code == 302
    assert IdentityProvider.objects.get().is_on


@pytest.mark.parametrize(
    ("change", "stays_on"),
    [
        ({"name": "Acme people"}, True),
        ({"client_secret": "the next one"}, True),
        ({"issuer": "https://evil.example"}, False),
        ({"vouches_for_email": "on"}, False),
        ({"second_factor_words": "pwd"}, False),
        ({"joining": "directory"}, False),
    ],
)
def test_a_change_that_could_let_somebody_in_as_another_waits_for_the_other_administrator(
    cast, web, second_administrator, change, stays_on
):
    web(cast.ada).post(f"{PAGE}new/oidc/", FORM)
    row = IdentityProvider.objects.get()
    web(second_administrator).post(f"{PAGE}{row.pk}/on/")
    assert web(cast.ada).post(f"{PAGE}{row.pk}/change/", {**FORM, **change}).status_code == 302
    assert IdentityProvider.objects.get().is_on is stays_on


@pytest.mark.parametrize(
    ("kind", "wrong"),
    [
        ("oidc", {"issuer": "http://login.example.org"}),
        ("oidc", {"issuer": "https://login.example.org/?x"}),
        ("oidc", {"issuer": "javascript:alert(1)"}),
        ("oidc", {"further_origins": "https://a.example; script-src *"}),
        ("oidc", {"further_origins": "*"}),
        ("oidc", {"client_id": ""}),
        ("saml", {"certificates": "nonsense"}),
        ("saml", {"sign_in_address": "http://idp.example.org/sso"}),
    ],
)
def test_what_is_not_well_formed_is_refused_and_nothing_is_kept(cast, web, kind, wrong):
    saml = {"sign_in_address": "https://idp.example.org/sso", "certificates": certificate()}
    assert web(cast.ada).post(f"{PAGE}new/{kind}/", {**FORM, **saml, **wrong}).status_code == 422
    assert not IdentityProvider.objects.exists()


def test_removing_takes_the_links_along_and_only_when_it_is_off(cast, web):
    row = an_oidc_provider()
    LinkedIdentity.objects.create(account=cast.eve.account, provider=row, subject="eve-1")
    assert web(cast.ada).post(f"{PAGE}{row.pk}/remove/").status_code == 403
    assert LinkedIdentity.objects.exists()
    web(cast.ada).post(f"{PAGE}{row.pk}/off/")
    assert web(cast.ada).post(f"{PAGE}{row.pk}/remove/").status_code == 302
    assert not IdentityProvider.objects.exists()
    assert not LinkedIdentity.objects.exists()


def test_somebody_who_comes_back_is_not_opened_by_what_was_linked_before(cast):
    LinkedIdentity.objects.create(account=cast.eve.account, provider=an_oidc_provider(), subject="eve-1")
    Authenticator.objects.create(user=cast.eve.account, type="webauthn", data={"name": "old phone"})
    close_account(actor=TESTS, account=cast.eve.account)
    reopen_account(actor=TESTS, account=cast.eve.account)
    assert not LinkedIdentity.objects.exists()
    assert not Authenticator.objects.exists()


def words(row: IdentityProvider) -> str:
    return str(try_provider(row)[-1].words)


def test_the_test_walks_all_steps_with_a_good_provider(acme, cast, web):
    page = web(cast.ada).post(f"{PAGE}{acme.pk}/test/").content.decode()
    assert page.count("not yet") == 0
    assert [finding.is_good for finding in try_provider(acme)] == [True, True, True]


def test_the_test_says_in_words_what_is_wrong(acme, idp):
    idp.document = {"issuer": f"{idp.issuer}/"}
    assert "by another name" in words(acme)
    idp.document = {"jwks_uri": "http://keys.example.org/keys"}
    assert "addresses that are needed" in words(acme)
    idp.document = {"code_challenge_methods_supported": ["plain"]}
    assert "PKCE" in words(acme)
    idp.document, idp.published = {}, []
    assert "no key" in words(acme)
    idp.published = ["idp"]
    providers.save_provider(actor=TESTS, provider=acme, kind="oidc", client_secret="another")
    assert "client secret" in words(acme)
    idp.close()
    assert "can't be reached" in words(acme)


def test_a_provider_is_asked_once_a_day_and_not_at_every_sign_in(acme, idp):
    for _ in range(3):
        oidc.published(acme)
        oidc.published_keys(acme)
    assert idp.asked == ["/.well-known/openid-configuration", "/keys"]


def test_a_certificate_that_ends_is_named_in_time_also_by_the_command(db):
    assert standing_problems(a_saml_provider()) == []
    row = a_saml_provider(
        slug="soon", issuer="https://soon.example", certificates=certificate("soon", days=20), name="Soon"
    )
    assert "within 30 days" in str(standing_problems(row)[0])
    said = [one.words for one in run_checks(["sign-in"])]
    assert any("Soon" in words and "certificate ends" in words for words in said), said


def test_a_secret_that_the_key_ring_cannot_open_is_named(db):
    row = an_oidc_provider()
    assert providers.secret_of(row) == SECRET
    row.ring_key = "lost"
    assert "key ring" in str(standing_problems(row)[0])


def test_the_sign_in_page_offers_what_is_on_with_the_same_queries_for_many(db, django_assert_max_num_queries):
    an_oidc_provider(slug="off", issuer="https://off.example", is_on=False, name="Switched off")
    for number in range(20):
        an_oidc_provider(slug=f"p{number}", issuer=f"https://p{number}.example", name=f"Provider {number}")
    with django_assert_max_num_queries(4):
        page = Client().get("/sign-in/").content.decode()
    assert "Sign in with Provider 19" in page
    assert "Switched off" not in page


def test_a_provider_with_a_certificate_of_the_company_is_believed_where_the_operator_says_so(
    cast, tmp_path, settings
):
    """Keycloak behind the company's own authority: the words name the setting, and with it the provider answers."""
    idp = Canary(answer=b"HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n")
    idp.tls = certificate_for(tmp_path, "localhost")
    with idp.running():
        acme = an_oidc_provider(issuer=f"https://localhost:{idp.port}", found=False)
        (refused,) = try_provider(acme)
        assert not refused.is_good and idp.requests == []
        assert "ALONGSIDE_OUTBOUND_CA. (self-signed certificate)" in str(refused.words)
        settings.OUTBOUND_CA = str(tmp_path / "ca.pem")
        (answered,) = try_provider(acme)
    assert "answered with an error" in str(answered.words) and len(idp.requests) == 1


def test_an_administrator_who_was_not_let_in_yet_holds_up_nobody(cast, web, second_administrator):
    """As with duties: who can't come in can't look at it, so the only one who can decides alone."""
    web(cast.ada).post(f"{PAGE}new/oidc/", FORM)
    row = IdentityProvider.objects.get()
    assert web(cast.ada).post(f"{PAGE}{row.pk}/on/").status_code == 403
    Person.objects.filter(pk=second_administrator.pk).update(invited_at=None)
    assert web(cast.ada).post(f"{PAGE}{row.pk}/on/").status_code == 302
    assert IdentityProvider.objects.get().is_on
