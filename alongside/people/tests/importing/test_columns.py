import pytest

from alongside.people.importing.columns import propose, remembered
from alongside.people.importing.fields import Field
from alongside.people.importing.reasons import Reason
from alongside.people.importing.tables import Refusal
from alongside.people.tests.importing.makers import COMPANY, fields_of, mapping_of, table_of

EXPORTS = {
    "Employee ID,Worker,Business Title,Supervisory Organization,Manager ID,Worker's Manager,Position ID,"
    "Location,Hire Date,FTE %,Email - Primary Work,Manager - Level 01": [
        *(Field.PERSON_ID, Field.NAME, Field.TITLE, Field.UNIT, Field.MANAGER, Field.MANAGER, Field.SEAT_ID),
        *(Field.SITE, Field.START, Field.SHARE, Field.EMAIL, None),
    ],
    "STATUS,USERID,FIRSTNAME,LASTNAME,EMAIL,MANAGER,TITLE,DIVISION,DEPARTMENT,LOCATION,HIREDATE,TIMEZONE,"
    "DEFAULT_LOCALE": [
        *(
            None,
            Field.PERSON_ID,
            Field.GIVEN_NAME,
            Field.FAMILY_NAME,
            Field.EMAIL,
            Field.MANAGER,
            Field.TITLE,
        ),
        *(Field.UNIT, Field.UNIT, Field.SITE, Field.START, Field.TIME_ZONE, Field.LOCALE),
    ],
    "Employee #,First Name,Last Name,Job Title,Department,Division,Reporting to,Supervisor EID,Work Email,"
    "Termination Date,Date of Birth,Gender,Pay rate": [
        *(
            Field.PERSON_ID,
            Field.GIVEN_NAME,
            Field.FAMILY_NAME,
            Field.TITLE,
            Field.UNIT,
            Field.UNIT,
            Field.MANAGER,
        ),
        *(Field.MANAGER, Field.EMAIL, Field.END, None, None, None),
    ],
    "Personalnummer;Vorname;Name;E-Mail-Adresse;Position;Abteilung;Team;Standort;Vorgesetzte/r;"
    "Fachlicher Vorgesetzter;Eintrittsdatum;Austrittsdatum;Beschäftigungsgrad;Geburtsdatum;"
    "Ist Führungskraft": [
        *(
            Field.PERSON_ID,
            Field.GIVEN_NAME,
            Field.FAMILY_NAME,
            Field.EMAIL,
            Field.TITLE,
            Field.UNIT,
            Field.UNIT,
        ),
        *(Field.SITE, Field.MANAGER, Field.DOTTED_MANAGER, Field.START, Field.END, Field.SHARE, None, None),
    ],
    "Planstelle;Stellenbezeichnung;Mitarbeiter;Organisationseinheit;Land;Sprache;Zeitzone;"
    "unbesetzt;Führungskraft": [
        *(Field.SEAT_ID, Field.TITLE, Field.NAME, Field.UNIT, Field.COUNTRY, Field.LOCALE, Field.TIME_ZONE),
        *(Field.VACANT, Field.MANAGER),
    ],
}


@pytest.mark.parametrize("header", EXPORTS)
def test_columns_of_common_exports_are_recognised(header):
    delimiter = ";" if ";" in header else ","
    proposed = mapping_of(header, delimiter.join("x" for _ in header.split(delimiter)))
    assert [use.field for use in proposed.columns] == EXPORTS[header]


def test_employee_numbers_with_a_hash_are_found_by_the_managers_that_repeat_them():
    rows = [f"{n},Person {n},{1 if n > 1 else ''}" for n in range(1, 8)]
    assert fields_of("Employee no.,Name,Supervisor", *rows)["Employee no."] == Field.PERSON_ID


@pytest.mark.parametrize(
    ("rows", "target"),
    [
        (["1,Anna,a@x.example,", "2,Ben,b@x.example,1", "3,Cem,c@x.example,2"], Field.PERSON_ID),
        (
            ["1,Anna,a@x.example,", "2,Ben,b@x.example,A@x.example", "3,Cem,c@x.example,b@x.example"],
            Field.EMAIL,
        ),
        (["1,Anna,a@x.example,", "2,Ben,b@x.example,anna", "3,Cem,c@x.example,BEN"], Field.NAME),
    ],
)
def test_what_a_manager_column_points_at_is_found_by_overlap(rows, target):
    assert mapping_of("id,name,email,manager", *rows).of(Field.MANAGER)[0].refers_to is target


