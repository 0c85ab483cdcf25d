"""An organisation file all the way into the database: first time, second time, changed, failing, refused."""

import os
from datetime import timedelta
from pathlib import Path

import pytest

from alongside.audit.models import AuditConcern, AuditEntry
from alongside.core.errors import Refused
from alongside.identity.services import open_account
from alongside.notifications.models import Message
from alongside.people import closure
from alongside.people.calendar import today
from alongside.people.imports.services import writing
from alongside.people.models import (
    Departure,
    Holding,
    ImportChange,
    ImportRun,
    Line,
    Person,
    Placement,
    Seat,
    Unit,
)
from alongside.people.tests.imports.makers import (
    COMPANY,
    dry_run,
    everything,
    load,
    managers,
    titles,
    told,
)
from alongside.people.tests.makers import TESTS

SHARED = Path(os.environ.get("ALONGSIDE_SHARED", Path(__file__).resolve().parents[4].parent / "shared"))
REAL_CHART = SHARED / "data" / "org" / "sourcegraph_2023_pseudonymised.csv"
pytestmark = pytest.mark.django_db


def test_a_first_file_makes_people_places_units_and_lines():
    plan = load(COMPANY)
    assert told(plan)["joined"] == [
        "Daniel Reyes", "Farah Qureshi", "Elif Kaya", "Petra Novak", "David Osei", "Kelly Barnes",
    ]  # fmt: skip
    assert managers() == {
        "Daniel Reyes": "", "Farah Qureshi": "Daniel Reyes", "Elif Kaya": "Daniel Reyes",
        "Petra Novak": "Elif Kaya", "David Osei": "Elif Kaya", "Kelly Barnes": "Farah Qureshi",
    }  # fmt: skip
    petra = Person.objects.select_related("placement__unit__parent").get(name="Petra Novak")
    assert (petra.given_name, petra.family_name, petra.external_id) == ("Petra", "Novak", "4")
    assert petra.search_text == " petra novak / engineering manager technology"
    assert (petra.placement.unit.name, petra.placement.unit.parent.name) == ("Technology", "Board")
    assert petra.placement.unit.lineage == [petra.placement.unit.parent_id, petra.placement.unit_id]
    assert petra.account is None and petra.invited_at is None


def test_the_same_file_twice_changes_nothing():
    load(COMPANY)
    before, acts = everything(), AuditEntry.objects.count()
    plan = load(COMPANY)
    assert plan.writes_nothing and plan.changes == []
    assert everything() == before
    assert (AuditEntry.objects.count(), ImportRun.objects.count()) == (acts, 1)


def test_the_order_of_rows_does_not_matter():
    load(COMPANY)
    header, *rows = COMPANY.splitlines()
    assert load("\n".join([header, *reversed(rows)])).writes_nothing


def test_a_dry_run_writes_nothing():
    before = everything()
    assert dry_run(COMPANY).counts["joined"] == 6
    assert everything() == before and not ImportRun.objects.exists()


def test_one_audit_row_with_a_table_of_what_changed_and_no_mail():
    load(COMPANY)
    run = ImportRun.objects.get()
    entry = AuditEntry.objects.get(action="people.import_applied")
    assert (entry.kind, entry.key) == ("people.importrun", str(run.pk))
    assert entry.details["joined"] == 6
    assert AuditConcern.objects.filter(entry=entry).count() == 6
    change = ImportChange.objects.get(run=run, label="Petra Novak")
    assert (change.kind, change.line, change.person.name) == ("joined", 5, "Petra Novak")
    assert change.after["manager"] == "Elif Kaya" and change.before == {}
    assert not Message.objects.exists()


def test_what_changes_is_told_with_before_and_after():
    load(COMPANY)
    changed = COMPANY.replace("4,Petra Novak,petra@brightwater.example,Engineering Manager,Board > Technology,3",
                              "4,Petra Novák,petra.novak@brightwater.example,Head of firmware,Plant,2")  # fmt: skip
    plan = load(changed)
    (change,) = plan.changes
    assert change.kind == "moved"
    assert change.before == {
        "name": "Petra Novak", "email": "petra@brightwater.example", "title": "Engineering Manager",
        "unit": "Board › Technology", "manager": "Elif Kaya",
    }  # fmt: skip
    assert change.after == {
        "name": "Petra Novák", "email": "petra.novak@brightwater.example", "title": "Head of firmware",
        "unit": "Plant", "manager": "Farah Qureshi",
    }  # fmt: skip
    petra = Person.objects.get(external_id="4")
    assert (petra.name, petra.search_text) == ("Petra Novák", " petra novak / head of firmware plant")
    assert managers()["Petra Novák"] == "Farah Qureshi"
    assert load(changed).writes_nothing


