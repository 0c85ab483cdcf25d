"""Every kind of dirt, all the way into the database: the row is named, the others load, a second time nothing changes."""

import datetime
import json

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from alongside.people.calendar import today
from alongside.people.importing.fixing import CellFix, RowDrop
from alongside.people.imports.services.looks import Look
from alongside.people.models import Holding, ImportFile, ImportRun, Line, Person, Placement, Seat
from alongside.people.tests.importing.makers import json_of, workbook_of
from alongside.people.tests.imports.makers import COMPANY, dry_run, load, managers, reading_of, told

pytestmark = pytest.mark.django_db


def reasons(text, **choices):
    return [(one.line, str(one.code)) for one in reading_of(text, **choices).organisation.problems]


def load_twice(text, *fixes, **choices):
    """Load, and see that the second time writes nothing."""
    plan = load(text, fixes, **choices)
    assert load(text, fixes, **choices).writes_nothing
    return plan


def test_an_absent_manager_is_named_and_everybody_loads():
    text = COMPANY + "7,Cem Demir,cem@x.example,Engineer,Plant,99\n"
    load_twice(text)
    assert reasons(text) == [(8, "manager_absent")]
    assert managers()["Cem Demir"] == ""


def test_a_typing_error_takes_nobodys_manager_away():
    load(COMPANY)
    plan = load(COMPANY.replace("Plant,2", "Plant,22"))
    assert plan.changes == [] and managers()["Kelly Barnes"] == "Farah Qureshi"


def test_whoever_manages_themselves_has_no_manager():
    load_twice(COMPANY.replace("CEO,Board,", "CEO,Board,1"))
    assert managers()["Daniel Reyes"] == ""


def test_a_circle_is_named_and_cut_where_the_user_says():
    text = COMPANY.replace("Technology,3\n5", "Technology,5\n5").replace(
        "5,David Osei,david@brightwater.example,Engineering Manager,Board > Technology,3",
        "5,David Osei,david@brightwater.example,Engineering Manager,Board > Technology,4",
    )
    load_twice(text)
    assert (managers()["Petra Novak"], managers()["David Osei"]) == ("", "")
    plan = load_twice(text, cut_lines=frozenset({5}))
    assert told(plan) == {"moved": ["David Osei"]}
    assert (managers()["Petra Novak"], managers()["David Osei"]) == ("", "Petra Novak")


def test_a_kept_manager_never_closes_a_circle():
    load(COMPANY)
    load(COMPANY.replace("CTO,Board > Technology,1", "CTO,Board > Technology,4").replace(
        "Engineering Manager,Board > Technology,3\n5", "Engineering Manager,Board > Technology,unknown\n5"))  # fmt: skip
    assert (managers()["Elif Kaya"], managers()["Petra Novak"]) == ("Petra Novak", "")


def test_repeated_numbers_and_addresses_keep_the_first_row():
    text = (
        COMPANY
        + "6,Somebody Else,else@x.example,Cook,Plant,2\n8,Third One,kelly@brightwater.example,Cook,Plant,2\n"
    )
    load_twice(text)
    assert [code for _, code in reasons(text)] == ["id_repeated", "email_repeated"]
    assert Person.objects.count() == 6


def test_one_person_in_two_places_has_two_lines_and_one_main_place():
    text = (
        "seat,id,name,title,share,manager seat\ns1,1,Daniel Reyes,CEO,100,\ns2,2,Farah Qureshi,Trainer,40,s1\n"
        "s3,2,Farah Qureshi,Nurse,60,s4\ns4,3,Elif Kaya,Ward manager,100,s1\n"
    )
    load_twice(text)
    farah = Person.objects.get(name="Farah Qureshi")
    assert sorted(farah.holdings.values_list("seat__title", "is_primary")) == [
        ("Nurse", True),
        ("Trainer", False),
    ]
    assert (
        managers()["Farah Qureshi"] == "Elif Kaya"
        and Line.objects.filter(seat__holdings__person=farah).count() == 2
    )