def test_a_manager_column_can_point_at_names_in_two_columns():
    mapping = mapping_of("Vorname;Nachname;Vorgesetzter", "Jörg;Müller;", "Anna;Berg;Müller, Jörg")
    assert mapping.of(Field.MANAGER)[0].refers_to is Field.NAME


def test_a_manager_column_can_point_at_role_slugs():
    rows = ["1,CEO,ceo,", "2,COO,coo,ceo", "3,Lead,ops_lead,coo", "4,Worker,,ops_lead"]
    mapping = mapping_of("id,title,role,reports_to", *rows)
    assert (mapping.of(Field.ROLE)[0].header, mapping.of(Field.MANAGER)[0].refers_to) == ("role", Field.ROLE)


def test_a_role_column_of_plain_titles_is_the_title():
    assert fields_of("id,name,role", "1,Anna,Head of People", "2,Ben,Engineer")["role"] == Field.TITLE


def test_addresses_and_managers_are_recognised_by_content_alone():
    rows = [f"{n};P{n} Berg;p{n}@x.example;{'' if n == 1 else 'p1@x.example'}" for n in range(1, 9)]
    fields = fields_of("Nr;Mitarbeiter;Kontakt;Spalte X", *rows)
    assert (fields["Kontakt"], fields["Spalte X"]) == (Field.EMAIL, Field.MANAGER)


def test_what_people_keep_private_is_never_proposed_even_where_the_content_fits():
    rows = [f"{n},P{n} Berg,p{n}@home.example" for n in range(1, 9)]
    assert fields_of("id,name,private e-mail", *rows)["private e-mail"] is None


def test_a_status_column_is_a_vacancy_flag_only_if_it_ever_says_so():
    assert fields_of("id,name,status", "1,Anna,Active", "2,Ben,Leave")["status"] is None
    assert fields_of("id,name,status", "1,Anna,Active", "2,,Vacant")["status"] == Field.VACANT


def test_unit_columns_are_ordered_from_the_top_down():
    mapping = mapping_of("id,name,Team,Department,Division,Company", "1,A,t,d,v,c")
    assert [use.header for use in mapping.of(Field.UNIT)] == ["Company", "Division", "Department", "Team"]
    mapping = mapping_of("id,name,Org Level 2,Org Level 10,Org Level 1", "1,A,b,j,a")
    assert [use.header for use in mapping.of(Field.UNIT)] == ["Org Level 1", "Org Level 2", "Org Level 10"]


def test_the_user_corrects_a_column_and_the_old_holder_of_the_field_is_freed():
    mapping = mapping_of("id,name,nickname", "1,Anna,Annie").with_column(2, Field.NAME)
    assert [use.field for use in mapping.columns] == [Field.PERSON_ID, None, Field.NAME]
    assert mapping.columns[2].why == "chosen"
    assert mapping.with_column(0, None).index(Field.PERSON_ID) is None


def test_choices_are_remembered_for_a_file_with_the_same_columns_in_any_order():
    stored = propose(table_of(COMPANY)).with_column(3, Field.SITE).to_json()
    again = remembered(stored, table_of("title,manager,id,email,name\nLeeds,,1,a@x.example,Anna\n"))
    assert [use.field for use in again.columns] == [
        *(Field.SITE, Field.MANAGER, Field.PERSON_ID, Field.EMAIL, Field.NAME),
    ]
    assert again.of(Field.MANAGER)[0].refers_to is Field.PERSON_ID


@pytest.mark.parametrize(
    "stored", ["", "[]", "{}", "null", '{"version": 9, "fingerprint": "", "columns": []}']
)
def test_a_damaged_memory_is_refused(stored):
    with pytest.raises(Refusal) as refused:
        remembered(stored, table_of(COMPANY))
    assert refused.value.code is Reason.MAPPING_DAMAGED


def test_choices_for_another_file_are_refused():
    stored = propose(table_of(COMPANY)).to_json()
    with pytest.raises(Refusal) as refused:
        remembered(stored, table_of("id,name\n1,Anna\n"))
    assert refused.value.code is Reason.MAPPING_OTHER_FILE


def test_a_mapping_that_identifies_nothing_is_refused():
    with pytest.raises(Refusal) as refused:
        mapping_of("colour,size", "red,small").check()
    assert refused.value.code is Reason.NOTHING_MAPPED
