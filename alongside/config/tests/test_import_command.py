"""`alongside import people FILE`: what it prints, what it writes, and that it needs nothing to be prepared."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from alongside.config import cluster
from alongside.config.cli import import_, main
from alongside.people.models import ImportRun, Person
from alongside.people.tests.imports.makers import COMPANY, everything, managers

REQUIRED = {
    "rows", "people", "seats", "vacancies", "roots", "depths", "managers", "span_max", "span_median",
    "unresolved_managers", "self_managed", "cycles", "duplicates", "problems",
}  # fmt: skip


@pytest.fixture
def file(tmp_path, monkeypatch):
    """Writes a file and gives its path; the tables are those of the tests."""
    monkeypatch.setattr(import_, "_bring_up_to_date", lambda: None)

    def write(text=COMPANY, name="people.csv"):
        path = tmp_path / name
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
        return str(path)

    return write


def answer(capsys):
    return json.loads(capsys.readouterr().out)


@pytest.mark.django_db
def test_the_figures_are_printed_and_nothing_is_written(file, capsys):
    before = everything()
    assert main(["import", "people", file(), "--json"]) == 0
    found = answer(capsys)
    assert found.keys() >= REQUIRED
    assert all(isinstance(found[name], int) for name in REQUIRED - {"depths", "problems"})
    assert (found["rows"], found["depths"], found["applied"]) == (6, [1, 2, 3], False)
    assert found["difference"]["joined"] == 6
    assert everything() == before


@pytest.mark.django_db
def test_a_problem_has_line_column_value_and_reason(file, capsys):
    main(["import", "people", file(COMPANY + "7,Cem,cem@x.example,Lead,Plant,99\n"), "--json"])
    assert answer(capsys)["problems"] == [
        {
            "line": 8, "column": "manager", "value": "99",
            "reason": "“99” is not in this file. The row loads without a manager.",
        }
    ]  # fmt: skip


@pytest.mark.django_db
def test_applying_writes_and_a_second_time_changes_nothing(file, capsys):
    assert main(["import", "people", file(), "--apply", "--json"]) == 0
    assert answer(capsys)["applied"] is True
    before = everything()
    assert managers()["Kelly Barnes"] == "Farah Qureshi" and ImportRun.objects.get().made_by is None
    assert main(["import", "people", file(), "--apply", "--json"]) == 0
    assert sum(answer(capsys)["difference"].values()) == 0
    assert everything() == before and ImportRun.objects.count() == 1


@pytest.mark.django_db
def test_more_than_five_percent_leaving_needs_another_word(file, capsys):
    main(["import", "people", file(), "--apply", "--json"])
    before, fewer = everything(), file(COMPANY.rsplit("\n", 2)[0] + "\n")
    capsys.readouterr()
    assert main(["import", "people", fewer, "--apply", "--json"]) == 1
    assert "--yes-many-leave" in json.loads(capsys.readouterr().err)["error"]
    assert everything() == before
    assert main(["import", "people", fewer, "--apply", "--json", "--yes-many-leave"]) == 0
    assert "Kelly Barnes" not in managers()


@pytest.mark.django_db
def test_columns_encoding_delimiter_and_cuts_can_be_said(file, capsys):
    text = "a;b;c\n1;Jürgen Müller;2\n2;Eva Lind;1\n".encode("cp1252")
    words = ["--encoding", "cp1252", "--delimiter", ";", "--map", "a=external_id", "--map", "b=display_name",
             "--map", "c=manager:external_id", "--cut", "2"]  # fmt: skip
    assert main(["import", "people", file(text), "--json", *words]) == 0
    found = answer(capsys)
    assert (found["people"], found["cycles"], found["depths"]) == (2, 1, [1, 1])
    assert found["source"] == {"format": "csv", "encoding": "cp1252", "delimiter": ";", "sheet": ""}


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("text", "words", "said"),
    [
        (b"%PDF-1.7", [], "This file is PDF"),
        (b"", [], "empty"),
        (COMPANY, ["--map", "nowhere=title"], "Columns: id, name"),
        (COMPANY, ["--map", "name=salary"], "Fields: external_id"),
        (COMPANY, ["--encoding", "klingon"], "klingon"),
    ],
)
def test_what_cannot_be_done_is_said_in_words(file, capsys, text, words, said):
    assert main(["import", "people", file(text), *words]) == 1
    assert said in capsys.readouterr().err
    assert not Person.objects.exists()


@pytest.mark.django_db
def test_a_file_that_is_not_there_is_said_in_words(capsys, tmp_path):
    assert main(["import", "people", str(tmp_path / "none.csv")]) == 1
    assert "can't be read" in capsys.readouterr().err


@pytest.mark.django_db
def test_for_people_each_thing_is_a_line(file, capsys):
    assert main(["import", "people", file(COMPANY + "7,Cem,cem@x.example,Lead,Plant,99\n")]) == 0
    said = capsys.readouterr().out
    assert "depths: 2/2/3" in said and "line 8, manager: “99” is not in this file." in said
    assert "written: no; repeat with --apply to write it" in said


@pytest.mark.long
def test_it_works_on_an_empty_machine(tmp_path):
    """A process of its own on a data folder that doesn't exist: first dry, then for good."""
    data, path = tmp_path / "data", tmp_path / "people.csv"
    path.write_text(COMPANY)
    command = [str(Path(sys.executable).parent / "alongside"), "import", "people", str(path), "--json"]
    environment = {
        name: value for name, value in os.environ.items() if not name.startswith(("ALONGSIDE", "DJANGO"))
    }
    environment |= {"ALONGSIDE_DATA": str(data), "ALONGSIDE_TEST_DATABASE": "1"}
    try:
        dry = subprocess.run(command, env=environment, capture_output=True, text=True, check=True)
        assert not cluster.is_running(data)  # the command began it, so the command ended it
        done = subprocess.run(
            [*command, "--apply"], env=environment, capture_output=True, text=True, check=True
        )
    finally:
        cluster.stop(data)
    assert (json.loads(dry.stdout)["depths"], json.loads(dry.stdout)["difference"]) == ([1, 2, 3], None)
    assert json.loads(done.stdout)["difference"]["joined"] == 6