def test_the_first_of_two_equal_places_is_the_main_one_and_a_larger_share_takes_over():
    text = "seat,id,name,title,share\ns1,1,Daniel Reyes,Nurse,50\ns2,1,Daniel Reyes,Trainer,50\n"
    load_twice(text)
    assert Placement.objects.get().seat.title == "Nurse"
    Holding.objects.update(during=(today() - datetime.timedelta(days=9), None))
    load_twice(text.replace("Nurse,50", "Nurse,40").replace("Trainer,50", "Trainer,60"))
    assert Placement.objects.get().seat.title == "Trainer"
    assert Holding.objects.count() == 4  # what was true until yesterday stays


def test_vacancies_are_places_and_never_people():
    text = "seat,name,title,manager seat\ns1,Daniel Reyes,CEO,\ns2,Vacant,COO,s1\ns3,Kelly Barnes,Supervisor,s2\n"
    plan = load_twice(text)
    assert told(plan)["seat_opened"] == ["COO"] and Person.objects.count() == 2
    assert managers()["Kelly Barnes"] == "Daniel Reyes"  # the holder of the nearest held place above
    assert told(load_twice(text.replace("Vacant", "Farah Qureshi"))) == {
        "joined": ["Farah Qureshi"], "moved": ["Kelly Barnes"],
    }  # fmt: skip
    assert managers()["Kelly Barnes"] == "Farah Qureshi"


def test_people_without_e_mail_and_number_are_recognised_by_what_they_were():
    text = "name,title,manager\nDaniel Reyes,CEO,\nFarah Qureshi,COO,Daniel Reyes\n"
    load_twice(text)
    plan = load_twice(text.replace("COO", "Chief operating officer"))
    assert told(plan) == {"changed": ["Farah Qureshi"]} and Person.objects.count() == 2


@pytest.mark.parametrize("encoding", ["cp1252", "utf-16", "utf-8-sig", "utf-16-be"])
def test_encodings(encoding):
    load_twice("id;name;manager\r\n1;Jürgen Möller-Groß;\r\n2;Zoë Ångström;1\r\n".encode(encoding))
    assert set(Person.objects.values_list("name", flat=True)) == {"Jürgen Möller-Groß", "Zoë Ångström"}


def test_blank_headers_trailing_blanks_leading_zeros_and_decimal_commas():
    text = "Personalnr;Name; ;Beschäftigungsgrad;Vorgesetzter\n007;Eva Lind   ;x;0,8;\n008;\tAnna Berg ;;1,0;007 \n"
    load_twice(text)
    eva = Person.objects.get(external_id="007")
    assert (eva.name, str(eva.holdings.get().share)) == ("Eva Lind", "0.800")
    assert managers()["Anna Berg"] == "Eva Lind"


def test_dates_in_day_month_order_and_two_digit_years_begin_the_first_place():
    text = "id,name,start date,last day,manager\n1,Eva Lind,31.01.19,,\n2,Anna Berg,02.03.20,,1\n"
    load_twice(text)
    anna = Person.objects.get(external_id="2")
    assert anna.holdings.get().during.lower == datetime.date(2020, 3, 2)
    assert Line.objects.get().during.lower == datetime.date(2020, 3, 2)


def test_a_past_last_day_ends_a_place_and_a_future_one_ends_by_itself():
    base = "id,name,last day\n1,Eva Lind,\n2,Anna Berg,{}\n"
    load(base.format(""))
    Holding.objects.update(during=(today() - datetime.timedelta(days=90), None))
    past = today() - datetime.timedelta(days=10)
    plan = load_twice(base.format(past.isoformat()))
    assert told(plan) == {"left": ["Anna Berg"]}
    assert Holding.objects.get(person__name="Anna Berg").during.upper == past + datetime.timedelta(days=1)
    future = today() + datetime.timedelta(days=30)
    assert told(load_twice(base.format(future.isoformat()))) == {"joined": ["Anna Berg"]}
    last = Holding.objects.filter(person__name="Anna Berg").latest("pk")
    assert last.during.upper == future + datetime.timedelta(days=1)