def test_a_new_manager_begins_today_and_yesterday_stays_true():
    load(COMPANY)
    earlier = today() - timedelta(days=30)
    for model in (Line, Holding):
        model.objects.update(during=(earlier, None))
    load(COMPANY.replace("Plant,2", "Plant,4"))
    kelly, farah, petra = (Person.objects.get(external_id=number) for number in "624")
    assert closure.above_on(kelly.pk, today() - timedelta(days=1))[farah.pk] == 1
    assert closure.above_on(kelly.pk, today())[petra.pk] == 1
    assert farah.pk not in closure.above_on(kelly.pk, today())
    assert Line.objects.filter(seat__holdings__person=kelly).count() == 2


def test_a_move_on_the_day_of_the_first_load_leaves_no_empty_ranges():
    load(COMPANY)
    load(COMPANY.replace("Plant,2", "Plant,4"))
    assert not Line.objects.filter(during__isempty=True).exists()
    assert managers()["Kelly Barnes"] == "Petra Novak"


def test_who_is_absent_leaves_today_and_is_not_erased():
    load(COMPANY)
    Holding.objects.update(during=(today() - timedelta(days=9), None))
    Line.objects.update(during=(today() - timedelta(days=9), None))
    plan = load(COMPANY.replace("6,Kelly Barnes,kelly@brightwater.example,Shift supervisor,Plant,2\n", ""))
    assert told(plan) == {"left": ["Kelly Barnes"]}
    kelly = Person.objects.get(name="Kelly Barnes")
    assert Holding.objects.get(person=kelly).during.upper == today()
    assert not Placement.objects.filter(person=kelly).exists()
    assert Seat.objects.get(holdings__person=kelly).closed_on == today()
    assert load(
        COMPANY.replace("6,Kelly Barnes,kelly@brightwater.example,Shift supervisor,Plant,2\n", "")
    ).writes_nothing


def test_who_comes_back_is_the_same_person():
    load(COMPANY)
    Holding.objects.update(during=(today() - timedelta(days=9), None))
    Line.objects.update(during=(today() - timedelta(days=9), None))
    kelly = Person.objects.get(name="Kelly Barnes").pk
    load(COMPANY.replace("6,Kelly Barnes,kelly@brightwater.example,Shift supervisor,Plant,2\n", ""))
    assert told(load(COMPANY)) == {"joined": ["Kelly Barnes"]}
    assert Person.objects.get(name="Kelly Barnes").pk == kelly
    assert managers()["Kelly Barnes"] == "Farah Qureshi"
    assert not Seat.objects.filter(closed_on__isnull=False).exists()


def test_people_whom_no_file_brought_do_not_leave(cast):
    plan = load(COMPANY)
    assert "left" not in told(plan)
    assert managers()["Eve Employee"] == "Max Manager"


def test_more_than_five_percent_leaving_asks_again_and_writes_nothing():
    load(COMPANY)
    before = everything()
    with pytest.raises(Refused, match="5 %"):
        load(COMPANY.rsplit("\n", 2)[0] + "\n", many=False)
    assert everything() == before and ImportRun.objects.count() == 1
    load(COMPANY.rsplit("\n", 2)[0] + "\n", many=True)
    assert "Kelly Barnes" not in managers()


def test_exactly_five_percent_does_not_ask():
    rows = "".join(
        f"{number},Person {number},p{number}@x.example,Engineer,Plant,1\n" for number in range(7, 21)
    )
    load(COMPANY + rows)
    plan = dry_run(COMPANY + rows.replace(rows.splitlines(keepends=True)[-1], ""))
    assert (plan.here, plan.leaving, plan.many_leave) == (20, 1, False)


