"""What is well formed when an identity provider is let in."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _


class ProvisioningTokenForm(forms.Form):
    name = forms.CharField(
        label=_("Which identity provider is it for?"),
        max_length=80,
        help_text=_("For example: Entra, Okta, Keycloak"),
    )
