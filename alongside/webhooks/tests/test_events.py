"""Other programs hear of whoever comes, changes and goes, through whichever door; what they don't hear of has a reason."""

from __future__ import annotations

import ast

import pytest

from alongside.people.calendar import today
from alongside.people.leaving import services as leaving
from alongside.people.mandates.services import update_entry
from alongside.people.models import Departure, Person, Placement
from alongside.people.tests.makers import TESTS
from alongside.people.tests.provisioning.makers import Provider, a_token
from alongside.webhooks import events, services
from alongside.webhooks.models import Delivery, Endpoint
from tests.house.code import Source, name_of, product

NOT_TOLD = {
    "people.administration_ended": "what somebody may change here is shown to administrators alone",
    "people.administration_given": "what somebody may change here is shown to administrators alone",
    "people.administration_recovered": "a matter of the installation; all administrators get a mail",
    "people.company_updated": "how this installation is set up, nothing of the directory",
    "people.departure_planned": "a last day to come is known to few; person.left says it once it is over",
    "people.departure_withdrawn": "nobody but those few knew of the day",
    "people.departures_planned_by_file": "days to come, known to few; import.applied says that a list was taken in",
    "people.duty_confirmed": "role.granted comes with it",
    "people.duty_declined": "nobody has another duty than before",
    "people.duty_lapsed": "nobody has another duty than before",
    "people.duty_proposed": "nobody has another duty than before",
    "people.duty_withdrawn": "nobody has another duty than before",
    "people.import_columns_chosen": "a draft, seen by those who load it; import.applied comes once it is loaded",
    "people.import_confirmed": "import.applied comes once it is loaded",
    "people.import_corrected": "a draft, seen by those who load it",
    "people.import_discarded": "a draft, seen by those who load it",
    "people.import_read": "a draft, seen by those who load it",
    "people.import_reading_chosen": "a draft, seen by those who load it",
    "people.import_started": "a draft, seen by those who load it",
    "people.imports_forgotten": "drafts, seen by those who loaded them",
    "people.letter_made": "how somebody signs in, which the directory does not show",
    "people.mail_tested": "a matter of the installation",
    "people.outsider_named": "people from outside stand in no directory",
    "people.person_invited": "how somebody signs in, which the directory does not show",
    "people.person_typed": "seen by the manager who typed it alone, until a list adopts it",
    "people.pin_reset_asked": "how somebody signs in, which the directory does not show",
    "people.pin_reset_confirmed": "how somebody signs in, which the directory does not show",
    "people.preferences_updated": "language, zone and look, which are somebody's own",
    "people.provisioning_token_created": "a matter of the installation",
    "people.provisioning_token_ended": "a matter of the installation",
    "people.recovery_code_made": "a matter of the installation; all administrators get a mail",
    "people.working_days_chosen": "how somebody's talks are planned; the directory does not show it",
}


def acts_of(source: Source) -> set[str]:
    """Every act that the file records: written in the call, or chosen by name in the same function."""
    found: set[str] = set()
    for function in (node for _name, node in source.functions):
        named = {
            name_of(target): node.value
            for node in ast.walk(function)
            if isinstance(node, ast.Assign)
            for target in node.targets
        }
        for call in ast.walk(function):
            if isinstance(call, ast.Call) and name_of(call.func) == "record" and len(call.args) > 1:
                act = call.args[1]
                words = ast.walk(named[act.id] if isinstance(act, ast.Name) else act)
                said = {
                    one.value for one in words if isinstance(one, ast.Constant) and isinstance(one.value, str)
                }
                assert said, f"{source.path}:{call.lineno} records an act that can't be read here"
                found |= said
    return found


def test_every_act_of_the_directory_is_an_event_or_has_a_reason_why_not():
    acts = {act for source in product() for act in acts_of(source) if act.startswith("people.")}
    assert len(acts) > 45
    told = set(events.EVENTS)
    assert not acts - told - set(NOT_TOLD), "tell them in webhooks/events.py, or say here why not"
    assert not told - acts, "these are gone"
    assert not set(NOT_TOLD) - acts, "these are gone"
    assert not told & set(NOT_TOLD)