def test_a_failure_in_the_middle_leaves_everything_as_it_was(monkeypatch):
    load(COMPANY)
    before, acts = everything(), AuditEntry.objects.count()

    def broken(*_):
        raise RuntimeError("the power went")

    monkeypatch.setattr(writing.Writer, "_write_lines", broken)
    with pytest.raises(RuntimeError):
        load(COMPANY.replace("Petra Novak", "Petra Nowak") + "7,Cem Demir,cem@x.example,Engineer,Plant,4\n")
    assert everything() == before
    assert (AuditEntry.objects.count(), ImportRun.objects.count()) == (acts, 1)


@pytest.mark.parametrize("who", ["eve", "max", "dora", "hana", "ada", "omar"])
def test_only_hr_operations_load_files(cast, who):
    before = everything()
    with pytest.raises(Refused, match="HR operations"):
        load(COMPANY, actor=cast.acts(getattr(cast, who)))
    assert everything() == before and not ImportRun.objects.exists()


def test_the_chart_is_derived_once(monkeypatch):
    rebuilt = []
    monkeypatch.setattr(closure, "_lock", lambda: rebuilt.append(1))
    load(COMPANY)
    assert len(rebuilt) == 3  # to hold the chart, to begin the one block of changes, to derive it at its end


@pytest.mark.django_db
def test_loading_takes_the_same_number_of_statements_for_ten_and_a_thousand(django_assert_max_num_queries):
    rows = "".join(
        f"{number},Person {number},p{number}@x.example,Engineer,Plant,{number // 8 + 1}\n"
        for number in range(7, 1000)
    )
    with django_assert_max_num_queries(72):
        load(COMPANY + rows)
    assert Placement.objects.count() == 999


@pytest.mark.skipif(not REAL_CHART.exists(), reason=f"the pseudonymised chart is not at {REAL_CHART}")
def test_the_real_chart_is_in_the_database_as_it_is():
    plan = load(REAL_CHART.read_bytes())
    assert (len(told(plan)["joined"]), len(told(plan)["seat_opened"])) == (167, 8)
    assert (Person.objects.count(), Seat.objects.count(), Line.objects.count()) == (167, 175, 174)
    assert (Placement.objects.count(), Placement.objects.filter(manager=None).count()) == (167, 1)
    top = Placement.objects.get(manager=None).person
    assert (top.external_id, Unit.objects.count()) == ("s169", 0)
    assert top.reach_down.count() == 166
    assert load(REAL_CHART.read_bytes()).writes_nothing


def test_titles_stay_when_the_file_has_no_column_for_them():
    load(COMPANY)
    plan = load("id,name,manager\n1,Daniel Reyes,\n2,Farah Qureshi,1\n3,Elif Kaya,1\n4,Petra Novak,3\n"
                "5,David Osei,3\n6,Kelly Barnes,2\n")  # fmt: skip
    assert plan.changes == [] and titles()["Farah Qureshi"] == "COO"


def test_whoever_a_file_no_longer_names_has_left_and_is_back_when_it_names_them_again():
    load(COMPANY)
    petra = Person.objects.get(name="Petra Novak")
    petra.account = open_account(actor=TESTS, email=petra.email)
    petra.save()
    without = "".join(line for line in COMPANY.splitlines(keepends=True) if "Petra" not in line)
    load(without)
    petra = Person.objects.select_related("account").get(pk=petra.pk)
    assert petra.left_on == today() and not petra.account.is_open
    departure = Departure.objects.get(person=petra)
    assert (departure.source, departure.done_at is not None) == (Departure.Source.FILE, True)
    load(COMPANY)
    petra = Person.objects.select_related("account").get(pk=petra.pk)
    assert petra.left_on is None and petra.account.is_open
    assert managers()["Petra Novak"] == "Elif Kaya"


def test_an_end_in_the_file_plans_the_leaving_and_a_longer_contract_takes_it_back():
    ends = (today() + timedelta(days=30)).isoformat()
    header, *rows = COMPANY.splitlines()
    fixed = [f"{row},{ends if 'David' in row else ''}" for row in rows]
    load("\n".join([f"{header},end date", *fixed]))
    planned = Departure.objects.get(person__name="David Osei", withdrawn_at=None)
    assert planned.is_open and planned.ends_on <= today() + timedelta(days=31)
    load("\n".join([f"{header},end date", *[f"{row}," for row in rows]]))
    assert not Departure.objects.filter(withdrawn_at=None).exists()
    assert Person.objects.get(name="David Osei").left_on is None
