"""Identity providers of the company, and which account of theirs belongs to which of ours."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from alongside.core.register import Erasure, Register, directory, technical
from alongside.identity.models.account import Account


class IdentityProvider(models.Model):
    """Where people of the company prove who they are: OpenID Connect or SAML.

    `issuer` is what the provider calls itself (OpenID: its address; SAML: its entity id). `found` and `keys` are
    what an OpenID provider publishes, kept so that a sign-in does not wait for it; all processes share them.
    """

    class Kind(models.TextChoices):
        OIDC = "oidc", _("OpenID Connect")
        SAML = "saml", _("SAML")

    class Joining(models.TextChoices):
        INVITED = "invited", _("only people who were invited")
        DIRECTORY = "directory", _("everybody with a place in the chart, invited or not")

    slug = models.SlugField(max_length=40, unique=True)
    kind = models.CharField(max_length=4, choices=Kind.choices)
    name = models.CharField(max_length=60)
    is_on = models.BooleanField(default=False)
    issuer = models.CharField(max_length=300, unique=True)
    client_id = models.CharField(max_length=200, blank=True)
    ring_key = models.CharField(max_length=40, blank=True)
    sealed = models.BinaryField(default=bytes)  # the client secret, wrapped by the key ring
    sign_in_address = models.URLField(max_length=300, blank=True)
    certificates = models.TextField(blank=True)
    further_origins = models.CharField(max_length=500, blank=True)
    vouches_for_email = models.BooleanField(default=False)
    joining = models.CharField(max_length=9, choices=Joining.choices, default=Joining.INVITED)
    second_factor_words = models.CharField(max_length=300, blank=True)
    found = models.JSONField(default=dict)
    found_at = models.DateTimeField(null=True)
    keys = models.JSONField(default=dict)
    keys_at = models.DateTimeField(null=True)
    changed_by_id = models.BigIntegerField(null=True)  # a person: somebody else switches it on
    made_at = models.DateTimeField(auto_now_add=True)

    register = Register(
        what=_("the identity providers of the company: nothing about people"),
        id=technical(),
        slug=technical(),
        kind=technical(),
        name=technical(),
        is_on=technical(),
        issuer=technical(),
        client_id=technical(),
        ring_key=technical(),
        sealed=technical(),
        sign_in_address=technical(),
        certificates=technical(),
        further_origins=technical(),
        vouches_for_email=technical(),
        joining=technical(),
        second_factor_words=technical(),
        found=technical(),
        found_at=technical(),
        keys=technical(),
        keys_at=technical(),
        changed_by_id=technical(),
        made_at=technical(),
    )

    def __str__(self) -> str:
        return self.name

    @property
    def is_saml(self) -> bool:
        return self.kind == self.Kind.SAML


class LinkedIdentity(models.Model):
    """(provider, subject) opens this account. The subject is the provider's own name for somebody and never changes."""

    account = models.ForeignKey(Account, models.PROTECT, related_name="identities")
    provider = models.ForeignKey(IdentityProvider, models.PROTECT, related_name="identities")
    subject = models.CharField(max_length=255)
    linked_at = models.DateTimeField(auto_now_add=True)
    last_used_on = models.DateField(null=True)

    register = Register(
        subjects=("account.person",),
        what=_("your accounts elsewhere that open your account here"),
        seen_by=_("only you"),
        id=technical(),
        account=technical(),
        provider=technical(),
        subject=directory(_("To know you when your company's sign-in sends you"), erasure=Erasure.DELETE),
        linked_at=directory(_("So that you notice a link that was not yours"), erasure=Erasure.DELETE),
        last_used_on=directory(_("So that you notice use that was not yours"), erasure=Erasure.DELETE),
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["provider", "subject"], name="identity_one_account_per_subject")
        ]