def test_acts_are_read_where_they_are_written_and_where_they_are_chosen():
    text = """
def write(actor):
    record(actor, "people.ghost_seen", subject=actor)
    act = "people.ghost_left" if actor else "people.ghost_back"
    record(actor, act)
"""
    seen = acts_of(Source("alongside/people/services.py", text))
    assert seen == {"people.ghost_seen", "people.ghost_left", "people.ghost_back"}


@pytest.fixture
def told(db):
    """told(): (event, kind, key) of what has happened since it was last asked."""
    Endpoint.objects.create(name="intranet", url="https://hooks.example.org/")
    seen: set[int] = set()

    def news() -> list[tuple[str, str, str]]:
        rows = list(Delivery.objects.exclude(pk__in=seen).order_by("pk"))
        seen.update(row.pk for row in rows)
        return [(row.event, row.kind, row.key) for row in rows]

    return news


def of(person: Person, event: str) -> tuple[str, str, str]:
    return (event, "people.person", str(person.pk))


def test_they_hear_of_everybody_whom_the_identity_provider_adds_changes_and_lets_go(cast, told):
    provider = Provider(a_token())
    said = provider.create(
        "nina@example.org", emails=[{"value": "nina@example.org"}], title="Engineer"
    ).json()
    nina = Person.objects.get(email="nina@example.org")
    news = told()
    assert of(nina, "person.created") in news and of(nina, "person.updated") in news
    assert {"seat.created", "seat.taken"} <= {event for event, _kind, _key in news}
    assert provider.patch(said["id"], "active", value=False).status_code == 204
    assert told() == [of(nina, "person.left"), of(nina, "person.updated")]
    assert provider.patch(said["id"], "active", value=True).status_code == 204
    assert [one for one in told() if one[0].startswith("person")] == [
        of(nina, "person.back"),
        of(nina, "person.updated"),
    ]
    assert provider.ask("DELETE", f"Users/{said['id']}").status_code == 204
    assert told() == [of(nina, "person.left"), of(nina, "person.unprovisioned")]


def test_they_hear_of_who_leaves_on_the_day_and_not_before(cast, told):
    leaving.end_employment(actor=cast.acts(cast.ada), person=cast.eve, last_day=today())
    assert told() == []
    leaving.end_employment(actor=cast.acts(cast.ada), person=cast.eve, last_day=None)
    assert told() == [of(cast.eve, "person.left")]
    leaving.come_back(actor=cast.acts(cast.ada), person=cast.eve)
    assert told() == [of(cast.eve, "person.back")]


def test_a_file_that_names_many_no_longer_tells_of_each(cast, told):
    leaving.leave_by_file(actor=TESTS, person_ids=[cast.eve.pk, cast.ben.pk], day=today())
    assert told() == [of(one, "person.left") for one in sorted((cast.eve, cast.ben), key=lambda one: one.pk)]


def test_they_hear_of_a_changed_entry_and_of_a_seat_that_somebody_takes_over(cast, told):
    update_entry(actor=TESTS, person=cast.eve, name="Eve Anew", site=None)
    assert told() == [of(cast.eve, "person.updated")]
    seat = Placement.objects.get(person=cast.max).seat
    leaving.end_employment(actor=cast.acts(cast.ada), person=cast.max, last_day=None)
    told()
    leaving.take_over(actor=TESTS, seat=seat, person=cast.dora)
    assert ("seat.taken_over", "people.seat", str(seat.pk)) in told()


def test_only_whoever_chose_it_hears_that_somebody_left_and_a_leaving_undone_is_not_told(cast):
    services.create_endpoint(
        actor=cast.acts(cast.ada), name="doors", url="https://hooks.example.org/", events=["person.left"]
    )
    services.create_endpoint(
        actor=cast.acts(cast.ada), name="chart", url="https://hooks.example.net/", events=["seat.taken"]
    )
    departure = leaving.end_employment(actor=cast.acts(cast.ada), person=cast.eve, last_day=today())
    leaving.withdraw_departure(actor=cast.acts(cast.ada), departure=departure)
    assert Departure.objects.get().withdrawn_at is not None
    assert not Delivery.objects.exists()
    leaving.end_employment(actor=cast.acts(cast.ada), person=cast.ben, last_day=None)
    assert [one.endpoint.name for one in Delivery.objects.all()] == ["doors"]
