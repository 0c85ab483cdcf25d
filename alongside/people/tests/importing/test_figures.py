import os
from pathlib import Path

import pytest

from alongside.people.importing.columns import propose
from alongside.people.importing.figures import figures, seats_below
from alongside.people.importing.reading import read_table
from alongside.people.importing.resolving import resolve
from alongside.people.tests.importing.makers import COMPANY, TODAY, figures_of

SHARED = Path(os.environ.get("ALONGSIDE_SHARED", Path(__file__).resolve().parents[4].parent / "shared"))
REAL_CHART = SHARED / "data" / "org" / "sourcegraph_2023_pseudonymised.csv"


def test_figures_of_a_small_company():
    assert figures_of(COMPANY) == {
        "rows": 6,
        "people": 6,
        "seats": 6,
        "vacancies": 0,
        "roots": 1,
        "depths": [1, 2, 3],
        "managers": 3,
        "span_max": 2,
        "span_median": 2,
        "unresolved_managers": 0,
        "self_managed": 0,
        "cycles": 0,
        "duplicates": 0,
        "left_out": 0,
        "unplaced": 0,
        "problems": [],
    }


def test_the_median_span_is_an_integer_rounded_half_up():
    counted = figures_of(COMPANY + "7,Cem,,Lead,3\n8,Dora,,Lead,6\n9,Emil,,Lead,7\n10,Finn,,Lead,7\n")
    assert (counted["span_max"], counted["span_median"]) == (3, 2)
    counted = figures_of("id,name,manager\n1,A,\n2,B,1\n3,C,1\n4,D,2\n")
    assert (counted["managers"], counted["span_median"]) == (2, 2)


def test_problems_are_told_in_words_and_in_the_readers_language():
    organisation_problems = figures_of(COMPANY + "7,Cem,,Lead,99\n")["problems"]
    assert organisation_problems == [
        {
            "line": 8,
            "column": "manager",
            "value": "99",
            "reason": "“99” is not in this file. The row loads without a manager.",
        }
    ]


@pytest.mark.skipif(not REAL_CHART.exists(), reason=f"the pseudonymised chart is not at {REAL_CHART}")
def test_a_real_chart_gives_its_known_figures():
    table = read_table(REAL_CHART.read_bytes())
    organisation = resolve(table, propose(table), today=TODAY)
    counted = figures(organisation)
    assert (counted["rows"], counted["seats"], counted["roots"]) == (175, 175, 1)
    assert counted["depths"] == [1, 13, 66, 81, 14]
    assert (counted["managers"], counted["span_max"], counted["span_median"]) == (39, 16, 4)
    assert (counted["people"], counted["vacancies"], counted["problems"]) == (167, 8, [])
    assert [seats_below(organisation, f"id:{seat}") for seat in ("s169", "s049", "s082")] == [174, 54, 33]


@pytest.mark.skipif(not REAL_CHART.exists(), reason=f"the pseudonymised chart is not at {REAL_CHART}")
@pytest.mark.parametrize("dropped", ["manager_id", "reports_to_role"])
def test_either_manager_column_of_the_real_chart_is_enough(dropped):
    table = read_table(REAL_CHART.read_bytes())
    mapping = propose(table).with_column(table.header.index(dropped), None)
    assert figures(resolve(table, mapping, today=TODAY))["depths"] == [1, 13, 66, 81, 14]
