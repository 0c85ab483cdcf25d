"""What is well formed when the company is set up."""

from __future__ import annotations

from typing import Any

import holidays
from babel import Locale
from django import forms
from django.conf import settings
from django.contrib.auth.password_validation import validate_password
from django.db.models import QuerySet
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from alongside.identity.passwords import LONGEST_PASSWORD
from alongside.people.forms.account import zone_choices
from alongside.people.models import Outsider, Person, RoleGrant, Site, Unit
from alongside.people.models.company import IN_FORCE

WEEKDAYS = [
    (1, _("Monday")), (2, _("Tuesday")), (3, _("Wednesday")), (4, _("Thursday")),
    (5, _("Friday")), (6, _("Saturday")), (7, _("Sunday")),
]  # fmt: skip


def countries() -> list[tuple[str, object]]:
    """The countries whose public holidays are known, by name in the reader's language."""
    names = Locale.parse(translation.get_language() or "en", sep="-").territories
    known = (
        (code, names.get(code, code)) for code in holidays.list_supported_countries(include_aliases=False)
    )
    found = sorted(known, key=lambda pair: pair[1])
    return [("", _("No public holidays")), *((code, name) for code, name in found if len(code) == 2)]


class FirstRunForm(forms.Form):
    code = forms.CharField(label=_("Code printed by “alongside setup”"), max_length=20)
    name = forms.CharField(label=_("Your name"), max_length=200)
    email = forms.EmailField(label=_("Your work e-mail"))
    password = forms.CharField(
        label=_("A password"),
        max_length=LONGEST_PASSWORD,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password", "data-sensitive": ""}),
        help_text=_("At least 10 characters. Three or four words that only you would put together are good."),
    )

    def clean_password(self) -> str:
        validate_password(self.cleaned_data["password"])
        return str(self.cleaned_data["password"])


class CompanyForm(forms.Form):
    name = forms.CharField(label=_("What is the company called?"), max_length=120)
    language = forms.ChoiceField(label=_("Language where nobody chose one"), choices=settings.LANGUAGES)
    time_zone = forms.ChoiceField(label=_("Time zone of the company"))
    small_hr = forms.BooleanField(
        label=_("HR is small here: one person holds several duties"),
        required=False,
        help_text=_("Where two people are needed all the same, you name somebody from outside."),
    )
    second_factor_for_all = forms.BooleanField(
        label=_("Everybody needs a second factor"),
        required=False,
        help_text=_(
            "Otherwise only those who lead somebody or hold a duty. From their next sign-in on people have seven days "
            "to set one up. People without an e-mail address are left out."
        ),
    )
    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["time_zone"].choices = zone_choices()  # type: ignore[attr-defined]


class SiteForm(forms.ModelForm[Site]):
    country = forms.ChoiceField(label=_("Public holidays of"), required=False)
    time_zone = forms.ChoiceField(label=_("Time zone"))
    working_days = forms.TypedMultipleChoiceField(
        label=_("Working days"), choices=WEEKDAYS, coerce=int, widget=forms.CheckboxSelectMultiple
    )

    class Meta:
        model = Site
        fields = ["name", "time_zone", "country", "subdivision", "working_days"]
        labels = {"name": _("Name of the site"), "subdivision": _("State or region, by its code")}
        help_texts = {
            "subdivision": _("Only where regions have holidays of their own, for example BY for Bavaria.")
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["country"].choices = countries()  # type: ignore[attr-defined]
        self.fields["time_zone"].choices = zone_choices()  # type: ignore[attr-defined]
        if self.instance.pk is None:
            self.initial["time_zone"] = IN_FORCE.zone()
        if not self.initial.get("working_days"):
            self.initial["working_days"] = [1, 2, 3, 4, 5]

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        country, region = cleaned.get("country"), (cleaned.get("subdivision") or "").strip().upper()
        cleaned["subdivision"] = region
        known = holidays.list_supported_countries().get(country or "", [])
        if region and region not in known:
            self.add_error("subdivision", _("No region with this code has holidays of its own there."))
        return cleaned


class PersonField(forms.ModelChoiceField[Person]):
    """Somebody of the company, by the address colleagues know: a list of thousands is no choice."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(
            queryset=None,
            to_field_name="email",
            widget=forms.EmailInput(),
            error_messages={"invalid_choice": _("Nobody here has this address.")},
            **kwargs,
        )

    def to_python(self, value: Any) -> Person | None:
        return super().to_python(value.strip().lower() if isinstance(value, str) else value)


class WithReason(forms.Form):
    """Asks for a reason only where a second person will read it."""

    reason = forms.CharField(
        label=_("Why? The second person reads this"),
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("Administrators, HR and the person read it. Write nothing private."),
    )

    def __init__(self, *args: Any, two: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if two:
            self.order_fields([name for name in self.fields if name != "reason"])
        else:
            del self.fields["reason"]


class DutyForm(WithReason):
    person = PersonField(label=_("E-mail of the person"))
    role = forms.ChoiceField(label=_("Duty"), choices=RoleGrant.Role.choices)

    def __init__(self, *args: Any, people: QuerySet[Person], two: bool, **kwargs: Any) -> None:
        super().__init__(*args, two=two, **kwargs)
        self.fields["person"].queryset = people  # type: ignore[attr-defined]


class CoverageForm(WithReason):
    partner = PersonField(label=_("E-mail of the HR partner"))
    unit: forms.ModelChoiceField[Unit] = forms.ModelChoiceField(
        label=_("Unit, with everything below it"), queryset=None
    )

    def __init__(
        self, *args: Any, people: QuerySet[Person], units: QuerySet[Unit], two: bool, **kwargs: Any
    ) -> None:
        super().__init__(*args, two=two, **kwargs)
        self.fields["partner"].queryset = people  # type: ignore[attr-defined]
        self.fields["unit"].queryset = units  # type: ignore[attr-defined]


class OutsiderForm(forms.Form):
    duty = forms.ChoiceField(label=_("What for"), choices=Outsider.Duty.choices)
    name = forms.CharField(label=_("Name"), max_length=160)
    contact = forms.CharField(label=_("E-mail or phone"), max_length=254)
