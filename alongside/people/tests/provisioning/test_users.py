"""Users over SCIM: added, changed, let go, back; who may; what the protocol promises."""

from __future__ import annotations

from dataclasses import replace

import pytest
from django.test import Client
from django.utils import timezone

from alongside.audit.models import AuditEntry
from alongside.core.errors import Refused
from alongside.identity import limits
from alongside.identity.services import create_token
from alongside.identity.tests.makers import is_signed_in
from alongside.people import services as people
from alongside.people.calendar import today
from alongside.people.models import Person, Placement, ProvisionedPerson, RoleGrant, Unit
from alongside.people.provisioning import queries, services
from alongside.people.provisioning.user import User
from alongside.people.tests.makers import TESTS
from alongside.people.tests.provisioning.makers import ENTERPRISE, Provider, a_token

pytestmark = pytest.mark.django_db


@pytest.fixture
def provider(cast):
    return Provider(a_token())


def _lacking() -> set[int]:
    return set(Placement.objects.filter(lacks_manager=True).values_list("person_id", flat=True))


def the_id(person):
    return queries.scim_id(person.pk)


def test_a_user_becomes_somebody_of_directory_and_chart_and_nobody_is_invited(cast, provider):
    made = provider.create(
        "nina@example.org", name={"givenName": "Nina", "familyName": "New"}, title="Engineer", number="N-7",
        emails=[{"value": "Nina@example.org", "primary": True}], manager=the_id(cast.max), department="Works",
    )  # fmt: skip
    assert made.status_code == 201
    said = made.json()
    nina = Person.objects.select_related("placement__unit", "placement__manager").get(
        email="nina@example.org"
    )
    assert said["id"] == the_id(nina) and said["active"] is True
    assert said["meta"]["version"] == made.headers["ETag"]
    assert (nina.name, nina.external_id, nina.account, nina.invited_at) == ("Nina New", "N-7", None, None)
    assert (nina.placement.unit, nina.placement.manager) == (cast.works, cast.max)
    assert said[ENTERPRISE]["manager"]["displayName"] == "Max Manager"
    entry = AuditEntry.objects.filter(action="people.person_provisioned").latest("id")
    assert (entry.door, entry.person_id) == ("scim", None)
    assert entry.purpose.startswith("scim-token-")


def test_what_the_directory_has_no_use_for_is_stored_nowhere(cast, provider):
    said = provider.create(
        "ina@example.org", phoneNumbers=[{"value": "+49-000-777"}], nickName="Secretnick"
    ).json()
    assert "phoneNumbers" not in said
    row = ProvisionedPerson.objects.get()
    assert "777" not in str(row.said) and "Secretnick" not in str(row.said)


def test_people_who_are_here_already_are_found_by_their_address(cast, provider):
    found = provider.ask("GET", 'Users?filter=userName eq "EVE.EMPLOYEE@example.org"').json()
    assert [one["id"] for one in found["Resources"]] == [the_id(cast.eve)]
    assert provider.patch(the_id(cast.eve), "title", "Principal engineer").status_code == 204
    assert Placement.objects.get(person=cast.eve).seat.title == "Principal engineer"
    assert Placement.objects.get(person=cast.eve).manager == cast.max


def test_a_name_that_is_taken_is_a_conflict_and_changes_nothing(cast, provider):
    before = Person.objects.count()
    assert (
        provider.create("Eve.Employee@example.org").status_code == 201
    )  # a name, not an address: nobody has it
    again = provider.create("EVE.EMPLOYEE@EXAMPLE.ORG")
    assert (again.status_code, again.json()["scimType"]) == (409, "uniqueness")
    address = provider.create("else", emails=[{"value": "eve.employee@example.org"}])
    assert (address.status_code, address.json()["scimType"]) == (409, "uniqueness")
    assert Person.objects.count() == before + 1


def test_deactivation_ends_sessions_at_once_and_leaves_the_team_without_a_manager(cast, provider, web):
    browser = web(cast.max)
    assert is_signed_in(browser)
    assert provider.patch(the_id(cast.max), "active", False).status_code == 204
    assert provider.ask("GET", f"Users/{the_id(cast.max)}").json()["active"] is False
    assert not is_signed_in(browser)
    assert _lacking() == {cast.eve.pk, cast.ben.pk}
    assert provider.patch(the_id(cast.max), "active", True).status_code == 204
    assert provider.ask("GET", f"Users/{the_id(cast.max)}").json()["active"] is True
    max_now = Person.objects.select_related("account", "placement__seat").get(pk=cast.max.pk)
    assert max_now.account.is_open and not max_now.account.has_usable_password()
    assert max_now.placement.seat == cast.lead_seat
    assert not _lacking()


