"""Who may open which address of identity: the doors before the doors, and what everybody has for themselves."""

from __future__ import annotations

from datetime import timedelta
from types import SimpleNamespace

from allauth.mfa.models import Authenticator
from django.utils import timezone

from alongside.identity.models import Device, LinkedIdentity, Session
from alongside.identity.services import create_service_token, create_token
from alongside.identity.tests.federation_makers import ISSUER, a_saml_provider, an_oidc_provider
from alongside.identity.tests.makers import PASSWORD
from alongside.people.tests.makers import TESTS
from tests.house.table import Row, anybody, everybody, only


def prepare(world: SimpleNamespace) -> None:
    """Eve has a session elsewhere, a device she trusts, and a token."""
    later = timezone.now() + timedelta(days=1)
    account = world.eve.account
    Session.objects.create(
        session_key="e" * 64, account=account, expire_date=later, started_at=timezone.now()
    )
    world.device = Device.objects.create(account=account, digest="e" * 64, expires_at=later)
    world.passkey = Authenticator.objects.create(user=account, type="webauthn", data={"name": "a key"})
    world.provider = an_oidc_provider(slug="acme", issuer=ISSUER)
    world.saml = a_saml_provider(slug="idp")
    world.off = an_oidc_provider(slug="off", issuer="https://off.example.org", is_on=False)
    world.link = LinkedIdentity.objects.create(account=account, provider=world.provider, subject="e-1")
    world.token, _ = create_token(actor=TESTS, account=account, name="script")
    world.service_token, _ = create_service_token(actor=TESTS, name="script", scopes=["directory:read"])


PROVIDER_ORIGINS = ("https://idp.example.org", ISSUER)
MINE = only("employee", status=302)
TABLE = {
    "identity:session_create": Row(
        get=anybody(), post=anybody(422), data={"name": "eve@example.org", "password": "wrong"}
    ),
    "identity:second_step_create": Row(get=anybody(302), post=anybody(302), data={"code": "1"}),
    "identity:passkey_session_create": Row(get=anybody(), post=anybody(422), data={"credential": "{}"}),
    "identity:passkey_list": Row(get=everybody()),
    "identity:passkey_create": Row(
        get=everybody(), post=everybody(422), data={"name": "key", "credential": "{}"}
    ),
    "identity:passkey_delete": Row(lambda world: [world.passkey.pk], post=MINE),
    "identity:provider_session_create": Row(lambda world: ["acme"], post=anybody(302)),
    "identity:provider_session_return": Row(lambda world: ["acme"], get=anybody(422)),
    "identity:saml_session_create": Row(lambda world: ["idp"], post=anybody(), data={"SAMLResponse": "PHg+"}),
    "identity:saml_metadata_detail": Row(lambda world: ["idp"], get=anybody()),
    "identity:provider_confirmation_create": Row(lambda world: ["acme"], post=everybody(302)),
    "identity:identity_list": Row(get=everybody()),
    "identity:identity_create": Row(lambda world: ["acme"], post=everybody(302)),
    "identity:identity_delete": Row(lambda world: [world.link.pk], post=MINE),
    "identity:provider_list": Row(get=only("administrator")),
    "identity:provider_create": Row(
        lambda world: ["oidc"],
        get=only("administrator"),
        post=only("administrator", status=422),
        data={"name": "x"},
    ),
    "identity:provider_detail": Row(lambda world: [world.provider.pk], get=only("administrator")),
    "identity:provider_update": Row(
        lambda world: [world.provider.pk],
        get=only("administrator"),
        post=only("administrator", status=422),
        data={"name": ""},
    ),
    "identity:provider_test": Row(lambda world: [world.saml.pk], post=only("administrator")),
    "identity:provider_on": Row(lambda world: [world.saml.pk], post=only("administrator", status=302)),
    "identity:provider_off": Row(lambda world: [world.saml.pk], post=only("administrator", status=302)),
    "identity:provider_delete": Row(lambda world: [world.off.pk], post=only("administrator", status=302)),
    "identity:code_create": Row(get=anybody(), post=anybody(302), data={"email": "eve@example.org"}),
    "identity:code_session_create": Row(get=anybody(302), post=anybody(302), data={"code": "1"}),
    "identity:reset_create": Row(get=anybody(), post=anybody(302), data={"email": "eve@example.org"}),
    "identity:reset_update": Row(get=anybody(302), post=anybody(302), data={"code": "1"}),
    "identity:letter_session_create": Row(
        get=anybody(), post=anybody(422), data={"number": "1", "code": "1"}
    ),
    "identity:session_delete": Row(post=anybody(302)),
    # one-tap sign-in is the demo's, and tests are not the demo
    "identity:demo_session_create": Row(lambda world: [world.eve.account_id], post=anybody(404)),
    "identity:confirmation_create": Row(get=everybody(), post=everybody(422), data={"proof": "wrong"}),
    "identity:session_list": Row(get=everybody()),
    "identity:session_end": Row(lambda world: ["e" * 64], post=MINE),
    "identity:other_sessions_end": Row(post=everybody(302)),
    "identity:device_end": Row(lambda world: [world.device.pk], post=MINE),
    "identity:second_factor_detail": Row(get=everybody()),
    "identity:second_factor_create": Row(get=everybody(), post=everybody(422), data={"code": "000000"}),
    "identity:second_factor_delete": Row(post=everybody(302)),
    "identity:recovery_code_list": Row(get=everybody()),
    "identity:recovery_code_create": Row(post=everybody(302)),
    "identity:password_update": Row(get=everybody(), post=everybody(302), data={"password": PASSWORD}),
    "identity:token_list": Row(get=everybody()),
    "identity:token_create": Row(post=everybody(302), data={"name": "script", "scopes": ["read"]}),
    "identity:token_end": Row(lambda world: [world.token.pk], post=MINE),
    "identity:signing_out_detail": Row(get=only("administrator")),
    "identity:signing_out_create": Row(
        post=only("administrator", status=302), data=lambda world: {"name": world.eve.email}
    ),
    "identity:everybody_signing_out_create": Row(post=only("administrator", status=302)),
    "identity:service_token_list": Row(get=only("administrator")),
    "identity:service_token_create": Row(
        post=only("administrator", status=302),
        data={"name": "directory script", "scopes": ["read"], "areas": ["directory"]},
    ),
    "identity:service_token_end": Row(
        lambda world: [world.service_token.pk], post=only("administrator", status=302)
    ),
}
