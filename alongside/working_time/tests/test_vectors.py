"""Cases worked out by hand, each checked in both directions."""

from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

import pytest

from alongside.working_time import Calendar, CalendarHistory, Hours, NeverDue, add, elapsed, same_hours

BERLIN = ZoneInfo("Europe/Berlin")
NINE_TO_FIVE = same_hours(range(5), time(9), time(17))
OFFICE = Calendar("1", BERLIN, NINE_TO_FIVE)


def berlin(text: str, *, fold: int = 0) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=BERLIN, fold=fold)


def check(
    start: datetime, minutes: int, due: datetime, calendar: Calendar | CalendarHistory, pauses: tuple = ()
) -> None:
    assert add(start, minutes, calendar, pauses) == due.astimezone(UTC)
    assert elapsed(start, due, calendar, pauses) == minutes


def test_within_one_day() -> None:
    check(berlin("2026-03-03 10:00"), 90, berlin("2026-03-03 11:30"), OFFICE)


def test_what_fills_the_day_is_due_at_closing_time_and_one_minute_more_the_next_morning() -> None:
    check(berlin("2026-03-03 09:00"), 480, berlin("2026-03-03 17:00"), OFFICE)
    check(berlin("2026-03-03 09:00"), 481, berlin("2026-03-04 09:01"), OFFICE)


def test_over_a_weekend() -> None:
    check(berlin("2026-03-06 16:00"), 120, berlin("2026-03-09 10:00"), OFFICE)


def test_a_holiday_on_a_friday_moves_the_rest_to_monday() -> None:
    good_friday = Calendar("1", BERLIN, NINE_TO_FIVE, frozenset({date(2026, 4, 3)}))
    check(berlin("2026-04-02 16:00"), 120, berlin("2026-04-06 10:00"), good_friday)


def test_what_comes_in_outside_hours_starts_at_the_next_opening() -> None:
    check(berlin("2026-03-07 22:15"), 30, berlin("2026-03-09 09:30"), OFFICE)


def test_a_reply_outside_hours_counts_until_closing_time() -> None:
    asked = berlin("2026-03-03 16:00")
    assert elapsed(asked, berlin("2026-03-03 23:40"), OFFICE) == 60
    assert elapsed(asked, berlin("2026-03-04 08:59"), OFFICE) == 60


def test_a_reply_before_work_even_began_took_no_working_time() -> None:
    assert elapsed(berlin("2026-03-07 10:00"), berlin("2026-03-08 20:00"), OFFICE) == 0


def test_leap_day_is_an_ordinary_thursday() -> None:
    check(berlin("2024-02-28 16:00"), 540, berlin("2024-02-29 17:00"), OFFICE)
    assert elapsed(berlin("2023-02-28 09:00"), berlin("2023-03-01 17:00"), OFFICE) == 960
    assert elapsed(berlin("2024-02-28 09:00"), berlin("2024-03-01 17:00"), OFFICE) == 1440


NIGHTS = Calendar("1", BERLIN, same_hours(range(7), time(22), time(6)))


def test_a_night_shift_runs_over_midnight() -> None:
    check(berlin("2026-03-03 23:00"), 180, berlin("2026-03-04 02:00"), NIGHTS)
    check(berlin("2026-03-03 23:00"), 421, berlin("2026-03-04 22:01"), NIGHTS)


def test_a_sunday_night_shift_reaches_into_monday() -> None:
    sundays = Calendar("1", BERLIN, (Hours(6, time(22), time(6)),))
    check(berlin("2026-03-08 23:30"), 60, berlin("2026-03-09 00:30"), sundays)


def test_a_holiday_ends_the_night_shift_at_midnight_and_the_next_one_begins_at_midnight() -> None:
    calendar = Calendar("1", BERLIN, NIGHTS.weekly, frozenset({date(2026, 5, 1)}))
    assert elapsed(berlin("2026-04-30 22:00"), berlin("2026-05-02 06:00"), calendar) == 120 + 360


def test_the_night_of_the_spring_change_is_an_hour_shorter() -> None:
    check(berlin("2026-03-28 22:00"), 420, berlin("2026-03-29 06:00"), NIGHTS)
    check(berlin("2026-03-29 01:30"), 60, berlin("2026-03-29 03:30"), NIGHTS)


def test_the_night_of_the_autumn_change_is_an_hour_longer() -> None:
    check(berlin("2026-10-24 22:00"), 540, berlin("2026-10-25 06:00"), NIGHTS)
    check(berlin("2026-10-25 02:30"), 60, berlin("2026-10-25 02:30", fold=1), NIGHTS)


def test_hours_that_begin_in_the_missing_hour_begin_at_the_jump() -> None:
    calendar = Calendar("1", BERLIN, (Hours(6, time(2, 30), time(4)),))
    assert elapsed(berlin("2026-03-29 00:00"), berlin("2026-03-29 12:00"), calendar) == 60
    check(berlin("2026-03-29 00:00"), 1, berlin("2026-03-29 03:01"), calendar)


def test_hours_that_lie_wholly_in_the_missing_hour_do_not_exist() -> None:
    calendar = Calendar("1", BERLIN, (Hours(6, time(2, 10), time(2, 50)),))
    assert elapsed(berlin("2026-03-29 00:00"), berlin("2026-03-29 12:00"), calendar) == 0


def test_hours_that_end_in_the_repeated_hour_end_at_its_first_showing() -> None:
    calendar = Calendar("1", BERLIN, (Hours(6, time(1), time(2, 30)), Hours(6, time(2, 30), time(4))))
    assert elapsed(berlin("2026-10-25 00:00"), berlin("2026-10-25 02:30"), calendar) == 90
    assert elapsed(berlin("2026-10-25 00:00"), berlin("2026-10-25 12:00"), calendar) == 240


