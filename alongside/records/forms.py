"""What is well formed about answers and holds."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from alongside.people.forms.away import day_field
from alongside.people.forms.company import PersonField
from alongside.people.models import Person
from alongside.records.models import ErasureRequest

ANSWERS = [
    (ErasureRequest.Answer.DONE, _("Erase now")),
    (ErasureRequest.Answer.EMPLOYED, _("No: needed while they work here")),
    (ErasureRequest.Answer.CLAIMS, _("No: needed for legal claims")),
]


class AnswerForm(forms.Form):
    """Erasing can't be undone, so it asks for the name."""

    answer = forms.ChoiceField(label=_("Your answer"), choices=ANSWERS, widget=forms.RadioSelect)
    name = forms.CharField(
        label=_("To erase: type the person's name"),
        required=False,
        max_length=200,
        help_text=_("This can't be undone."),
    )

    def __init__(self, *args: Any, person: Person, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.person = person

    def clean(self) -> dict[str, Any]:
        typed = self.cleaned_data.get("name", "").strip().casefold()
        if (
            self.cleaned_data.get("answer") == ErasureRequest.Answer.DONE
            and typed != self.person.name.casefold()
        ):
            self.add_error("name", _("This is not the name of the person."))
        return self.cleaned_data


class HoldForm(forms.Form):
    person = PersonField(label=_("E-mail of the person"))
    reason = forms.CharField(
        label=_("Why records must stay"), max_length=500, widget=forms.Textarea(attrs={"rows": 3})
    )
    review_on = day_field(_("Look at it again on, within 180 days"))

    def __init__(self, *args: Any, people: QuerySet[Person], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["person"].queryset = people  # type: ignore[attr-defined]
