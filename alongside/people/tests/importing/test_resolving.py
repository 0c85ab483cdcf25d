import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from alongside.people.importing.columns import propose
from alongside.people.importing.figures import figures
from alongside.people.importing.organisation import LineKind
from alongside.people.importing.reasons import Reason
from alongside.people.importing.resolving import Decisions, resolve
from alongside.people.tests.importing.makers import (
    COMPANY,
    TODAY,
    codes_of,
    managers_of,
    notes_of,
    organisation_of,
    structure_of,
    table_of,
)


def people_of(text: str) -> list[str]:
    return [person.display_name for person in organisation_of(text).people]


def test_a_clean_file_has_no_problems():
    organisation = organisation_of(COMPANY)
    assert codes_of(organisation) == []
    assert managers_of(organisation) == {
        "id:2": "id:1",
        "id:3": "id:1",
        "id:4": "id:3",
        "id:5": "id:3",
        "id:6": "id:2",
    }
    holding = organisation.holdings[0]
    assert (holding.person_key, holding.seat_key, holding.primary) == ("id:1", "id:1", True)


@pytest.mark.parametrize(
    "reference",
    [
        "3",
        "elif@brightwater.example",
        "ELIF KAYA",
        "Kaya, Elif",
        "Elif Kaya (3)",
        "Elif <elif@brightwater.example>",
    ],
)
def test_a_manager_is_found_by_number_address_or_name(reference):
    text = COMPANY + f'7,Cem Acar,cem@brightwater.example,Engineer,"{reference}"\n'
    assert managers_of(organisation_of(text))["id:7"] == "id:3"


def test_a_manager_is_found_blind_to_accents_and_umlaut_spelling():
    text = "name;title;manager\nJörg Müller;CEO;\nSøren Vos;COO;Mueller, Joerg\nAnna Berg;Lead;soren vos\n"
    organisation = organisation_of(text)
    assert codes_of(organisation) == []
    assert figures(organisation)["depths"] == [1, 1, 1]


def test_a_manager_is_found_by_role_and_a_number_settles_a_role_that_is_used_twice():
    header = "id,name,title,role_slug,reports_to_role,manager_id\n"
    rows = [
        "1,Anna,CEO,ceo,,",
        "2,Ben,Lead,lead,ceo,1",
        "3,Cem,Lead,lead,ceo,",
        "4,Dora,Eng,,lead,3",
        "5,Emil,Eng,,lead,",
    ]
    organisation = organisation_of(header + "\n".join(rows) + "\n")
    assert managers_of(organisation) == {"id:2": "id:1", "id:3": "id:1", "id:4": "id:3"}
    assert codes_of(organisation) == [(6, Reason.MANAGER_AMBIGUOUS)]
    assert organisation.problems[0].parameters["lines"] == "3, 4"
    assert organisation.counts.unresolved_managers == 1


def test_two_manager_columns_that_disagree_are_pointed_out_and_the_number_is_used():
    text = "id,name,title,manager id,manager name\n1,Anna,CEO,,\n2,Ben,COO,1,Anna\n3,Cem,Lead,1,Ben\n"
    organisation = organisation_of(text)
    assert managers_of(organisation)["id:3"] == "id:1"
    assert codes_of(organisation) == [(4, Reason.MANAGERS_DISAGREE)]


def test_numbers_that_lost_their_zeros_are_still_found_where_only_one_fits():
    text = "id,name,title,manager\n0001,Anna,CEO,\n0002,Ben,COO,1\n0003,Cem,Lead,2\n"
    assert figures(organisation_of(text))["depths"] == [1, 1, 1]
    twins = text + "1,Dora,Lead,0001\n01,Emil,Lead,001\n"
    assert codes_of(organisation_of(twins)) == [(6, Reason.MANAGER_ABSENT)]


def test_the_number_of_a_person_never_means_the_seat_of_the_same_number():
    text = (
        "seat id,employee id,name,title,manager employee id\n1,11,Anna,CEO,\n2,12,Ben,COO,11\n"
        "3,13,Cem,Lead,12\n4,14,Dora,Lead,2\n5,15,Emil,Lead,12\n6,16,Finn,Lead,12\n"
    )
    organisation = organisation_of(text)
    assert codes_of(organisation) == [(5, Reason.MANAGER_ABSENT)]
    assert managers_of(organisation)["seat:3"] == "seat:2"


