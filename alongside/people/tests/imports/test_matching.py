"""Who in the file is who in the company: nobody becomes somebody else, and who a manager typed in is adopted."""

import pytest
from django.utils import timezone

from alongside.people.imports.queries import what_is_known
from alongside.people.models import Holding, ImportedPerson, Person, Placement
from alongside.people.services import create_person
from alongside.people.tests.imports.makers import COMPANY, dry_run, load, managers, told
from alongside.people.tests.makers import TESTS

pytestmark = pytest.mark.django_db


def typed(name, by, **more):
    """Somebody whom a manager typed in to begin alone."""
    person = create_person(actor=TESTS, name=name, **more)
    Person.objects.filter(pk=person.pk).update(typed_by=by)
    return person


@pytest.fixture
def petra(db):
    load(COMPANY)
    return Person.objects.get(name="Petra Novak")


def test_somebody_typed_in_is_adopted_by_name_under_the_same_manager(petra):
    milan = typed("Milan Dvořák", petra)
    load(COMPANY + "7,Milan Dvorak,milan@brightwater.example,Engineer,Plant,4\n")
    milan.refresh_from_db()
    assert (milan.typed_by_id, milan.external_id, milan.email) == (None, "7", "milan@brightwater.example")
    assert managers()["Milan Dvorak"] == "Petra Novak" and Person.objects.count() == 7


def test_somebody_typed_in_is_adopted_by_address(petra):
    milan = typed("M. Dvorak", petra, email="milan@brightwater.example")
    load(COMPANY + "7,Milan Dvorak,Milan@Brightwater.example,Engineer,Plant,2\n")
    milan.refresh_from_db()
    assert (milan.typed_by_id, milan.name) == (None, "Milan Dvorak")


def test_a_namesake_under_another_manager_is_somebody_else(petra):
    milan = typed("Milan Dvorak", petra)
    plan = load(COMPANY + "7,Milan Dvorak,milan@brightwater.example,Engineer,Plant,2\n")
    milan.refresh_from_db()
    assert milan.typed_by_id == petra.pk and milan.external_id is None
    assert told(plan)["joined"] == ["Milan Dvorak"] and Person.objects.count() == 8


def test_the_same_name_typed_in_twice_goes_to_nobody_by_name_alone(petra):
    for manager in (petra, Person.objects.get(name="David Osei")):
        typed("Milan Dvorak", manager)
    load(COMPANY + "7,Milan Dvorak,milan@brightwater.example,Engineer,Plant,4\n")
    assert Person.objects.filter(typed_by=None).count() == 7


def test_a_number_that_passes_to_another_person_is_refused_and_named(petra):
    plan = load(COMPANY.replace("4,Petra Novak,petra@", "4,Milan Dvorak,milan@"))
    petra.refresh_from_db()
    assert petra.name == "Petra Novak" and "Milan Dvorak" not in managers()
    assert [(one.line, str(one.code)) for one in plan.problems] == [(5, "number_of_another")]
    assert managers()["Petra Novak"] == "Elif Kaya"  # neither changed nor gone


@pytest.mark.parametrize("name", ["Petra Svobodová", "Novak, Petra", "PETRA NOVAK"])
def test_a_married_or_turned_name_is_the_same_person(petra, name):
    load(COMPANY.replace("4,Petra Novak,petra@", f'4,"{name}",petra.new@'))
    petra.refresh_from_db()
    assert petra.email == "petra.new@brightwater.example" and Person.objects.count() == 6


def test_an_address_of_somebody_else_is_not_taken_over(petra):
    plan = load(COMPANY + "7,Milan Dvorak,petra@brightwater.example,Engineer,Plant,2\n")
    assert plan.problems == []  # within the file: the first row was kept
    later = COMPANY.replace("4,Petra Novak,petra@brightwater.example", "4,Petra Novak,")
    plan = load(later + "7,Milan Dvorak,petra@brightwater.example,Engineer,Plant,2\n")
    assert [(one.line, str(one.code)) for one in plan.problems] == [(8, "email_taken")]
    assert Person.objects.get(external_id="7").email is None
    petra.refresh_from_db()
    assert petra.email == "petra@brightwater.example"


def test_two_people_can_swap_addresses(petra):
    swapped = COMPANY.replace("petra@", "x@").replace("david@", "petra@").replace("x@", "david@")
    load(swapped)
    assert Person.objects.get(external_id="4").email == "david@brightwater.example"
    assert Person.objects.get(external_id="5").email == "petra@brightwater.example"
    assert load(swapped).writes_nothing


def test_a_file_by_address_and_a_later_one_by_number_are_the_same_people(petra):
    number_only = "\n".join(line.split(",", 1)[1] for line in COMPANY.splitlines())
    by_name = number_only.replace("manager\n", "boss\n")
    plan = dry_run(by_name.replace(",1\n", ",Daniel Reyes\n"))
    assert "joined" not in told(plan) and "left" not in told(plan)


def test_people_made_by_hand_are_recognised_by_address_and_keep_their_place(cast):
    text = (
        "id,name,email,title,manager\n1,Max Manager,max.manager@example.org,Team lead,\n"
        "2,Eve Employee,eve.employee@example.org,Engineer,1\n"
    )
    seats = dict(Holding.objects.values_list("person_id", "seat_id"))
    plan = load(text)
    assert told(plan) == {
        "moved": ["Max Manager"],
        "changed": ["Eve Employee"],
    }  # a number; and Max reports to nobody
    assert dict(Holding.objects.values_list("person_id", "seat_id")) == seats
    assert ImportedPerson.objects.count() == 2 and load(text).writes_nothing


def test_an_erased_person_is_nobody_to_match(petra):
    Holding.objects.filter(person=petra).delete()
    Placement.objects.filter(person=petra).delete()
    Person.objects.filter(pk=petra.pk).update(erased_at=timezone.now(), external_id=None, email=None, name="")
    assert petra.pk not in what_is_known().people


def test_what_people_chose_themselves_is_not_overwritten(petra):
    Person.objects.filter(pk=petra.pk).update(locale="de", time_zone="Europe/Prague")
    text = COMPANY.replace("manager\n", "manager,language,time zone\n", 1)
    lines = text.splitlines()
    load("\n".join([lines[0], *(f"{line},English,Europe/London" for line in lines[1:])]))
    petra.refresh_from_db()
    assert (petra.locale, petra.time_zone) == ("de", "Europe/Prague")
    assert Person.objects.get(external_id="1").time_zone == "Europe/London"


def test_sites_are_found_by_name_or_made(petra):
    text = "id,name,site,country\n1,Daniel Reyes,Leeds,UK\n2,Farah Qureshi,leeds,UK\n"
    load(text)
    daniel, farah = (Person.objects.select_related("site").get(external_id=number) for number in "12")
    assert daniel.site_id == farah.site_id and (daniel.site.name, daniel.site.country) == ("Leeds", "GB")
    assert load(text).writes_nothing