def test_words_like_entra_sends_them_are_understood(cast, provider):
    data = {
        "schemas": ["urn:ietf:params:scim:api:messages:2.0:PatchOp"],
        "Operations": [{"op": "Replace", "value": {"active": False}}],
    }
    assert provider.ask("PATCH", f"Users/{the_id(cast.max)}", data).status_code == 204
    assert Person.objects.get(pk=cast.max.pk).left_on == today()


def test_delete_lets_somebody_go_and_is_404_afterwards(cast, provider, web):
    browser = web(cast.ben)
    assert provider.ask("DELETE", f"Users/{the_id(cast.ben)}").status_code == 204
    assert not is_signed_in(browser)
    for method in ("GET", "DELETE"):
        assert provider.ask(method, f"Users/{the_id(cast.ben)}").status_code == 404
    assert Person.objects.get(pk=cast.ben.pk).left_on == today()


def test_the_last_administrator_stays(cast, provider):
    refused = provider.ask("DELETE", f"Users/{the_id(cast.ada)}")
    assert refused.status_code == 403 and "administrator" in refused.json()["detail"]
    assert Person.objects.get(pk=cast.ada.pk).left_on is None


def test_an_administrator_who_cannot_come_in_yet_does_not_count_as_one_who_stays(cast, provider):
    """Named, and not invited: letting the other one go would leave a company that nobody can administer."""
    people.grant_role(actor=TESTS, person=cast.omar, role=RoleGrant.Role.ADMINISTRATOR, since=today())
    Person.objects.filter(pk=cast.omar.pk).update(invited_at=None)
    assert provider.ask("DELETE", f"Users/{the_id(cast.ada)}").status_code == 403
    assert Person.objects.get(pk=cast.ada.pk).left_on is None
    Person.objects.filter(pk=cast.omar.pk).update(invited_at=timezone.now())
    assert provider.ask("DELETE", f"Users/{the_id(cast.ada)}").status_code == 204


def test_whoever_inherits_an_address_inherits_no_person(cast, provider):
    provider.ask("DELETE", f"Users/{the_id(cast.ben)}")
    address = {"emails": [{"value": "ben.builder@example.org"}]}
    other = provider.create("ben.builder@example.org", displayName="Kim Quite-Other", **address)
    assert other.status_code == 409
    same = provider.create("ben.builder@example.org", displayName="Ben Builder", **address)
    assert (same.status_code, same.json()["id"]) == (201, the_id(cast.ben))
    assert Person.objects.get(pk=cast.ben.pk).left_on is None


def test_a_manager_who_comes_later_is_found_when_they_come(cast, provider):
    early = provider.create("early", manager="late-77").json()
    person = queries.person_id_in(early["id"])
    assert early[ENTERPRISE]["manager"]["value"] == "late-77"
    assert Placement.objects.get(person=person).manager is None
    late = provider.create("late", externalId="late-77").json()
    assert Placement.objects.get(person=person).manager_id == queries.person_id_in(late["id"])
    read = provider.ask("GET", f"Users/{early['id']}").json()
    assert read[ENTERPRISE]["manager"] == {
        "value": late["id"], "displayName": "late", "$ref": f"http://127.0.0.1:8000/scim/v2/Users/{late['id']}"
    }  # fmt: skip


def test_two_who_change_places_end_right_in_any_order(cast, provider):
    top = provider.create("top").json()["id"]
    a = provider.create("a", manager=top).json()["id"]
    b = provider.create("b", manager=a).json()["id"]
    provider.patch(a, f"{ENTERPRISE}:manager", {"value": b})  # would close a circle: it waits
    assert Placement.objects.get(person=queries.person_id_in(a)).manager_id == queries.person_id_in(top)
    provider.patch(b, f"{ENTERPRISE}:manager", {"value": top})
    assert Placement.objects.get(person=queries.person_id_in(b)).manager_id == queries.person_id_in(top)
    assert Placement.objects.get(person=queries.person_id_in(a)).manager_id == queries.person_id_in(b)


def test_references_asked_at_once_mean_whom_each_means_alone(provider):
    nina = provider.create("Nina@Example.org", externalId="own-7", number="N-7").json()["id"]
    gone = provider.create("gone@example.org", externalId="own-8", number="N-8").json()["id"]
    provider.ask("DELETE", f"Users/{gone}")
    asked = {nina, "own-7", "nina@example.ORG", "N-7", gone, "own-8", "gone@example.org", "N-8", "n-7", ""}
    known = queries.known_among(asked)
    assert known == {one for one in asked if queries.person_named(one) is not None}
    assert known == {nina, "own-7", "nina@example.ORG", "N-7"}