def test_an_absent_manager_is_named_and_the_row_becomes_a_root():
    organisation = organisation_of(COMPANY + "7,Cem Acar,cem@brightwater.example,Engineer,99\n")
    found = organisation.problems[0]
    assert (found.line, found.column, found.value, found.code) == (8, "manager", "99", Reason.MANAGER_ABSENT)
    assert found.in_words() == "“99” is not in this file. The row loads without a manager."
    counted = figures(organisation)
    assert (counted["roots"], counted["unresolved_managers"], counted["people"]) == (2, 1, 7)


def test_a_manager_whose_row_was_left_out_is_explained():
    text = COMPANY + '7,"' + "x" * 10_001 + '",cem@brightwater.example,Lead,1\n8,Dora,,Engineer,7\n'
    assert (9, Reason.MANAGER_LEFT_OUT) in codes_of(organisation_of(text))


def test_a_name_that_two_people_have_is_ambiguous_but_not_for_one_of_the_two():
    text = (
        "id,name,title,manager\n1,Kim Lee,CEO,\n2,Kim Lee,COO,Kim Lee\n3,Anna,Lead,Kim Lee\n4,Ben,Lead,Anna\n"
        "5,Cem,Lead,Anna\n"
    )
    organisation = organisation_of(text)
    assert managers_of(organisation)["id:2"] == "id:1"
    assert codes_of(organisation) == [(4, Reason.MANAGER_AMBIGUOUS)]


def test_somebody_who_manages_themselves_is_named_and_a_root():
    organisation = organisation_of(COMPANY.replace("CEO,\n", "CEO,1\n"))
    assert codes_of(organisation) == [(2, Reason.MANAGER_SELF)]
    counted = figures(organisation)
    assert (counted["self_managed"], counted["roots"], counted["depths"]) == (1, 1, [1, 2, 3])


@pytest.mark.parametrize("mark", ["-", "n/a", "none", "–", "NULL"])
def test_signs_for_no_manager_are_no_reference(mark):
    assert codes_of(organisation_of(COMPANY.replace("CEO,\n", f"CEO,{mark}\n"))) == []


CIRCLE = """\
id,name,title,manager
1,Anna,CEO,
2,Ben,Engineer,4
3,Cem,Head of Product,2
4,Dora,Lead,3
5,Emil,Engineer,4
6,Finn,Engineer,6
"""


def test_a_circle_is_named_in_order_and_its_lines_wait_for_a_decision():
    organisation = organisation_of(CIRCLE)
    cycle = organisation.cycles[0]
    assert (cycle.members, cycle.lines, cycle.is_open) == (("id:3", "id:2", "id:4"), (4, 3, 5), True)
    assert [(line, code) for line, code in codes_of(organisation) if code is Reason.CYCLE] == [
        *((3, Reason.CYCLE), (4, Reason.CYCLE), (5, Reason.CYCLE)),
    ]
    assert "Cem → Ben → Dora → Cem" in organisation.problems[0].in_words()
    assert "line 4" in organisation.problems[0].in_words()
    assert managers_of(organisation) == {"id:5": "id:4"}
    counted = figures(organisation)
    assert (counted["cycles"], counted["roots"], counted["depths"], counted["unplaced"]) == (1, 2, [2], 4)


def test_a_circle_is_cut_where_the_user_says():
    organisation = organisation_of(CIRCLE, Decisions(frozenset({4})))
    assert managers_of(organisation) == {"id:5": "id:4", "id:2": "id:4", "id:4": "id:3"}
    counted = figures(organisation)
    assert (counted["cycles"], counted["roots"], counted["depths"], counted["unplaced"]) == (
        1,
        3,
        [3, 1, 2],
        0,
    )
    assert (4, Reason.CYCLE_CUT) in codes_of(organisation)


def test_a_cut_outside_every_circle_cuts_nothing_and_says_so():
    organisation = organisation_of(CIRCLE, Decisions(frozenset({6, 4})))
    assert managers_of(organisation)["id:5"] == "id:4"
    assert Reason.CUT_NOT_NEEDED in notes_of(organisation)


