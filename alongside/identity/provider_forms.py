"""What is well formed when an administrator names an identity provider."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

from django import forms
from django.utils.translation import gettext_lazy as _

from alongside.identity.federation.fetching import is_safe
from alongside.identity.federation.problems import ProviderProblem
from alongside.identity.federation.saml import certificates_of
from alongside.identity.models import IdentityProvider

_PLAIN = {"autocomplete": "off", "autocapitalize": "none", "spellcheck": "false"}


class ProviderForm(forms.ModelForm):  # type: ignore[type-arg]
    """What both kinds share."""

    class Meta:
        model = IdentityProvider
        fields = [
            "name", "slug", "issuer", "client_id", "sign_in_address", "certificates", "joining",
            "vouches_for_email", "second_factor_words", "further_origins",
        ]  # fmt: skip
        labels = {
            "name": _("Name on the sign-in page"),
            "slug": _("Short name in addresses"),
            "issuer": _("Issuer"),
            "client_id": _("Client id"),
            "sign_in_address": _("Sign-in address (HTTP-Redirect)"),
            "certificates": _("Certificates that sign"),
            "joining": _("Who may come in by it"),
            "vouches_for_email": _("Its e-mail addresses can be trusted: nobody can change their own there"),
            "second_factor_words": _("Its words for a second factor"),
            "further_origins": _("Where it forwards to"),
        }
        help_texts = {
            "name": _("For example: Example GmbH"),
            "slug": _("Small letters, digits and hyphens. It is part of the return address, so it stays."),
            "vouches_for_email": _(
                "Needed for the first sign-in of each person, unless the provider itself marks addresses as verified."
            ),
            "second_factor_words": _(
                "Values of acr or amr, separated by spaces. Whoever comes with one of them is not asked for a "
                "second factor here. Empty: the provider is not trusted for that."
            ),
            "further_origins": _(
                "Only if sign-in stops half-way: addresses such as https://login.example.com, separated by spaces."
            ),
        }
        widgets = {
            "issuer": forms.TextInput(attrs=_PLAIN),
            "client_id": forms.TextInput(attrs=_PLAIN),
            "joining": forms.RadioSelect,
            "certificates": forms.Textarea(attrs={"rows": 6, **_PLAIN}),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            del self.fields["slug"]

    def clean_further_origins(self) -> str:
        origins = str(self.cleaned_data["further_origins"]).split()
        for origin in origins:
            parts = urlsplit(origin)
            if (
                not is_safe(origin)
                or parts.path not in ("", "/")
                or parts.query
                or ";" in origin
                or "," in origin
            ):
                raise forms.ValidationError(_("Each of them begins with https:// and ends after the name."))
        return " ".join(origin.rstrip("/") for origin in origins)

    def clean_second_factor_words(self) -> str:
        return " ".join(str(self.cleaned_data["second_factor_words"]).split())


class OidcForm(ProviderForm):
    client_secret = forms.CharField(
        label=_("Client secret"), required=False, strip=True, max_length=500,
        widget=forms.PasswordInput(attrs={"autocomplete": "off", "data-sensitive": ""}),
        help_text=_("Kept encrypted and never shown again. Empty keeps the one before; a public client has none."),
    )  # fmt: skip
    field_order = ["name", "slug", "issuer", "client_id", "client_secret"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        del self.fields["sign_in_address"], self.fields["certificates"]
        self.fields["client_id"].required = True
        self.fields["issuer"].help_text = _(
            "For example https://login.example.com/realms/staff, exactly as it calls itself."
        )

    def clean_issuer(self) -> str:
        issuer = str(self.cleaned_data["issuer"]).strip()
        if not is_safe(issuer) or "?" in issuer or "#" in issuer:
            raise forms.ValidationError(_("An issuer is an address that begins with https://."))
        return issuer


class SamlForm(ProviderForm):
    field_order = ["name", "slug", "issuer", "sign_in_address", "certificates"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        del self.fields["client_id"]
        self.fields["issuer"].label = _("Entity id of the provider")
        self.fields["sign_in_address"].required = self.fields["certificates"].required = True
        self.fields["certificates"].help_text = _(
            "With their BEGIN and END lines. Two while one replaces the other."
        )

    def clean_sign_in_address(self) -> str:
        address = str(self.cleaned_data["sign_in_address"])
        if not is_safe(address):
            raise forms.ValidationError(_("Its address must begin with https://."))
        return address

    def clean_certificates(self) -> str:
        words = str(self.cleaned_data["certificates"]).strip()
        try:
            certificates_of(IdentityProvider(certificates=words))
        except ProviderProblem as problem:
            raise forms.ValidationError(str(problem.words)) from problem
        return words


FORMS: dict[str, type[ProviderForm]] = {"oidc": OidcForm, "saml": SamlForm}