def test_a_stale_version_changes_nothing(cast, provider):
    address, body = f"Users/{the_id(cast.eve)}", {"schemas": [], "userName": "eve"}
    first = provider.ask("GET", address)
    assert provider.ask("GET", address, **{"If-None-Match": first.headers["ETag"]}).status_code == 304
    provider.patch(the_id(cast.eve), "title", "Other")
    stale = provider.ask(
        "PUT", address, body | {"schemas": first.json()["schemas"]}, **{"If-Match": first.headers["ETag"]}
    )
    assert stale.status_code == 412
    assert Placement.objects.get(person=cast.eve).seat.title == "Other"


def test_pages_and_filters(cast, provider):
    everybody = provider.ask("GET", "Users?count=2&startIndex=2").json()
    assert (everybody["totalResults"], everybody["itemsPerPage"]) == (Person.objects.count(), 2)
    for words, names in (
        ('emails.value eq "eve.employee@example.org"', {"Eve Employee"}),
        ('displayName sw "Max"', {"Max Manager"}),
        ('title co "engin" and active eq true', {"Eve Employee"}),
        (f'id eq "{the_id(cast.ben)}"', {"Ben Builder"}),
        ('userName eq "nobody"', set()),
    ):
        found = provider.ask("GET", f"Users?filter={words}").json()
        assert {one["displayName"] for one in found.get("Resources", [])} == names, words
    assert provider.ask("GET", "Users?filter=title pr pr").json()["scimType"] == "invalidFilter"


def test_departments_become_units_once(cast, provider):
    provider.create("one", department="Robots")
    provider.create("two", department="ROBOTS")
    unit = Unit.objects.get(name="Robots")
    assert unit.parent == cast.company
    assert Placement.objects.filter(unit=unit).count() == 2


@pytest.mark.parametrize("header", [None, "Bearer nonsense", "Basic abc", "Bearer "])
def test_without_a_live_token_there_is_no_answer(cast, header):
    browser = Client(headers={"Authorization": header} if header else {})
    for path in ("Users", "Users/person-1", "Schemas", "Bulk", "Nothing"):
        answer = browser.get(f"/scim/v2/{path}")
        assert answer.status_code in (401, 404, 405), path
        assert "Eve" not in answer.content.decode()
    assert browser.post("/scim/v2/Users", "{}", content_type="application/json").status_code == 401
    assert browser.get("/scim/v2/ServiceProviderConfig").status_code == 200


def test_an_ended_token_and_a_personal_token_open_nothing(cast):
    secret = a_token()
    token = queries.live_provisioning_token(secret)
    assert Provider(secret).ask("GET", "Users").status_code == 200
    with pytest.raises(Refused):
        services.end_provisioning_token(actor=cast.acts(cast.eve), token=token)
    assert Provider(secret).ask("GET", "Users").status_code == 200
    services.end_provisioning_token(actor=cast.acts(cast.ada), token=token)
    assert Provider(secret).ask("GET", "Users").status_code == 401
    _row, personal = create_token(actor=cast.acts(cast.ada), account=cast.ada.account, name="mine")
    assert Provider(personal).ask("GET", "Users").status_code == 401


def test_a_provisioning_token_opens_nothing_else(cast):
    assert Client(headers={"Authorization": f"Bearer {a_token()}"}).get("/api/v1/people").status_code == 401


@pytest.mark.parametrize("who", ["eve", "hana", "dora", "omar"])
def test_nobody_at_a_page_provisions_or_makes_tokens(cast, who):
    people.grant_role(actor=TESTS, person=cast.hana, role=RoleGrant.Role.HEAD_OF_HR, since=today())
    actor = cast.acts(getattr(cast, who))
    with pytest.raises(Refused):
        services.create_user(actor=actor, user=User(user_name="x"))
    with pytest.raises(Refused):
        services.create_provisioning_token(actor=actor, name="mine")
    assert not ProvisionedPerson.objects.exists()


def test_the_page_shows_a_token_once(cast, web):
    browser = web(cast.ada)
    assert browser.post("/administration/provisioning/new/", {"name": "Entra"}).status_code == 302
    shown = browser.get("/administration/provisioning/").content.decode()
    secret = shown.split("<code>alongside_scim_")[1].split("<")[0]
    assert Provider(f"alongside_scim_{secret}").ask("GET", "Users").status_code == 200
    again = browser.get("/administration/provisioning/").content.decode()
    assert secret not in again and "Entra" in again


def test_too_many_requests_wait(cast, provider, monkeypatch):
    assert limits.TABLE["scim"].count == 1_200
    monkeypatch.setitem(limits.TABLE, "scim", replace(limits.TABLE["scim"], count=2))
    assert [provider.ask("GET", "Users").status_code for _ in range(3)] == [200, 200, 429]
    assert int(provider.ask("GET", "Users").headers["Retry-After"]) > 0
