"""My data is whole, and holds nothing that is another one's."""

from __future__ import annotations

import json
import re

import pytest
from django.apps import apps
from django.urls import reverse

from alongside.audit.models import AuditEntry
from alongside.core.errors import Refused
from alongside.core.register import DataClass, Export, register_of
from alongside.records import services
from alongside.records.queries import rows
from alongside.records.templatetags.records import plain_words
from alongside.records.tests.everything import canary, everything_of, takes_a_canary
from alongside.records.tests.makers import HERS, HIS, words_everywhere
from tests.house.papers import needs_pango


def exported(cast, person):
    return services.export_my_data(actor=cast.acts(person), person=person)


def test_everything_eve_wrote_is_in_her_export_and_nothing_that_max_wrote(cast):
    words_everywhere(cast)
    text = json.dumps(exported(cast, cast.eve))
    for what in (
        "shared topic",
        "private topic",
        "shared note",
        "private note",
        "action",
        "reason",
        "obstacle",
    ):
        assert f"{HERS} {what}" in text, what
    assert HIS not in text


def test_what_max_shared_with_her_is_named_without_its_words(cast):
    words_everywhere(cast)
    (topics,) = [
        one for one in exported(cast, cast.eve)["sections"] if one["kind"] == "one_on_ones.agendaitem"
    ]
    by_author = {}
    for record in topics["records"]:
        by_author.setdefault(record["author"], []).append(record["text"])
    assert len(by_author["Eve Employee"]) == 2
    assert by_author["Max Manager"] == [
        "Words of somebody else. Open them in Alongside while you may read them."
    ]


def test_a_stranger_exports_nothing_of_the_two(cast):
    words_everywhere(cast)
    text = json.dumps(exported(cast, cast.omar))
    assert HERS not in text
    assert HIS not in text
    assert "Omar Other" in text


def test_nobody_takes_somebody_elses_records_along_and_nothing_is_recorded(cast):
    before = AuditEntry.objects.count()
    for other in (cast.max, cast.hana, cast.ada):
        with pytest.raises(Refused):
            services.export_my_data(actor=cast.acts(other), person=cast.eve)
    assert AuditEntry.objects.count() == before


def test_an_export_is_recorded_once_and_concerns_the_person(cast):
    exported(cast, cast.eve)
    entry = AuditEntry.objects.get(action="records.data_exported")
    assert [one.person_id for one in entry.concerns.all()] == [cast.eve.pk]


def test_every_column_that_the_register_exports_can_reach_an_export(cast):
    """P-D1: a table with exportable columns says whom it concerns, by paths that exist."""
    unreachable = []
    for model in apps.get_models():
        register = register_of(model)
        if register is None or not rows.exported(register):
            continue
        if not register.subjects:
            unreachable.append(model._meta.label)
            continue
        rows.count(model, register, cast.eve.pk)  # a path that is no column raises FieldError
    # People from outside have no account and no row of their own: whoever names them answers their questions.
    assert unreachable == ["people.Outsider"]


def test_every_table_and_every_column_that_is_exported_is_there_and_no_word_of_five_others(cast):
    """P-D1: a row of each table for each way in which it can concern Eve, and the same for five others."""
    mine = list(everything_of(cast.eve))
    for other in (cast.max, cast.omar, cast.hana, cast.ben, cast.ada):
        list(everything_of(other))
    document = exported(cast, cast.eve)
    sections = {one["kind"]: one["records"] for one in document["sections"]}
    tables = {model for model, register in rows.registered() if rows.exported(register)}
    assert {model._meta.label_lower for model in tables} - sections.keys() == set()
    for row in mine:
        register = register_of(type(row))
        told = {name for name, entry in register.items() if is_exported(entry)}
        records = sections[row._meta.label_lower]
        missing = {name for name in told if is_filled(row, name)} - records[0].keys()
        assert not missing, row._meta.label
        for field in filter(takes_a_canary, row._meta.concrete_fields):
            words = canary(cast.eve, field)
            assert (words in json.dumps(records)) == is_exported(register[field.name]), words
    assert set(re.findall(r"canary-of-(\d+)", json.dumps(document))) == {str(cast.eve.pk)}


def is_exported(entry):
    return entry.data_class != DataClass.TECHNICAL and entry.export != Export.EXCLUDE


def is_filled(row, name):
    return getattr(row, row._meta.get_field(name).attname) not in (None, "", [], {})


def test_the_downloads_are_files_and_cost_the_same_for_few_and_many_records(
    cast, web, django_assert_max_num_queries
):
    words_everywhere(cast)
    browser = web(cast.eve)
    with django_assert_max_num_queries(82):  # about one a table
        answer = browser.get(reverse("records:my_data_json"))
    assert answer["Content-Disposition"] == 'attachment; filename="my-data.json"'
    assert json.loads(answer.content)["person"] == "Eve Employee"


@needs_pango
def test_the_pdf_is_a_pdf(cast, web):
    words_everywhere(cast)
    pdf = web(cast.eve).get(reverse("records:my_data_pdf"))
    assert pdf["Content-Type"] == "application/pdf"
    assert pdf.content.startswith(b"%PDF")


def test_a_sixth_export_within_the_hour_waits(cast, web):
    browser = web(cast.eve)
    answers = [browser.get(reverse("records:my_data_json")).status_code for _ in range(6)]
    assert answers == [200] * 5 + [429]


@pytest.mark.parametrize("typed", ["0171-23-45", "1234-56-78", "2026-02-30", "0000-01-01T00:00Z"])
def test_a_number_that_looks_like_a_day_stays_as_it_was_typed(typed):
    assert plain_words(typed) == typed


def test_a_day_is_said_in_words():
    assert plain_words("2026-03-03") == "Tue 3 March 2026"