def test_people_who_left_before_they_were_ever_here_are_not_loaded_and_that_is_said():
    plan = load_twice("id,name,last day\n1,Eva Lind,\n2,Anna Berg,2020-01-31\n")
    assert Person.objects.count() == 1
    assert [str(note.code) for note in plan.notes] == ["left_already"]


def test_a_status_of_terminated_is_said_and_makes_nobody_leave():
    text = "id,name,employment status\n1,Eva Lind,active\n2,Anna Berg,Terminated\n"
    load_twice(text)
    assert [str(note.code) for note in reading_of(text).notes] == ["status_not_read"]
    assert Placement.objects.count() == 2


def test_right_to_left_names_and_formulas_are_kept_as_text():
    text = 'id,name,title\n1,ليلى حداد,"=HYPERLINK(""http://x"",""y"")"\n2,\u202eדנה כהן\u202c,CTO\n'
    load_twice(text)
    assert Person.objects.get(external_id="1").name == "ليلى حداد"
    assert Person.objects.get(external_id="2").name == "דנה כהן"
    assert Seat.objects.filter(title='=HYPERLINK("http://x","y")').exists()


@pytest.mark.parametrize(
    ("column", "length", "loads"),
    [
        ("title", 201, True),
        ("name", 201, False),
        ("id", 81, False),
        ("unit", 161, True),
        ("title", 200_000, True),
    ],
)
def test_very_large_cells_are_named_and_the_database_is_not_asked_to_hold_them(column, length, loads):
    row = {"id": "2", "name": "Anna Berg", "title": "CTO", "unit": "Plant"} | {column: "x" * length}
    text = (
        f"id,name,title,unit\n1,Eva Lind,CEO,Plant\n{row['id']},{row['name']},{row['title']},{row['unit']}\n"
    )
    load_twice(text)
    assert reasons(text) == [(3, "cell_too_large")]
    assert Person.objects.count() == (2 if loads else 1)


def test_a_workbook_and_json_load_like_csv():
    rows = [line.split(",") for line in COMPANY.splitlines()]
    load(workbook_of({"People": rows}))
    records = [dict(zip(rows[0], row, strict=True)) for row in rows[1:]]
    assert load(json_of(records)).writes_nothing and load(COMPANY).writes_nothing


def test_a_row_that_is_left_out_makes_nobody_leave():
    load(COMPANY)
    broken = COMPANY.replace("6,Kelly Barnes,kelly@brightwater.example", "6,!!!,kelly@brightwater.example")
    assert reasons(broken) == [(7, "name_without_letters")]
    assert load(broken).changes == []
    assert load(COMPANY, (RowDrop(7),)).changes == []
    assert "Kelly Barnes" in managers()


def test_a_corrected_cell_counts_as_if_it_stood_in_the_file():
    load_twice(COMPANY.replace("Plant,2", "Plant,nobody-knows"), CellFix(7, "manager", "2"))
    assert managers()["Kelly Barnes"] == "Farah Qureshi"


NASTY = st.text(st.characters(codec=None), max_size=40)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(cells=st.lists(st.tuples(NASTY, NASTY, NASTY, NASTY), min_size=1, max_size=4))
def test_whatever_stands_in_cells_can_be_looked_at_loaded_and_loaded_again(db, cells):
    rows = [dict(zip(("id", "name", "title", "unit"), row, strict=True)) for row in cells]
    data = json.dumps([{"id": "first", "name": "Eva Lind", "title": "CEO", "unit": "Plant"}, *rows]).encode()
    run = ImportRun.objects.create(file_name="nasty.json", file_size=len(data))
    ImportFile.fresh(run, data)
    Look(run).take()
    load(data)
    assert load(data).writes_nothing
    assert dry_run(data).writes_nothing
