import datetime

import pytest

from alongside.people.importing.dates import Order, read_date
from alongside.people.importing.reasons import Reason
from alongside.people.importing.rows import Cleaned
from alongside.people.tests.importing.makers import TODAY, cleaned, reasons_of


def starts(*values: str, country: str = "", **defaults: object) -> tuple[list[datetime.date | None], Cleaned]:
    rows = [f'{n},Anna {n},"{value}",{country}' for n, value in enumerate(values)]
    result = cleaned("id,name,start date,country", *rows, **defaults)
    return [row.start for row in result.rows], result


def test_one_value_that_allows_only_one_reading_decides_the_column():
    days, result = starts("01/02/2023", "13/02/2023")
    assert days == [datetime.date(2023, 2, 1), datetime.date(2023, 2, 13)]
    days, result = starts("01/02/2023", "02/13/2023")
    assert days == [datetime.date(2023, 1, 2), datetime.date(2023, 2, 13)]
    note = next(note for note in result.notes if note.code is Reason.DATES_BY_VALUES)
    assert (note.parameters["value"], note.parameters["order"]) == ("02/13/2023", "12/31")


def test_an_undecided_column_follows_the_country_and_that_is_said():
    days, result = starts("01/02/2023", country="USA")
    assert (days, [note.code for note in result.notes]) == (
        [datetime.date(2023, 1, 2)],
        [Reason.DATES_BY_COUNTRY],
    )
    days, result = starts("01/02/2023", country="Germany")
    assert days == [datetime.date(2023, 2, 1)]
    days, result = starts("01/02/2023")
    assert (days, [note.code for note in result.notes]) == (
        [datetime.date(2023, 2, 1)],
        [Reason.DATES_BY_HABIT],
    )


def test_an_undecided_column_follows_the_other_date_column_first():
    result = cleaned("id,name,start,end,country", "1,A,01/02/2023,12/31/2026,Germany")
    assert result.rows[0].start == datetime.date(2023, 1, 2)


def test_the_users_choice_of_order_decides_over_everything_else():
    days, _ = starts("01/02/2023", country="USA", date_order=Order.DAY_FIRST)
    assert days == [datetime.date(2023, 2, 1)]


def test_a_column_with_both_orders_reads_what_is_clear_and_names_the_rest():
    days, result = starts("13/02/2023", "02/13/2023", "01/02/2023", "05/05/2023")
    assert days == [*[datetime.date(2023, 2, 13)] * 2, None, datetime.date(2023, 5, 5)]
    assert [(found.line, found.code) for found in result.problems] == [(4, Reason.DATE_EITHER_WAY)]
    assert Reason.DATES_MIXED in [note.code for note in result.notes]


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2023-02-01", datetime.date(2023, 2, 1)),
        ("2023/2/1", datetime.date(2023, 2, 1)),
        ("20230201", datetime.date(2023, 2, 1)),
        ("2023-02-01T00:00:00Z", datetime.date(2023, 2, 1)),
        ("1.2.2023", datetime.date(2023, 2, 1)),
        ("01.02.2023 00:00", datetime.date(2023, 2, 1)),
        ("1 Feb 2023", datetime.date(2023, 2, 1)),
        ("1. März 2023", datetime.date(2023, 3, 1)),
        ("Feb 1, 2023", datetime.date(2023, 2, 1)),
        ("01-Feb-23", datetime.date(2023, 2, 1)),
        ("44958", datetime.date(2023, 2, 1)),
        ("44958.75", datetime.date(2023, 2, 1)),
        ("1.2.36", datetime.date(2036, 2, 1)),
        ("1.2.37", datetime.date(1937, 2, 1)),
        ("29.2.2024", datetime.date(2024, 2, 29)),
        ("31.12.9999", None),
        ("9999-12-31", None),
        ("00.00.0000", None),
    ],
)
def test_dates_are_read_as_they_are_written(text, day):
    assert read_date(text, Order.DAY_FIRST, TODAY).day == day


@pytest.mark.parametrize("text", ["29.2.2023", "2023-13-01", "1.1.0023", "soon", "1/2", "12", "1 Foo 2023"])
def test_what_is_no_date_is_not_one(text):
    with pytest.raises(ValueError):
        read_date(text, Order.DAY_FIRST, TODAY)


def test_the_pivot_of_two_digit_years_and_day_numbers_are_explained():
    _, result = starts("1.2.36", "45000")
    notes = {note.code: note.parameters for note in result.notes}
    assert notes[Reason.YEARS_PIVOT]["last"] == "36"
    assert notes[Reason.DATES_SERIAL]["date"] == "2023-03-15"


def test_unreadable_dates_and_an_end_before_the_start_cost_the_value_only():
    result = cleaned(
        "id,name,start,end", "1,A,soon,", "2,B,2024-05-02,2024-05-01", "3,C,2024-05-01,2024-05-01"
    )
    assert reasons_of(result) == [Reason.DATE_UNREADABLE, Reason.END_BEFORE_START]
    assert [row.last_day for row in result.rows] == [None, None, datetime.date(2024, 5, 1)]
