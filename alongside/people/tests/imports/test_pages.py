"""A file in the browser without JavaScript: taken, read another way, corrected."""

import csv
import json
from io import StringIO

import pytest

from alongside.audit.models import AuditEntry
from alongside.people.models import (
    ImportChange,
    ImportFile,
    ImportRun,
    Person,
    RememberedMapping,
)
from alongside.people.tests.imports.makers import (
    COMPANY,
    address,
    choose,
    confirm,
    everything,
    load,
    managers,
    words,
)

pytestmark = pytest.mark.django_db


def test_a_file_is_read_and_nothing_is_written(hr):
    before = everything()
    run = choose(hr)
    page = hr.get(address("detail", run))
    assert "This is what would change. Nothing is written yet." in words(page)
    assert "People who join 5" in words(page)
    assert "read" not in run.failure and run.figures["rows"] == 6
    assert everything() == before


def test_each_row_that_needs_a_look_is_named_with_line_and_reason(hr):
    run = choose(hr)
    page = words(hr.get(address("problems", run)))
    assert "Line 3 “farah(at)brightwater” is not an e-mail address." in page
    assert "Line 4 “999” is not in this file." in page
    assert "Line 7 The number “001” is already used on line 2." in page
    assert "These people manage each other in a circle" in page
    assert "Petra Novak line 5" in page


def test_the_list_to_take_along_says_the_same_as_the_page(hr):
    run = choose(hr)
    page = words(hr.get(address("problems", run)))
    answer = hr.post("/exports/import-problems/", {"kind": "csv"})
    assert answer.status_code == 200
    rows = list(csv.reader(StringIO(b"".join(answer).decode("utf-8-sig"))))[1:]
    assert {row[1] for row in rows} >= {"3", "4", "7"}
    assert all(row[-1] in page for row in rows), [row[-1] for row in rows if row[-1] not in page]


NEEDS_A_LOOK = (
    ["Line", "Column", "In the file", "What is wrong", "What becomes of the row"],
    "is not in this file",
)
IST_ZU_PRUEFEN = (
    ["Zeile", "Spalte", "In der Datei", "Was nicht stimmt", "Was aus der Zeile wird"],
    "steht nicht in",
)


@pytest.mark.parametrize(("language", "expected"), [("en", NEEDS_A_LOOK), ("de", IST_ZU_PRUEFEN)])
def test_what_is_wrong_is_downloaded_with_line_column_value_and_reason(hr, cast, language, expected):
    Person.objects.filter(pk=cast.olga.pk).update(locale=language)
    run = choose(hr)
    assert 'action="/exports/import-problems/"' in hr.get(address("problems", run)).content.decode()
    answer = hr.post("/exports/import-problems/", {"kind": "csv", "part": run.pk})
    assert f'filename="import-problems-{run.pk}-' in answer["Content-Disposition"]
    header, *rows = csv.reader(StringIO(answer.content.decode("utf-8-sig")))
    found = {(row[0], row[1], row[2]): row[3] for row in rows}
    assert header == expected[0]
    assert expected[1] in found["4", "Vorgesetzter", "999"]
    assert {key[0] for key in found} == {"3", "4", "5", "6", "7"}  # 5 and 6 are a circle


def test_a_row_cut_short_can_be_filled_in_and_before_that_takes_nothing_away(hr):
    load(COMPANY)
    before = managers()
    whole = COMPANY.splitlines()[5]
    run = choose(hr, COMPANY.replace(whole, "5,David Osei"))
    page = hr.get(address("problems", run))
    assert "This row ends after 2 of 6 columns" in words(page)
    run.refresh_from_db()
    assert run.counts.get("moved", 0) == 0
    confirm(hr, run)
    assert managers() == before


def test_a_dirty_file_is_repaired_and_loaded(hr):
    run = choose(hr)
    answer = hr.post(
        address("problems", run),
        {
            "cell-3-2": "farah@brightwater.example", "was-3-2": "farah(at)brightwater",
            "cell-4-4": "001", "was-4-4": "999",
            "cell-7-0": "006", "was-7-0": "001",
            "circles": "1", "cut-1": "5",
        },
    )  # fmt: skip
    assert answer.status_code == 302
    page = words(hr.get(address("problems", run)))
    assert "Line 3, E-Mail: farah@brightwater.example" in page
    assert "is not an e-mail address" not in page
    run.refresh_from_db()
    assert (
        run.counts["joined"] == 6 and run.figures["problems"] == 1
    )  # where the circle was cut, that is said
    assert confirm(hr, run).status_code == 302
    assert "Loaded today at" in words(hr.get(address("detail", run)))
    found = managers()
    assert (found["Elif Kaya"], found["David Osei"], found["Kelly Barnes"], found["Petra Novak"]) == (
        "Daniel Reyes", "Petra Novak", "Farah Qureshi", "",
    )  # fmt: skip
    assert Person.objects.get(name="Farah Qureshi").email == "farah@brightwater.example"
    assert AuditEntry.objects.filter(action="people.import_applied").count() == 1