def test_a_zone_that_skipped_a_whole_day_worked_nothing_on_it() -> None:
    apia = ZoneInfo("Pacific/Apia")
    calendar = Calendar("1", apia, same_hours(range(7), time(9), time(17)))
    start = datetime(2011, 12, 29, 9, tzinfo=apia)
    assert elapsed(start, datetime(2011, 12, 31, 17, tzinfo=apia), calendar) == 960
    assert add(start, 481, calendar) == datetime(2011, 12, 31, 9, 1, tzinfo=apia).astimezone(UTC)


def test_clocks_that_go_back_across_midnight_show_a_date_twice() -> None:
    st_johns = ZoneInfo("America/St_Johns")
    calendar = Calendar("1", st_johns, (Hours(6, time(0), time(2)),))
    second_showing = datetime(2005, 10, 29, 23, 30, tzinfo=st_johns, fold=1)
    assert elapsed(second_showing, datetime(2005, 10, 29, 23, 45, tzinfo=st_johns, fold=1), calendar) == 15
    assert add(second_showing, 60, calendar) == datetime(2005, 10, 30, 0, 30, tzinfo=st_johns).astimezone(UTC)


def test_a_pause_over_a_weekend_takes_away_its_working_time_alone() -> None:
    pauses = ((berlin("2026-03-06 16:00"), berlin("2026-03-09 10:00")),)
    check(berlin("2026-03-06 15:00"), 120, berlin("2026-03-09 11:00"), OFFICE, pauses)


def test_pauses_may_overlap_and_come_in_any_order() -> None:
    day = "2026-03-03 "
    pauses = (
        (berlin(day + "13:00"), berlin(day + "14:00")),
        (berlin(day + "10:00"), berlin(day + "11:00")),
        (berlin(day + "10:30"), berlin(day + "12:00")),
        (berlin(day + "10:00"), berlin(day + "10:00")),
    )
    check(berlin(day + "09:00"), 180, berlin(day + "15:00"), OFFICE, pauses)


def test_a_clock_in_an_open_pause_stands_still_and_is_never_due() -> None:
    pauses = ((berlin("2026-03-03 10:00"), None),)
    assert elapsed(berlin("2026-03-03 09:00"), berlin("2026-04-03 09:00"), OFFICE, pauses) == 60
    assert add(berlin("2026-03-03 09:00"), 60, OFFICE, pauses) == berlin("2026-03-03 10:00").astimezone(UTC)
    with pytest.raises(NeverDue):
        add(berlin("2026-03-03 09:00"), 61, OFFICE, pauses)


LONG_DAYS = Calendar("2", BERLIN, same_hours(range(5), time(8), time(20)))
CHANGED = CalendarHistory(OFFICE, ((date(2026, 3, 4), LONG_DAYS),))


def test_a_change_of_calendar_on_the_way_counts_each_in_its_own_time() -> None:
    check(berlin("2026-03-03 16:00"), 120, berlin("2026-03-04 09:00"), CHANGED)
    assert elapsed(berlin("2026-03-02 00:00"), berlin("2026-03-06 00:00"), CHANGED) == 2 * 480 + 2 * 720


def test_a_night_shift_ends_where_its_calendar_ends() -> None:
    changed = CalendarHistory(NIGHTS, ((date(2026, 3, 4), OFFICE),))
    check(berlin("2026-03-03 23:00"), 61, berlin("2026-03-04 09:01"), changed)


def test_a_change_of_zone_takes_place_at_midnight_of_the_new_zone() -> None:
    kolkata = Calendar("2", ZoneInfo("Asia/Kolkata"), same_hours(range(7), time(0), time(0)))
    changed = CalendarHistory(Calendar("1", BERLIN, ()), ((date(2026, 3, 4), kolkata),))
    start = datetime(2026, 3, 3, 18, 0, tzinfo=UTC)
    check(start, 10, datetime(2026, 3, 3, 18, 40, tzinfo=UTC), changed)


def test_overlapping_hours_count_once() -> None:
    calendar = Calendar("1", BERLIN, (Hours(0, time(9), time(13)), Hours(0, time(12), time(17))))
    assert elapsed(berlin("2026-03-02 00:00"), berlin("2026-03-03 00:00"), calendar) == 480


def test_a_calendar_without_hours_is_never_due() -> None:
    with pytest.raises(NeverDue):
        add(berlin("2026-03-03 09:00"), 1, Calendar("1", BERLIN, ()))


def test_more_minutes_than_a_century_holds_are_never_due() -> None:
    with pytest.raises(NeverDue):
        add(berlin("2026-03-03 09:00"), 10**30, Calendar("1", BERLIN, same_hours([0], time(9), time(10))))


@pytest.mark.parametrize(
    "senseless",
    [
        lambda: add(datetime(2026, 3, 3, 9), 1, OFFICE),
        lambda: add(berlin("2026-03-03 09:00"), -1, OFFICE),
        lambda: elapsed(berlin("2026-03-03 09:00"), berlin("2026-03-03 08:00"), OFFICE),
        lambda: add(
            berlin("2026-03-03 09:00"), 1, OFFICE, [(berlin("2026-03-03 09:00"), berlin("2026-03-02 09:00"))]
        ),
        lambda: Hours(7, time(9), time(17)),
        lambda: Hours(0, time(9, 0, 30), time(17)),
        lambda: Hours(0, time(9, tzinfo=UTC), time(17)),
        lambda: CalendarHistory(OFFICE, ((date(2026, 3, 4), OFFICE), (date(2026, 3, 4), OFFICE))),
    ],
)
def test_senseless_input_is_refused(senseless) -> None:
    with pytest.raises(ValueError, match=r"zone|negative|before|weekday|whole minutes|ascending"):
        senseless()
