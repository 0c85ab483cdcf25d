"""A field for the name of somebody."""

from __future__ import annotations

from django import forms
from django.core.exceptions import ValidationError

from alongside.core.errors import Invalid
from alongside.people.names import readable_name


class NameField(forms.CharField):
    """One line of what can be seen."""

    def clean(self, value: object) -> str:
        try:
            return readable_name(super().clean(value))
        except Invalid as problem:
            raise ValidationError(str(problem.reason)) from problem
