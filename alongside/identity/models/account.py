"""Accounts: how a person proves who they are. Who they are is in people."""

from __future__ import annotations

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from alongside.core.register import Erasure, directory, technical
from alongside.core.register import Register as PersonalData


def open_accounts(path: str = "") -> models.Q:
    """Accounts that are open now; `path` leads to the account: "account__"."""
    lasts = models.Q(**{f"{path}closes_at": None}) | models.Q(**{f"{path}closes_at__gt": timezone.now()})
    return models.Q(**{f"{path}is_active": True}) & lasts


class AccountManager(BaseUserManager["Account"]):
    def get_by_natural_key(self, username: str | None) -> Account:
        return self.get(email=(username or "").lower())


class Account(AbstractBaseUser):
    """One way in. `email` is empty for people who sign in with a personnel number."""

    email = models.EmailField(unique=True, null=True, blank=True)
    is_active = models.BooleanField(default=True)
    # The instant at which nobody signs in here any more, known beforehand: exact however late the worker is.
    closes_at = models.DateTimeField(null=True, blank=True)
    made_at = models.DateTimeField(auto_now_add=True)
    # Sessions that began before this get a new id at their next request: what the person may do has changed.
    rights_changed_at = models.DateTimeField(null=True)
    # Until when the second factor may be put off, for people who need one.
    factor_due_at = models.DateTimeField(null=True)

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    objects = AccountManager()

    register = PersonalData(
        subjects=("person",),
        what=_("your way to sign in"),
        seen_by=_("only you"),
        id=technical(),
        email=directory(_("To sign you in and to write to you"), erasure=Erasure.DELETE),
        password=technical(erasure=Erasure.DELETE),
        last_login=technical(erasure=Erasure.DELETE),
        is_active=technical(),
        closes_at=technical(),
        made_at=technical(),
        rights_changed_at=technical(),
        factor_due_at=technical(),
    )

    def __str__(self) -> str:
        return self.email or f"#{self.pk}"

    @property
    def is_open(self) -> bool:
        """Whether somebody may come in here now."""
        return self.is_active and (self.closes_at is None or self.closes_at > timezone.now())


class Token(models.Model):
    """A personal token for the API. Only its hash is stored; the secret is shown once."""

    account = models.ForeignKey(Account, models.PROTECT, related_name="tokens")
    name = models.CharField(max_length=80)
    digest = models.CharField(max_length=64, unique=True)
    scopes = models.JSONField(default=list)
    made_at = models.DateTimeField(auto_now_add=True)
    expires_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    last_used_on = models.DateField(null=True)

    register = PersonalData(
        subjects=("account.person",),
        what=_("keys for programs that act for you"),
        seen_by=_("only you"),
        id=technical(),
        account=technical(),
        name=directory(_("So that you recognise it"), erasure=Erasure.DELETE),
        digest=technical(erasure=Erasure.DELETE),
        scopes=technical(),
        made_at=technical(),
        expires_at=technical(),
        ended_at=technical(),
        last_used_on=directory(_("So that you notice a use that was not yours"), erasure=Erasure.DELETE),
    )


class ServiceToken(models.Model):
    """A token for a program of the company that acts for nobody. Only its hash is stored."""

    name = models.CharField(max_length=80)
    digest = models.CharField(max_length=64, unique=True)
    scopes = models.JSONField(default=list)
    made_by_id = models.BigIntegerField(null=True)  # a person
    made_at = models.DateTimeField(auto_now_add=True)
    expires_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    last_used_on = models.DateField(null=True)

    register = PersonalData(
        subjects=("made_by_id",),
        what=_("keys you made for programs of the company"),
        seen_by=_("administrators"),
        id=technical(),
        name=technical(),
        digest=technical(),
        scopes=technical(),
        made_by_id=directory(_("So that administrators know whom to ask"), erasure=Erasure.KEEP),
        made_at=technical(),
        expires_at=technical(),
        ended_at=technical(),
        last_used_on=technical(),
    )
