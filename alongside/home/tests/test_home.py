"""The pages that compose features: Today, what concerns me, what is recorded."""

from __future__ import annotations

import re
from datetime import timedelta
from pathlib import Path

import pytest
import time_machine
from django.urls import reverse
from django.utils import timezone, translation

from alongside.audit.models import AuditConcern, AuditEntry
from alongside.core.templatetags.core import face
from alongside.home import traces
from alongside.home.acts import ACTS
from alongside.home.own_acts import OWN_ACTS
from alongside.home.queries import people_supported
from alongside.one_on_ones import services
from alongside.people.tests.makers import a_person, a_seat

PRODUCT = Path(__file__).resolve().parents[2]
MOST_QUERIES = 15


@pytest.fixture
def series(cast):
    return services.start_series(actor=cast.acts(cast.max), employee=cast.eve)


def test_a_manager_sees_the_team_and_an_employee_does_not(cast, series, web):
    assert "Your team" in web(cast.max).get(reverse("home:today")).content.decode()
    page = web(cast.eve).get(reverse("home:today")).content.decode()
    assert "Your team" not in page
    assert "Nothing needs you now, Eve" in page


def test_today_costs_the_same_for_a_large_team(cast, series, web, django_assert_max_num_queries):
    for number in range(12):
        a_person(f"Extra Person{number}", seat=a_seat("Engineer", cast.works, cast.lead_seat))
    browser = web(cast.max)
    with django_assert_max_num_queries(MOST_QUERIES):
        page = browser.get(reverse("home:today")).content.decode()
    assert "Extra Person11" in page


def test_an_hr_partner_reads_how_many_they_support_up_to_what_is_counted(cast, web, monkeypatch):
    """Counting everybody of a large company for one line of Today is not worth the wait."""
    page = web(cast.hana).get(reverse("home:today")).content.decode()
    supported = people_supported(cast.acts(cast.hana))
    assert supported > 2
    assert f"You are HR partner of {supported} people." in page
    monkeypatch.setattr("alongside.home.queries.ALL_COUNTED", 2)
    page = web(cast.hana).get(reverse("home:today")).content.decode()
    assert "You are HR partner of more than 2 people." in page
    assert people_supported(cast.acts(cast.omar)) == 0


def test_what_concerns_me_names_who_did_what(cast, series, web):
    services.add_item(actor=cast.acts(cast.max), series=series, text="words that stay between us")
    page = web(cast.eve).get(reverse("home:trace_list")).content.decode()
    assert "Max Manager added a topic to the 1:1" in page
    assert "words that stay between us" not in page


@pytest.mark.parametrize(
    ("language", "own", "others"),
    [
        ("en", "You added a topic to the 1:1", "Max Manager started the 1:1s"),
        ("de", "Du hast ein Thema ins 1:1 gebracht", "Max Manager hat die 1:1s begonnen"),
    ],
)
def test_what_concerns_me_is_told_in_whole_sentences(cast, series, web, language, own, others):
    services.add_item(actor=cast.acts(cast.eve), series=series, text="mine")
    browser = web(cast.eve)
    browser.cookies["django_language"] = language
    page = browser.get(reverse("home:trace_list"), headers={"Accept-Language": language}).content.decode()
    assert own in page and others in page


def test_my_own_rows_carry_my_own_face(cast, series, web):
    services.add_item(actor=cast.acts(cast.eve), series=series, text="mine")
    page = web(cast.eve).get(reverse("home:trace_list")).content.decode()
    row = page[page.rindex("<li>", 0, page.index("You added a topic")) :]
    assert face("Eve Employee", cast.eve.pk, "small") in row[: row.index("</li>")]


def test_what_concerns_me_stands_in_order_of_time_over_its_pages(cast, series):
    for days_ago in (2, 5, 1, 4, 3, 6):  # entered later than it happened, as the past of the demo is
        with time_machine.travel(timezone.now() - timedelta(days=days_ago), tick=False):
            services.add_item(actor=cast.acts(cast.max), series=series, text="words")
    told, mark = [], None
    while True:
        found, mark = traces.traces_of(cast.acts(cast.eve), before=mark, most=3)
        told += [trace.at for trace in found]
        if mark is None:
            break
    assert told == sorted(told, reverse=True)
    assert len(told) == len(set(told)) == AuditConcern.objects.filter(person_id=cast.eve.pk).count()


def test_the_mark_of_a_page_tells_nothing_of_an_entry_of_somebody_else(cast, series):
    services.add_item(actor=cast.acts(cast.max), series=series, text="words")
    of_others = AuditConcern.objects.exclude(person_id=cast.ada.pk).values("entry_id")
    mine = AuditConcern.objects.filter(person_id=cast.ada.pk).values("entry_id")
    theirs = AuditEntry.objects.filter(pk__in=of_others).exclude(pk__in=mine).latest("pk")
    assert traces.traces_of(cast.acts(cast.ada))[0]
    assert traces.traces_of(cast.acts(cast.ada), before=theirs.pk) == ([], None)


@pytest.mark.parametrize("who", ["hana", "dora", "ada", "omar", "ben"])
def test_others_read_nothing_of_it_on_their_own_page(cast, series, web, who):
    services.add_item(actor=cast.acts(cast.max), series=series, text="between us")
    page = web(getattr(cast, who)).get(reverse("home:trace_list")).content.decode()
    assert "added a topic" not in page


def test_a_private_topic_leaves_no_trace_for_the_other(cast, series, web):
    services.add_item(actor=cast.acts(cast.max), series=series, text="mine", visibility="private")
    assert "added a topic" not in web(cast.eve).get(reverse("home:trace_list")).content.decode()


def test_what_is_recorded_lists_every_kind_that_speaks_of_people(cast, web):
    page = web(cast.eve).get(reverse("home:record_list")).content.decode()
    for words in (
        "Your 1:1s",
        "Who you are in the company",
        "Who did what, when",
        "It never scores or ranks",
    ):
        assert words in page


@pytest.mark.parametrize("mark", ["", "abc", "-1", "9" * 30, "0"])
def test_a_strange_mark_in_the_address_is_no_error(cast, web, mark):
    assert web(cast.eve).get(reverse("home:trace_list"), {"before": mark}).status_code == 200


def test_every_act_that_is_recorded_has_words():
    codes: set[str] = set()
    for path in PRODUCT.rglob("*.py"):
        if "tests" not in path.parts and "migrations" not in path.parts:
            codes |= set(re.findall(r'record\(\s*\w+,\s*"([a-z_]+\.[a-z_]+)"', path.read_text()))
    assert codes, "the pattern finds nothing: it no longer fits the code"
    assert not sorted(codes - set(ACTS)), "add words for these acts to alongside/home/acts.py"
    assert set(ACTS) == set(OWN_ACTS), (
        "each act has a sentence for whoever did it in alongside/home/own_acts.py"
    )


@pytest.mark.parametrize("language", ["en", "de"])
def test_acts_are_sentences_about_somebody_and_to_somebody(language):
    with translation.override(language):
        assert not [code for code, said in ACTS.items() if "%(who)s " not in str(said)]
        assert not [code for code, said in OWN_ACTS.items() if "%(" in str(said)]
        assert not [code for code, said in OWN_ACTS.items() if not str(said)[0].isupper()]
