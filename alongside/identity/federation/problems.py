"""Everything that can be wrong with a provider or its answer, in words for the administrator who must mend it."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

WORDS: dict[str, str | Promise] = {
    "https": _("Its address must begin with https://."),
    "unreachable": _("It can't be reached from this server. Check the address and the firewall."),
    "distrust": _(
        "This server does not trust its certificate. An authority of your own company is named by ALONGSIDE_OUTBOUND_CA."
    ),
    "status": _("It answered with an error. Check the address; some providers want a tenant or realm in it."),
    "not_json": _("Its answer is not what OpenID Connect describes. Is the address that of the issuer?"),
    "too_big": _("Its answer is far too long."),
    "issuer": _(
        "It calls itself by another name than the issuer you typed. Copy the issuer exactly, with or without the last “/”."
    ),
    "endpoints": _("It does not publish the addresses that are needed (authorization, token, keys), or not with https://."),
    "no_keys": _("It publishes no key for a signature that we accept (RS256, PS256, ES256, EdDSA and their longer kin)."),
    "no_pkce": _("It says that it does not know PKCE with S256, which we always use."),
    "client": _("It does not accept the client id or the client secret. A secret may have expired."),
    "token": _("It did not accept the code it sent: it was used before, is too old, or the return address differs."),
    "no_id_token": _("It sent no id token. Is “openid” allowed for this client?"),
    "algorithm": _("The id token is signed in a way we do not accept, or not at all."),
    "key": _("The id token is signed with a key that it does not publish."),
    "weak": _("Its key is not safe: RSA needs 2048 bits and the exponent 65537, elliptic curves 256 bits. Ask for another."),
    "signature": _("The signature does not fit."),
    "audience": _("The answer is meant for another application. Check the client id or the entity id."),
    "expired": _("The answer is too old or from the future. Check the clocks of both servers."),
    "nonce": _("The answer belongs to another sign-in."),
    "claims": _("The answer lacks something that is required."),
    "userinfo": _("What it says about the person in two places does not agree."),
    "stale": _("It did not ask the person once more, as we had requested."),
    "certificate": _("Its certificate can't be read, or has expired. Paste the current one, with its BEGIN and END lines."),
    "xml": _("The answer is no well-formed SAML response, or holds what it must not."),
    "unsolicited": _("The answer does not belong to a sign-in that began here."),
    "replay": _("The answer was used before."),
    "secret": _("The client secret can't be opened with the key ring of this server. Type it once more."),
    "refused": _("It said that the person may not come in, or that they stopped."),
    "saml": _("The answer was refused by the rules of SAML."),
}  # fmt: skip


class ProviderProblem(Exception):
    """Something about a provider or its answer is wrong; `code` is a key of WORDS and says nothing about a person."""

    def __init__(self, code: str, detail: str = "") -> None:
        """`detail` is said as it is, after the words: only what our own libraries say."""
        super().__init__(code)
        self.code, self.detail = code, detail

    @property
    def words(self) -> str | Promise:
        return format_lazy("{} ({})", WORDS[self.code], self.detail) if self.detail else WORDS[self.code]
