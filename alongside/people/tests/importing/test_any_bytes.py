"""Whatever bytes somebody chooses, the answer is a table or a refusal in words."""

import random

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from alongside.core.exports import as_csv
from alongside.people.importing.columns import propose
from alongside.people.importing.figures import figures
from alongside.people.importing.fixing import bad_cells
from alongside.people.importing.reading import read_table
from alongside.people.importing.resolving import resolve
from alongside.people.importing.tables import Limits, Refusal, Table
from alongside.people.tests.importing.makers import COMPANY, TODAY, json_of, workbook_of

SMALL = Limits(file_bytes=2_000_000, unpacked_bytes=5_000_000, sheet_cells=200_000)
WORKBOOK = workbook_of({"People": [line.split(",") for line in COMPANY.splitlines()]})
JSON = json_of(
    [{"id": "1", "name": "Anna", "manager": None}, {"id": "2", "name": "Ben", "manager": {"id": 1}}]
)
HEADER = (
    "id,name,email,title,role_slug,department,manager,dotted manager,"
    "country,start,end,fte,vacant,locale,time zone"
)


def outcome_of(data: bytes) -> Table | str:
    """The table, after everything else has been done with it, or the words of the refusal."""
    try:
        table = read_table(data, limits=SMALL)
        organisation = resolve(table, propose(table), today=TODAY)
    except Refusal as refusal:
        assert str(refusal)
        return str(refusal)
    counted = figures(organisation)
    assert sum(counted["depths"]) + counted["unplaced"] == counted["seats"]
    assert counted["people"] + counted["vacancies"] <= counted["seats"] <= counted["rows"]
    assert counted["seats"] + counted["left_out"] == counted["rows"]
    as_csv(table.header, bad_cells(table, organisation))
    return table


def check(data: bytes) -> None:
    assert outcome_of(data) == outcome_of(data)


@settings(max_examples=200, deadline=None)
@given(st.binary(max_size=400))
@example(b"\xff\xfe")
@example(b"\xef\xbb\xbf\n")
@example(b"\x00a" * 9)
@example(b'"')
def test_any_bytes(data: bytes):
    check(data)


@settings(max_examples=200, deadline=None)
@given(st.text(alphabet=st.sampled_from("a1,;\t|\"\n\r'=ä\u202e{}[]: \ud83d\udc4b@.-"), max_size=200))
def test_any_text_made_of_separators(text: str):
    check(text.encode("utf-8", errors="replace"))


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    st.lists(
        st.lists(st.one_of(st.text(max_size=12), st.sampled_from(COMPANY.split(","))), max_size=16),
        max_size=8,
    ),
    st.sampled_from(["utf-8", "utf-16", "utf-16-le"]),
)
def test_any_cells_under_a_known_header(rows: list[list[str]], encoding: str):
    lines = [HEADER, *(",".join('"' + cell.replace('"', '""') + '"' for cell in row) for row in rows)]
    check("\n".join(lines).encode(encoding, errors="replace"))


@pytest.mark.parametrize(
    "original", [WORKBOOK, JSON, COMPANY.encode("utf-16")], ids=["xlsx", "json", "utf-16"]
)
@settings(max_examples=150, deadline=None)
@given(st.randoms(use_true_random=False))
def test_a_damaged_file(original: bytes, chance: random.Random):
    data = bytearray(original)
    for _ in range(chance.randint(1, 8)):
        data[chance.randrange(len(data))] = chance.randrange(256)
    if chance.random() < 0.3:
        del data[chance.randrange(len(data)) :]
    check(bytes(data))
