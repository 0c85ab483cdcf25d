"""What is well formed when a file is loaded."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.datastructures import MultiValueDict
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from alongside.people.importing.columns import ColumnUse, Mapping, fingerprint
from alongside.people.importing.dates import Order
from alongside.people.importing.fields import SEVERAL, Field
from alongside.people.importing.tables import Limits, Refusal
from alongside.people.imports.wording import FIELDS, column_choices, said

LARGEST = Limits().file_bytes
DELIMITERS = [
    ("", _("Found in the file")), (",", _("Comma")), (";", _("Semicolon")), ("\t", _("Tab")), ("|", _("Bar")),
]  # fmt: skip
ENCODINGS = [
    ("", _("Found in the file")),
    *(
        (name, name.upper())
        for name in (
            "utf-8", "utf-16", "cp1252", "iso8859-15", "cp1250", "cp1251", "cp1253", "cp1254", "cp1255", "cp1256",
            "cp437", "cp850", "mac_roman", "shift_jis", "gb18030", "big5", "euc_kr",
        )
    ),
]  # fmt: skip
ORDERS = [
    ("", _("Found in the file")),
    (Order.DAY_FIRST.value, _("Day, then month (31/12)")),
    (Order.MONTH_FIRST.value, _("Month, then day (12/31)")),
]


class FileForm(forms.Form):
    file = forms.FileField(
        label=_("Organisation file"),
        help_text=format_lazy(
            _("CSV, XLSX or JSON, up to {size} MB and 200,000 rows. One row for each person or place."),
            size=LARGEST // 1024 // 1024,
        ),
        max_length=250,
        allow_empty_file=True,
        widget=forms.ClearableFileInput(attrs={"accept": ".csv,.tsv,.txt,.xlsx,.json"}),
        error_messages={"required": _("Choose a file.")},
    )

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        if file.size > LARGEST:
            raise forms.ValidationError(said("file_too_large", {"limit": f"{LARGEST // 1024 // 1024} MB"}))
        return file


class ReadingForm(forms.Form):
    encoding = forms.ChoiceField(label=_("Encoding"), choices=ENCODINGS, required=False)
    delimiter = forms.ChoiceField(label=_("What separates columns"), choices=DELIMITERS, required=False)
    sheet = forms.CharField(label=_("Sheet"), max_length=200, required=False, widget=forms.Select)
    date_order = forms.ChoiceField(label=_("Order of dates"), choices=ORDERS, required=False)

    def __init__(self, *args: Any, sheets: list[str], kind: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if len(sheets) > 1:
            first = [("", _("The one that fits best"))]
            self.fields["sheet"].widget = forms.Select(choices=[*first, *((one, one) for one in sheets)])
        else:
            self.fields["sheet"].widget = forms.HiddenInput()
        if kind == "xlsx":
            for name in ("encoding", "delimiter"):
                self.fields[name].widget = forms.HiddenInput()


class ColumnsForm(forms.Form):
    """One choice for each column of the file, named column-0, column-1 and so on."""

    def __init__(self, data: MultiValueDict[str, str] | None, *, columns: list[dict[str, Any]]) -> None:
        super().__init__(data)
        self._columns = columns
        choices = column_choices()
        for index, column in enumerate(columns):
            initial = ":".join(filter(None, (column["field"], column["refers_to"])))
            self.fields[f"column-{index}"] = forms.ChoiceField(
                label=column["header"], choices=choices, required=False, initial=initial
            )

    def clean(self) -> dict[str, Any]:
        chosen: dict[str, str] = {}
        for index, column in enumerate(self._columns):
            meaning = self.cleaned_data.get(f"column-{index}", "").partition(":")[0]
            if meaning and meaning not in SEVERAL and meaning in chosen:
                words = {"field": FIELDS[Field(meaning)], "first": chosen[meaning]}
                self.add_error(
                    f"column-{index}",
                    _("“%(first)s” is read as “%(field)s” already. Choose one of them.") % words,
                )
            chosen.setdefault(meaning, column["header"])
        try:
            self.mapping().check()
        except Refusal as refusal:
            self.add_error(None, said(refusal.code, refusal.parameters))
        return self.cleaned_data

    def mapping(self) -> Mapping:
        """The choices as a mapping."""
        headers = [column["header"] for column in self._columns]
        uses = []
        for index, header in enumerate(headers):
            field, _sign, target = self.cleaned_data.get(f"column-{index}", "").partition(":")
            uses.append(
                ColumnUse(
                    index,
                    header,
                    Field(field) if field else None,
                    Field(target) if target else None,
                    "chosen",
                )
            )
        return Mapping(tuple(uses), fingerprint(headers))


class ApplyForm(forms.Form):
    digest = forms.CharField(widget=forms.HiddenInput, max_length=64)
    many_may_leave = forms.BooleanField(required=False)