def test_a_row_is_left_out_and_taken_back(hr):
    run = choose(hr)
    hr.post(address("problems", run), {"out-7": "on", "cell-7-0": "001", "was-7-0": "001"})
    run.refresh_from_db()
    assert run.figures["rows"] == 5 and "Line 7: left out" in words(hr.get(address("problems", run)))
    hr.post(address("fix_delete", run), {"line": "7"})
    run.refresh_from_db()
    assert run.figures["rows"] == 6 and json.loads(run.file.fixes) == []


def test_a_cell_with_two_problems_can_be_corrected_in_either_place(hr):
    run = choose(hr)
    hr.post(address("problems", run), {"cell-3-2": ["farah@x.example", "same"], "was-3-2": ["same", "same"]})
    assert json.loads(ImportFile.objects.get(run=run).fixes) == [
        {"line": 3, "column": "E-Mail", "value": "farah@x.example"}
    ]


def test_columns_are_chosen_and_remembered_for_the_next_file(hr):
    run = choose(hr, "a,b,c\nx1,Daniel Reyes,\nx2,Farah Qureshi,Daniel Reyes\n")
    answer = hr.post(
        address("columns", run),
        {"column-0": "external_id", "column-1": "display_name", "column-2": "manager:display_name"},
    )
    assert answer.status_code == 302
    run.refresh_from_db()
    assert [one["field"] for one in run.reading["columns"]] == ["external_id", "display_name", "manager"]
    assert RememberedMapping.objects.count() == 1
    second = choose(hr, "a,b,c\ny1,Elif Kaya,\n")
    assert {one["why"] for one in second.reading["columns"]} == {"remembered"}


@pytest.mark.parametrize(
    ("chosen", "said"),
    [
        ({"column-0": "display_name", "column-1": "display_name"}, "is read as “Name” already"),
        ({"column-0": "", "column-1": ""}, "No column was recognised"),
    ],
)
def test_column_choices_that_say_nothing_come_back_with_words(hr, chosen, said):
    run = choose(hr, "a,b\nx1,Daniel Reyes\n")
    answer = hr.post(address("columns", run), chosen)
    assert answer.status_code == 422 and said in words(answer)
    assert not RememberedMapping.objects.exists()


def test_a_file_is_read_in_another_encoding_by_another_delimiter(hr):
    run = choose(hr, "id;name\n1;Jürgen Müller\n".encode("cp1252"))
    hr.post(address("reading", run), {"encoding": "cp1251", "delimiter": ";", "sheet": "", "date_order": ""})
    run.refresh_from_db()
    assert run.reading["encoding"] == "cp1251" and "Jьrgen" in ImportChange.objects.get(run=run).label
    hr.post(address("reading", run), {"encoding": "", "delimiter": "", "sheet": "", "date_order": ""})
    assert ImportChange.objects.get(run=run).label == "Jürgen Müller"


@pytest.mark.parametrize("data", [b"", b"%PDF-1.7 not a table", b"id,name\n"])
def test_a_file_that_cannot_be_used_says_why_and_can_be_put_aside(hr, data):
    run = choose(hr, data)
    assert "can't be used as it is" in words(hr.get(address("detail", run)))
    assert hr.get(address("columns", run)).status_code == 200
    assert hr.post(address("discard", run)).status_code == 302
    assert not ImportFile.objects.filter(run=run).exists()


def test_a_missing_file_comes_back_with_words(hr):
    answer = hr.post(address("create"), {})
    assert answer.status_code == 422 and "Choose a file." in words(answer)
    assert not ImportRun.objects.exists()


def test_bad_rows_come_as_csv_that_calculates_nothing(hr):
    run = choose(hr, 'id,name,email\n1,"=HYPERLINK(""x"")",no address\n2,Elif Kaya,elif@x.example\n')
    answer = hr.post("/exports/import-rows/", {"kind": "csv", "part": run.pk})
    assert f'filename="import-rows-{run.pk}-' in answer["Content-Disposition"]
    assert answer.content.decode("utf-8-sig").splitlines() == [
        '"id","name","email"', '"1","\'=HYPERLINK(""x"")","no address"',
    ]  # fmt: skip
    assert hr.post("/exports/import-rows/", {"kind": "csv"}).status_code == 404  # of no file
