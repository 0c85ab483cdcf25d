"""What is well formed when somebody proves who they are."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib.auth.password_validation import validate_password
from django.utils.translation import gettext_lazy as _

from alongside.identity import passwords
from alongside.identity.models import Account
from alongside.identity.scopes import AREAS, READ, SERVICE_SCOPES, WRITE, allows, chosen
from alongside.identity.services import TOKEN_DAYS

OWN, SHARED = "own", "shared"


def _secret(label: Any, autocomplete: str, **more: Any) -> forms.CharField:
    widget = forms.PasswordInput(attrs={"autocomplete": autocomplete, "data-sensitive": ""})
    return forms.CharField(
        label=label, widget=widget, strip=False, max_length=passwords.LONGEST_PASSWORD, **more
    )


def _code(label: Any, length: int = 40, **more: Any) -> forms.CharField:
    attributes = {"autocomplete": "one-time-code", "class": "short", "data-sensitive": ""}
    return forms.CharField(label=label, max_length=length, widget=forms.TextInput(attrs=attributes), **more)


class DeviceField(forms.ChoiceField):
    """Whose device it is; somebody's own where nothing was sent."""

    def clean(self, value: object) -> str:
        return str(super().clean(value or OWN))


class DeviceChoice(forms.Form):
    """Mixed in where a session begins: whose device is it?"""

    device = DeviceField(
        label=_("This device"),
        choices=[(OWN, _("is mine")), (SHARED, _("is shared with others"))],
        initial=OWN,
        widget=forms.RadioSelect,
        help_text=_(
            "On a shared device you are signed out after 30 minutes, and nothing you type is kept on it."
        ),
    )

    @property
    def is_shared(self) -> bool:
        return bool(self.cleaned_data.get("device") == SHARED)


class SignInForm(DeviceChoice):
    name = forms.CharField(
        label=_("E-mail or personnel number"),
        max_length=254,
        widget=forms.TextInput(
            attrs={"autocomplete": "username", "autocapitalize": "none", "spellcheck": "false"}
        ),
    )
    password = _secret(_("Password or PIN"), "current-password")
    field_order = ["name", "password", "device"]


class AddressForm(forms.Form):
    email = forms.EmailField(
        label=_("E-mail"), max_length=254, widget=forms.EmailInput(attrs={"autocomplete": "username"})
    )


class SigningOutForm(forms.Form):
    """Whom an administrator signs out."""

    name = forms.CharField(
        label=_("E-mail or personnel number"),
        max_length=254,
        widget=forms.TextInput(
            attrs={"autocomplete": "off", "autocapitalize": "none", "spellcheck": "false"}
        ),
    )


class CodeForm(forms.Form):
    code = _code(_("Code from the mail"), 20)


class CodeSignInForm(CodeForm, DeviceChoice):
    field_order = ["code", "device"]


class CredentialField(forms.CharField):
    """What a passkey answered: JSON that only the script writes."""

    widget = forms.HiddenInput

    def __init__(self, **more: Any) -> None:
        super().__init__(max_length=20_000, **more)


class CodeOrPasskey(forms.Form):
    """A typed proof in the field named by `typed`, or the answer of a passkey."""

    credential = CredentialField(required=False)
    typed = "code"

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields[self.typed].required = not self.data.get("credential", "").strip()


class CodeOnlyForm(forms.Form):
    code = _code(_("Code"), 20)


class SecondStepForm(CodeOrPasskey):
    code = _code(_("Code"), 20)


class PasskeySignInForm(DeviceChoice):
    credential = CredentialField()


class PasskeyForm(forms.Form):
    name = forms.CharField(
        label=_("What do you call it?"),
        max_length=60,
        help_text=_("So that you recognise it: my phone, the blue key"),
    )
    credential = CredentialField()


class NewPasswordForm(forms.Form):
    """A new password, checked against the account; for accounts without e-mail it may be a PIN."""

    password = _secret(_("New password"), "new-password")

    def __init__(self, *args: Any, account: Account | None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.account = account
        field = self.fields["password"]
        if self.is_pin:
            field.label = _("New PIN or password")
            field.help_text = _("Six digits or more, or at least 10 characters of any kind.")
        else:
            field.help_text = _(
                "At least 10 characters. Three or four words that only you would put together are good."
            )

    @property
    def is_pin(self) -> bool:
        return self.account is not None and self.account.email is None

    def clean_password(self) -> str:
        password: str = self.cleaned_data["password"]
        if self.is_pin:
            passwords.refuse_bad_pin_or_password(password, self.account)
        else:
            validate_password(password, self.account)
        return password


class ResetForm(NewPasswordForm):
    code = _code(_("Code from the mail"), 20)
    field_order = ["code", "password"]


class ChangePasswordForm(NewPasswordForm):
    current = _secret(_("Password or PIN now"), "current-password", required=False)
    field_order = ["current", "password"]


class LetterForm(forms.Form):
    """The first sign-in of somebody without e-mail."""

    number = forms.CharField(
        label=_("Personnel number"), max_length=80, widget=forms.TextInput(attrs={"autocomplete": "username"})
    )
    code = _code(_("Code from your letter"), 20)
    pin = _secret(
        _("Your new PIN or password"),
        "new-password",
        help_text=_("Six digits or more, or at least 10 characters of any kind. Only you will know it."),
    )
    pin_again = _secret(_("The same once more"), "new-password")

    def clean_pin(self) -> str:
        passwords.refuse_bad_pin_or_password(self.cleaned_data["pin"], None)
        return str(self.cleaned_data["pin"])

    def clean_pin_again(self) -> str:
        if self.cleaned_data.get("pin") not in (None, self.cleaned_data["pin_again"]):
            raise forms.ValidationError(_("The two are not the same."))
        return str(self.cleaned_data["pin_again"])


class ConfirmationForm(CodeOrPasskey):
    """Proof once more: the password or PIN, a code from the app, or a passkey."""

    typed = "proof"
    proof = _secret(_("Password, PIN, or the code of your app"), "current-password")


class TokenForm(forms.Form):
    """`cleaned_data` is what services.create_token takes: name, scopes, days."""

    DAYS = ((30, _("30 days")), (90, _("90 days")), (365, _("a year")))

    name = forms.CharField(
        label=_("What is it for?"), max_length=80, help_text=_("For example: my calendar script")
    )
    scopes = forms.MultipleChoiceField(
        label=_("It may"),
        choices=[(READ, _("read what you can read")), (WRITE, _("change what you can change"))],
        initial=[READ],
        widget=forms.CheckboxSelectMultiple,
    )
    areas = forms.MultipleChoiceField(
        label=_("Only here"),
        choices=list(AREAS.items()),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Nothing chosen: everywhere."),
    )
    days = forms.TypedChoiceField(
        label=_("It works for"), choices=DAYS, coerce=int, initial=TOKEN_DAYS, required=False
    )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        cleaned["days"] = cleaned.get("days") or TOKEN_DAYS
        cleaned["scopes"] = chosen(cleaned.pop("areas", ()), cleaned.get("scopes", ()))
        return cleaned


class ServiceTokenForm(TokenForm):
    """The same for a program of the company, which sees nothing that people say to each other."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        areas = [
            (area, words) for area, words in AREAS.items() if allows(SERVICE_SCOPES, area, to_change=False)
        ]
        self.fields["areas"] = forms.MultipleChoiceField(
            label=_("Only here"), choices=areas, widget=forms.CheckboxSelectMultiple
        )
        self.fields["scopes"].choices = [(READ, _("read")), (WRITE, _("change"))]  # type: ignore[attr-defined]
