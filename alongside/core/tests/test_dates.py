"""Dates as people say them, in both languages, at the borders of days, years and daylight saving."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.template import Context, Template
from hypothesis import given, settings
from hypothesis import strategies as st

from alongside.core.dates import (
    say_clock,
    say_day,
    say_distance,
    say_lastingly,
    say_moment,
    say_month,
    say_weekday,
)

BERLIN = ZoneInfo("Europe/Berlin")
NOW = datetime(2026, 2, 27, 9, 30, tzinfo=BERLIN)


def day_text(day: date, locale: str, now: datetime = NOW) -> str:
    return say_day(day, now=now, zone=BERLIN, locale=locale).text


def moment_text(moment: datetime, locale: str, now: datetime = NOW) -> str:
    return say_moment(moment, now=now, zone=BERLIN, locale=locale).text


@pytest.mark.parametrize(
    ("day", "english", "german"),
    [
        (date(2026, 2, 27), "today", "heute"),
        (date(2026, 2, 28), "tomorrow", "morgen"),
        (date(2026, 2, 26), "yesterday", "gestern"),
        (date(2026, 3, 3), "Tue 3 March, in 4 days", "Di., 3. März, in 4 Tagen"),
        (date(2026, 2, 20), "Fri 20 February, 7 days ago", "Fr., 20. Februar, vor 7 Tagen"),
        (date(2026, 3, 20), "Fri 20 March, in 3 weeks", "Fr., 20. März, in 3 Wochen"),
        (date(2025, 12, 30), "Tue 30 December 2025, 8 weeks ago", "Di., 30. Dezember 2025, vor 8 Wochen"),
        (date(2026, 7, 1), "Wed 1 July", "Mi., 1. Juli"),
        (date(2027, 7, 1), "Thu 1 July 2027", "Do., 1. Juli 2027"),
    ],
)
def test_a_day_is_said_with_its_distance(day: date, english: str, german: str) -> None:
    assert day_text(day, "en") == english
    assert day_text(day, "de") == german


@pytest.mark.parametrize(
    ("moment", "english", "german"),
    [
        ("2026-02-27 14:00", "today at 14:00", "heute um 14:00 Uhr"),
        ("2026-02-26 09:05", "yesterday at 09:05", "gestern um 09:05 Uhr"),
        ("2026-02-28 00:00", "tomorrow at 00:00", "morgen um 00:00 Uhr"),
        ("2026-03-03 14:00", "Tue 3 March at 14:00", "Di., 3. März um 14:00 Uhr"),
        ("2027-01-01 08:00", "Fri 1 January 2027 at 08:00", "Fr., 1. Januar 2027 um 08:00 Uhr"),
    ],
)
def test_a_moment_is_said_with_its_time_of_day(moment: str, english: str, german: str) -> None:
    when = datetime.fromisoformat(moment).replace(tzinfo=BERLIN)
    assert moment_text(when, "en") == english
    assert moment_text(when, "de") == german
    assert moment_text(when.astimezone(UTC), "de") == german


@pytest.mark.parametrize(
    ("days", "english", "german"),
    [
        (0, "today", "heute"),
        (-1, "yesterday", "gestern"),
        (2, "in 2 days", "in 2 Tagen"),
        (-13, "13 days ago", "vor 13 Tagen"),
        (-14, "2 weeks ago", "vor 2 Wochen"),
        (-27, "3 weeks ago", "vor 3 Wochen"),
        (60, "in 8 weeks", "in 8 Wochen"),
        (-61, "2 months ago", "vor 2 Monaten"),
        (400, "in 13 months", "in 13 Monaten"),
        (-730, "23 months ago", "vor 23 Monaten"),
        (-731, "2 years ago", "vor 2 Jahren"),
        (-1094, "2 years ago", "vor 2 Jahren"),
    ],
)
def test_a_distance_is_said_in_the_unit_people_would_use(days: int, english: str, german: str) -> None:
    for locale, text in (("en", english), ("de", german)):
        day = NOW.date() + timedelta(days=days)
        assert say_distance(day, now=NOW, zone=BERLIN, locale=locale).text == text


def test_machine_and_hover_get_the_exact_value() -> None:
    day = say_day(date(2026, 3, 3), now=NOW, zone=BERLIN, locale="en")
    assert (day.iso, day.exact) == ("2026-03-03", "Tuesday 3 March 2026")
    moment = datetime(2026, 3, 3, 13, 0, 5, tzinfo=UTC)
    said = say_moment(moment, now=NOW, zone=BERLIN, locale="de")
    assert said.iso == "2026-03-03T14:00:05+01:00"
    assert said.exact == "Dienstag, 3. März 2026, 14:00 Uhr, Mitteleuropäische Normalzeit"
    distance = say_distance(moment, now=NOW, zone=BERLIN, locale="en")
    assert (distance.text, distance.iso) == ("in 4 days", said.iso)
    assert distance.exact == "Tuesday 3 March 2026, 14:00 Central European Standard Time"


def test_the_reader_s_zone_decides_which_day_it_is() -> None:
    now = datetime(2026, 2, 27, 23, 30, tzinfo=UTC)
    moment = datetime(2026, 2, 27, 22, 30, tzinfo=UTC)
    said = {
        name: say_moment(moment, now=now, zone=ZoneInfo(name), locale="en").text
        for name in ("UTC", "Europe/Berlin")
    }
    assert said == {"UTC": "today at 22:30", "Europe/Berlin": "yesterday at 23:30"}


def test_new_year_s_eve_is_yesterday_on_new_year_s_day() -> None:
    now = datetime(2027, 1, 1, 0, 5, tzinfo=BERLIN)
    assert moment_text(datetime(2026, 12, 31, 23, 55, tzinfo=BERLIN), "en", now) == "yesterday at 23:55"
    assert day_text(date(2026, 12, 30), "de", now) == "Mi., 30. Dezember 2026, vor 2 Tagen"


@pytest.mark.parametrize("change", [date(2026, 3, 29), date(2026, 10, 25)])
def test_a_day_of_23_or_25_hours_is_one_day(change: date) -> None:
    for hour in (0, 12, 23):
        now = datetime(change.year, change.month, change.day, hour, 59, tzinfo=BERLIN)
        for days, text in ((-1, "yesterday"), (0, "today"), (1, "tomorrow"), (4, "in 4 days")):
            day = change + timedelta(days=days)
            assert say_distance(day, now=now, zone=BERLIN, locale="en").text == text
            for at in (0, 23):
                moment = datetime(day.year, day.month, day.day, at, 30, tzinfo=BERLIN)
                assert say_distance(moment, now=now, zone=BERLIN, locale="en").text == text


def test_the_two_showings_of_one_time_differ_in_machine_form_and_hover() -> None:
    first = say_moment(datetime(2026, 10, 25, 0, 30, tzinfo=UTC), now=NOW, zone=BERLIN, locale="en")
    second = say_moment(datetime(2026, 10, 25, 1, 30, tzinfo=UTC), now=NOW, zone=BERLIN, locale="en")
    assert first.text == second.text == "Sun 25 October at 02:30"
    assert (first.iso, second.iso) == ("2026-10-25T02:30:00+02:00", "2026-10-25T02:30:00+01:00")
    assert "Summer" in first.exact
    assert "Standard" in second.exact


def test_regions_are_understood_and_unknown_languages_read_english() -> None:
    assert (
        day_text(date(2026, 3, 3), "de-at")
        == day_text(date(2026, 3, 3), "de_CH")
        == "Di., 3. März, in 4 Tagen"
    )
    assert day_text(date(2026, 3, 3), "xx") == day_text(date(2026, 3, 3), "en-gb") == "Tue 3 March, in 4 days"


def test_a_moment_without_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="zone"):
        moment_text(datetime(2026, 3, 3, 14), "en")
    with pytest.raises(ValueError, match="zone"):
        day_text(date(2026, 3, 3), "en", datetime(2026, 3, 3, 14))


@settings(max_examples=200, deadline=None)
@given(
    st.datetimes(datetime(2000, 1, 1), datetime(2050, 1, 1), timezones=st.just(UTC)),
    st.datetimes(datetime(2000, 1, 1), datetime(2050, 1, 1), timezones=st.just(UTC)),
    st.sampled_from(["Europe/Berlin", "America/St_Johns", "Pacific/Apia"]).map(ZoneInfo),
    st.sampled_from(["en", "de"]),
)
def test_the_machine_form_is_the_same_instant_and_nothing_is_left_to_fill_in(
    moment, now, zone, locale
) -> None:
    said = say_moment(moment, now=now, zone=zone, locale=locale)
    assert datetime.fromisoformat(said.iso) == moment.replace(microsecond=0)
    distance = say_distance(moment, now=now, zone=zone, locale=locale)
    for text in (said.text, said.exact, distance.text):
        assert text.strip()
        assert "{" not in text
    assert not distance.text.startswith(("in 0", "0 ", "vor 0", "in 1 ", "1 ", "vor 1 "))


def test_what_is_read_on_another_day_is_said_with_its_year_and_never_as_today() -> None:
    def said(when: date | datetime, locale: str) -> str:
        return say_lastingly(when, zone=BERLIN, locale=locale)

    assert said(NOW, "en") == "Fri 27 February 2026 at 09:30"
    assert said(NOW, "de") == "Fr., 27. Februar 2026 um 09:30 Uhr"
    assert said(NOW.astimezone(UTC), "en") == said(NOW, "en")
    assert said(date(2026, 2, 27), "en") == "Fri 27 February 2026"
    assert say_month(date(2026, 3, 1), locale="de") == "März 2026"
    assert say_weekday(date(2026, 3, 3), locale="de") == "Dienstag"
    assert say_clock(time(9, 5), locale="de") == "09:05"


@pytest.mark.parametrize("tag", ["day", "date_only", "at", "ago"])
def test_a_page_shows_a_dash_for_a_moment_that_nobody_knows(tag):
    shown = Template("{% load dates %}{% " + tag + " when %}").render(Context({"when": None}))
    assert shown == "–"
