import pytest

from alongside.people.importing.figures import figures
from alongside.people.importing.reasons import Effect, Reason
from alongside.people.tests.importing.makers import (
    COMPANY,
    codes_of,
    managers_of,
    organisation_of,
)


def test_a_repeated_row_is_named_and_the_first_one_kept():
    organisation = organisation_of(COMPANY + COMPANY.splitlines()[4] + "\n")
    found = organisation.problems[0]
    assert (found.line, found.code, found.effect, found.parameters["first"]) == (
        *(8, Reason.PERSON_REPEATED, Effect.LEFT_OUT),
        "5",
    )
    counted = figures(organisation)
    assert (counted["rows"], counted["people"], counted["seats"], counted["duplicates"]) == (7, 6, 6, 1)


@pytest.mark.parametrize(
    ("row", "code", "column"),
    [
        ("3,Noor Haddad,noor@brightwater.example,Lead,1", Reason.ID_REPEATED, "id"),
        ("9,Noor Haddad,elif@brightwater.example,Lead,1", Reason.EMAIL_REPEATED, "email"),
    ],
)
def test_a_number_or_address_used_by_somebody_else_is_named_and_the_first_one_kept(row, code, column):
    organisation = organisation_of(COMPANY + row + "\n")
    found = organisation.problems[0]
    assert (found.line, found.code, found.column) == (8, code, column)
    assert "Noor Haddad" not in [person.display_name for person in organisation.people]


def test_whoever_points_at_a_repeated_row_by_its_own_number_finds_the_first():
    text = COMPANY + "9,Elif Kaya,elif@brightwater.example,CTO,1\n10,Cem,cem@brightwater.example,Lead,9\n"
    assert managers_of(organisation_of(text))["id:10"] == "id:3"


@pytest.mark.parametrize(
    "row",
    [
        "3,Elif Kaya,elif@brightwater.example,Head of Data,2",
        "9,Elif Kaya,elif@brightwater.example,Head of Data,2",
        "9,Elif Kaya,elif@brightwater.example,Head of Data,1",
        "9,Elif Kaya,elif@brightwater.example,CTO,2",
    ],
)
def test_one_person_in_two_seats_has_two_lines_and_one_is_primary(row):
    organisation = organisation_of(COMPANY + row + "\n")
    assert codes_of(organisation) == []
    holdings = [holding for holding in organisation.holdings if holding.person_key == "id:3"]
    assert [holding.primary for holding in holdings] == [True, False]
    assert len({holding.seat_key for holding in holdings}) == 2
    assert (len(organisation.people), len(organisation.seats)) == (6, 7)


def test_a_second_seat_that_only_its_title_makes_is_loaded_and_pointed_out():
    organisation = organisation_of(COMPANY + "3,Elif Kaya,elif@brightwater.example,Head of Data,1\n")
    assert codes_of(organisation) == [(8, Reason.SECOND_SEAT_ASSUMED)]
    assert len(organisation.seats) == 7


def test_two_seats_by_their_own_numbers_and_the_larger_share_is_primary():
    text = (
        "seat id,employee id,name,title,manager seat,fte\nS1,1,Anna,CEO,,100\nS2,2,Ben,Lead,S1,20\n"
        "S3,2,Ben,Lead,S1,80\nS4,3,Cem,Engineer,S2,100\n"
    )
    organisation = organisation_of(text)
    assert codes_of(organisation) == []
    assert managers_of(organisation)["seat:s4"] == "seat:s2"
    assert {h.seat_key: h.primary for h in organisation.holdings if h.person_key == "id:2"} == {
        "seat:s2": False,
        "seat:s3": True,
    }


def test_a_seat_number_used_twice_is_named():
    text = "seat id,employee id,name,title\nS1,1,Anna,CEO\nS1,2,Ben,COO\nS2,1,Anna,Chair\nS2,1,Anna,Chair\n"
    organisation = organisation_of(text)
    assert codes_of(organisation) == [(3, Reason.SEAT_REPEATED), (5, Reason.PERSON_REPEATED)]
    assert (len(organisation.people), len(organisation.seats)) == (1, 2)


def test_vacancies_are_seats_and_never_people():
    text = (
        COMPANY + "7,,,Head of Sales,1\n8,N.N.,,Engineer,7\n9,TBH,,Engineer,7\n" + ",vacant,,Engineer,7\n" * 2
    )
    organisation = organisation_of(text)
    counted = figures(organisation)
    assert (counted["people"], counted["seats"], counted["vacancies"]) == (6, 11, 5)
    assert (counted["depths"], codes_of(organisation)) == ([1, 3, 7], [])
    assert len({seat.key for seat in organisation.seats}) == 11


def test_a_vacancy_with_a_used_number_is_surplus():
    organisation = organisation_of(
        COMPANY + "7,,,Lead,1\n7,,,Lead,1\n3,,,Lead,1\n7,Hana,h@x.example,Lead,1\n"
    )
    assert codes_of(organisation) == [
        *((9, Reason.SEAT_REPEATED), (10, Reason.SEAT_REPEATED), (11, Reason.ID_REPEATED)),
    ]


def test_people_without_an_address_or_a_number_are_people():
    text = (
        "name,title,manager\nAnna Berg,CEO,\nBen Vos,Lead,Anna Berg\n"
        "Ben Vos,Engineer,Anna Berg\nBen Vos,Lead,Anna Berg\n"
    )
    organisation = organisation_of(text)
    assert (len(organisation.people), codes_of(organisation)) == (3, [(5, Reason.PERSON_REPEATED)])
    assert all(not person.email for person in organisation.people)


def test_in_a_file_without_names_the_title_and_the_number_stand_in():
    organisation = organisation_of("id,title,manager_id\ns1,CEO,\ns2,Engineer,s1\n")
    assert [(person.display_name, person.stand_in) for person in organisation.people] == [
        ("CEO (s1)", True),
        ("Engineer (s2)", True),
    ]


def test_somebody_without_a_name_is_named_as_a_problem_and_loads_under_their_address():
    organisation = organisation_of("id,name,email\n1,Ida Berg,ida@x.example\n2,,noname@x.example\n")
    (found,) = organisation.problems
    assert (found.line, found.column, found.value, found.code) == (3, "name", "", Reason.NAME_MISSING)
    assert "“noname@x.example”" in found.in_words()
    assert [one.display_name for one in organisation.people] == ["Ida Berg", "noname@x.example"]


def test_a_name_that_another_row_of_the_same_person_gives_is_enough():
    rows = "id,name,email,title\n1,Ida Berg,ida@x.example,Nurse\n1,,ida@x.example,Teacher\n"
    assert Reason.NAME_MISSING not in [code for _, code in codes_of(organisation_of(rows))]


def test_where_a_file_names_nobody_the_titles_that_stand_in_are_no_problem():
    assert organisation_of("id,title\n1,Nurse\n2,Cook\n").problems == ()