def test_several_circles_are_counted_apart():
    text = CIRCLE + "7,Gus,Engineer,8\n8,Hana,Head of Sales,7\n"
    assert [cycle.lines for cycle in organisation_of(text).cycles] == [(4, 3, 5), (9, 8)]


def test_dotted_lines_are_drawn_beside_the_line_and_absent_ones_are_named():
    header = "id,name,title,manager,dotted line manager\n"
    organisation = organisation_of(
        header + "1,Anna,CEO,,\n2,Ben,COO,1,\n3,Cem,Lead,2,1; 99\n4,Dora,Lead,2,2\n"
    )
    dotted = [
        (line.seat_key, line.manager_key) for line in organisation.lines if line.kind is LineKind.DOTTED
    ]
    assert dotted == [("id:3", "id:1"), ("id:4", "id:2")]
    assert codes_of(organisation) == [(4, Reason.DOTTED_ABSENT)]
    assert organisation.counts.unresolved_managers == 0


def test_holdings_are_half_open_and_units_come_with_their_parents():
    text = "id,name,start,last day,fte,department\n1,Anna,2024-01-01,2024-12-31,50%,Tech > R&D\n"
    organisation = organisation_of(text)
    holding = organisation.holdings[0]
    assert (str(holding.start), str(holding.until), str(holding.share)) == (
        "2024-01-01",
        "2025-01-01",
        "0.5000",
    )
    assert organisation.units == (("Tech",), ("Tech", "R&D"))


def test_rows_that_are_broken_or_too_wide_are_named_and_all_others_load():
    text = 'id,name,title\n1,Anna,CEO\n2,"Ben,COO\n3,Cem,Lead,oops\n4,Dora,Lead\n'
    organisation = organisation_of(text)
    assert codes_of(organisation) == [(3, Reason.ROW_BROKEN), (4, Reason.ROW_TOO_WIDE)]
    assert (people_of(text), organisation.counts.left_out) == (["Anna", "Dora"], 2)


DIRTY = (
    COMPANY
    + "7,,,Head of Sales,1\n,vacant,,Engineer,3\n,vacant,,Engineer,3\n8,Jörg Müller,,Lead,"
    + '"Kaya, Elif"\n'
    + "9,Kim Lee,,Lead,99\n10,Elif Kaya,elif@brightwater.example,Head of Data,2\n"
    + "11,A,,Lead,12\n12,B,,Lead,11\n"
    + "13,C,not an address,Lead,13\n"
)


@settings(max_examples=40, deadline=None)
@given(st.randoms(use_true_random=False))
def test_the_order_of_rows_changes_nothing_but_who_is_first(shuffler: random.Random):
    table = table_of(DIRTY)
    rows = list(table.rows)
    second_seat = next(row for row in rows if row.cells[0] == "10")
    rows.remove(second_seat)
    shuffler.shuffle(rows)
    shuffled = table.with_rows([*rows, second_seat])
    mapping = propose(table)
    once, again = (resolve(each, mapping, today=TODAY) for each in (table, shuffled))
    assert structure_of(once) == structure_of(again)
    assert sorted(codes_of(once)) == sorted(codes_of(again))


def test_resolving_is_deterministic():
    assert organisation_of(DIRTY) == organisation_of(DIRTY)


@settings(max_examples=60, deadline=None)
@given(st.lists(st.integers(0, 30), min_size=1, max_size=30))
def test_every_seat_is_at_one_depth_or_unplaced_whatever_the_managers_are(managers: list[int]):
    rows = "".join(f"{n},P{n} Berg,Lead,{manager}\n" for n, manager in enumerate(managers))
    organisation = organisation_of("id,name,title,manager\n" + rows)
    counted = figures(organisation)
    assert sum(counted["depths"]) + counted["unplaced"] == counted["seats"] == len(managers)
    assert (counted["unplaced"] == 0) == (counted["cycles"] == 0)
    cuts = frozenset(cycle.proposed_line for cycle in organisation.cycles)
    decided = figures(organisation_of("id,name,title,manager\n" + rows, Decisions(cuts)))
    assert (decided["unplaced"], sum(decided["depths"]), decided["cycles"]) == (
        0,
        len(managers),
        counted["cycles"],
    )
