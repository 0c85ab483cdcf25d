"""Who may open which address of people."""

from datetime import timedelta
from types import SimpleNamespace

from django.db.backends.postgresql.psycopg_any import DateRange
from django.utils import timezone

from alongside.one_on_ones import services
from alongside.people.away import services as away
from alongside.people.calendar import today
from alongside.people.imports.services import start_import
from alongside.people.leaving.services import end_employment
from alongside.people.models import Coverage, DutyProposal, RoleGrant, Site, UnitAdministration
from alongside.people.provisioning.services import create_provisioning_token
from alongside.people.tests.makers import TESTS
from tests.house.table import Row, anybody, everybody, only


def prepare(world: SimpleNamespace) -> None:
    """Some record with readers: a 1:1 of Max and Eve; a site; a duty and a coverage to end; a file on its way in."""
    world.series = services.start_series(actor=world.acts(world.max), employee=world.eve)
    world.site = Site.objects.create(name="Works", time_zone="UTC")
    world.duty = RoleGrant.objects.get(role=RoleGrant.Role.HR_OPERATIONS)
    world.coverage = Coverage.objects.get()
    world.run = start_import(
        actor=TESTS, file_name="people.csv", data=b"id,name,email\n1,Ann Lee,nobody(at)x\n"
    )
    world.proposal = DutyProposal.objects.create(
        person=world.eve, duty="hr_operations", reason="She knows the files.",
        proposed_by=world.people["head_of_hr"], expires_at=timezone.now() + timedelta(days=7),
    )  # fmt: skip
    world.administration = UnitAdministration.objects.create(
        person=world.dora, unit=world.hr, during=DateRange(today(), None)
    )
    acts, day = world.acts(world.eve), today()
    world.absence = away.add_absence(actor=acts, person=world.eve, first_day=day, last_day=day)
    administrator = RoleGrant.objects.filter(role=RoleGrant.Role.ADMINISTRATOR).first()
    world.scim_token, _secret = create_provisioning_token(actor=world.acts(administrator.person), name="Okta")
    world.departure = end_employment(actor=TESTS, person=world.ben, last_day=day + timedelta(days=30))
    world.standing_in = away.delegate(
        actor=acts, person=world.eve, to=world.omar, first_day=day, last_day=day + timedelta(days=9)
    )


LOADERS = ("hr_operations", "head_of_hr")


def the_run(world: SimpleNamespace) -> list[int]:
    return [world.run.pk]


ADMINISTRATION = ("administrator", "head_of_hr")
NAMING = (*ADMINISTRATION, "hr_operations")
SCIM_METHODS = ("get", "post", "put", "patch", "delete")
ON_USERS = {"put": anybody(405), "patch": anybody(405), "delete": anybody(405)}
LETTING_GO = (*ADMINISTRATION, "hr_operations")
ONESELF_AND_HR = ("employee", "hr_operations", "head_of_hr")
_SOON = timezone.localdate() + timedelta(days=30)  # read before there is a database to ask for the zone
LATER = {"first_day": str(_SOON), "last_day": str(_SOON + timedelta(days=1))}
A_SITE = {"name": "Hall", "time_zone": "UTC", "country": "", "subdivision": "", "working_days": ["1"]}
TABLE = {
    "people:account_detail": Row(get=everybody()),
    "people:preferences_update": Row(post=everybody(302), data={"name": "Me"}),
    # gone as soon as there is an administrator
    "people:administrator_create": Row(get=anybody(404), post=anybody(404)),
    "people:checklist_detail": Row(get=only(*ADMINISTRATION)),
    "people:company_update": Row(
        get=only(*ADMINISTRATION),
        post=only(*ADMINISTRATION, status=302),
        data={"name": "Company", "language": "en", "time_zone": "UTC", "version": "1"},
    ),
    "people:site_list": Row(get=only(*ADMINISTRATION)),
    "people:site_create": Row(get=only(*ADMINISTRATION), post=only(*ADMINISTRATION, status=302), data=A_SITE),
    "people:site_update": Row(
        lambda world: [world.site.pk],
        get=only(*ADMINISTRATION),
        post=only(*ADMINISTRATION, status=302),
        data=A_SITE,
    ),
    "people:duty_list": Row(get=only(*ADMINISTRATION)),
    "people:duty_create": Row(
        post=only(*ADMINISTRATION, status=302),
        data={"person": "eve.employee@example.org", "role": "hr_operations"},
    ),
    "people:duty_end": Row(lambda world: [world.duty.pk], post=only(*ADMINISTRATION, status=302)),
    "people:proposal_list": Row(get=only(*NAMING)),
    "people:proposal_confirm": Row(
        lambda world: [world.proposal.pk],
        post={**only(*NAMING, status=403), "administrator": 302},
    ),
    "people:proposal_decline": Row(
        lambda world: [world.proposal.pk],
        post={**only(*NAMING, status=403), "administrator": 302},
    ),
    "people:proposal_delete": Row(
        lambda world: [world.proposal.pk],
        post={**only(*NAMING, status=403), "head_of_hr": 302},
    ),
    "people:coverage_list": Row(get=only(*NAMING)),
    "people:coverage_create": Row(
        post=only(*NAMING, status=302),
        data=lambda world: {"partner": "omar.other@example.org", "unit": str(world.sales.pk)},
    ),
    "people:coverage_end": Row(lambda world: [world.coverage.pk], post=only(*NAMING, status=302)),
    "people:administration_list": Row(get=only("administrator")),
    "people:administration_create": Row(
        post=only("administrator", status=302),
        data=lambda world: {"person": "hana.partner@example.org", "unit": str(world.sales.pk)},
    ),
    "people:administration_end": Row(
        lambda world: [world.administration.pk], post=only("administrator", status=302)
    ),
    # the manager administers a unit of this world; what it opens is tested in test_unit_administration.py
    "people:administered_list": Row(get=only("skip_level")),
    "people:entry_update": Row(
        lambda world: [world.eve.pk],
        get=only(*LOADERS, others=403),
        post=only(*LOADERS, status=302, others=403),
        data={"name": "Eve Employee"},
    ),
    "people:outsider_list": Row(
        get=only(*ADMINISTRATION),
        post=only(*ADMINISTRATION, status=302),
        data={"duty": "appeal", "name": "Lea Lawyer", "contact": "lea@example.org"},
    ),
    "people:mail_test": Row(get=only(*ADMINISTRATION), post=only(*ADMINISTRATION)),
    "people:audience_detail": Row(
        lambda world: ["one_on_ones.series", world.series.pk],
        get=only("employee", "manager", "former_manager"),
    ),
    "people:onlooker_detail": Row(
        lambda world: ["one_on_ones.series", world.series.pk, world.dora.pk],
        get=only("employee", "manager", "former_manager"),
    ),
    "people:import_list": Row(get=only(*LOADERS)),
    "people:import_create": Row(post=only(*LOADERS, status=422)),
    "people:import_detail": Row(the_run, get=only(*LOADERS)),
    "people:import_columns": Row(
        the_run, get=only(*LOADERS), post=only(*LOADERS, status=302), data={"column-1": "display_name"}
    ),
    "people:import_reading": Row(the_run, post=only(*LOADERS, status=302), data={"encoding": "utf-8"}),
    "people:import_problems": Row(
        the_run, get=only(*LOADERS), post=only(*LOADERS, status=302), data={"out-2": "on"}
    ),
    "people:import_fix_delete": Row(the_run, post=only(*LOADERS, status=302), data={"line": "2"}),
    "people:import_changes": Row(the_run, get=only(*LOADERS)),
    "people:import_apply": Row(
        the_run, post=only(*LOADERS, status=302), data=lambda world: {"digest": world.run.digest}
    ),
    "people:import_discard": Row(the_run, post=only(*LOADERS, status=302)),
    "people:provisioning_detail": Row(get=only("administrator")),
    "people:provisioning_token_create": Row(post=only("administrator", status=302), data={"name": "Entra"}),
    "people:provisioning_token_end": Row(
        lambda world: [world.scim_token.pk], post=only("administrator", status=302)
    ),
    # programs with a provisioning token alone; what they get is tested in tests/provisioning
    "people:scim_root": Row(**{**dict.fromkeys(SCIM_METHODS, anybody(405)), "get": anybody(401)}),
    "people:scim_detail": Row(lambda world: ["Users"], get=anybody(401), post=anybody(401), **ON_USERS),
    "people:person_list": Row(get=everybody()),
    "people:supported_list": Row(get=everybody()),
    "people:person_detail": Row(lambda world: [world.eve.pk], get=everybody()),
    "people:person_history": Row(lambda world: [world.eve.pk], get=only(*ONESELF_AND_HR, others=403)),
    "people:absence_list": Row(lambda world: [world.eve.pk], get=only(*ONESELF_AND_HR, others=403)),
    "people:absence_create": Row(
        lambda world: [world.eve.pk], post=only(*ONESELF_AND_HR, status=302, others=403), data=LATER
    ),
    "people:working_days_update": Row(
        lambda world: [world.eve.pk],
        post=only(*ONESELF_AND_HR, status=302, others=403),
        data={"working_days": ["1", "2", "3"]},
    ),
    "people:absence_delete": Row(
        lambda world: [world.absence.pk], post=only(*ONESELF_AND_HR, status=302, others=403)
    ),
    "people:delegation_list": Row(lambda world: [world.eve.pk], get=only(*ONESELF_AND_HR, others=403)),
    "people:delegation_create": Row(
        lambda world: [world.eve.pk],
        post=only(*ONESELF_AND_HR, status=302, others=403),
        data={"to": "ben.builder@example.org", **LATER},
    ),
    "people:delegation_end": Row(
        lambda world: [world.standing_in.pk],
        post=only(*ONESELF_AND_HR, "stranger", status=302, others=403),
    ),
    # skip_level administers a unit of this world, and sees its people on the list
    "people:departure_list": Row(get=only(*LETTING_GO, "skip_level")),
    "people:departure_create": Row(
        lambda world: [world.ben.pk],
        get=only(*LETTING_GO),
        post=only(*LETTING_GO, status=302),
        data={"when": "at_once"},
    ),
    "people:departure_delete": Row(lambda world: [world.departure.pk], post=only(*LETTING_GO, status=302)),
    "people:return_create": Row(lambda world: [world.ben.pk], post=only(*LETTING_GO, status=302)),
    "people:left_place_list": Row(get=only("hr_operations", "head_of_hr", "hr_partner")),
    "people:taking_over_create": Row(
        lambda world: [world.lead_seat.pk],
        post=only(*LOADERS, status=403),  # it is held: refused with the reason
        data={"person": "omar.other@example.org"},
    ),
    "people:team_detail": Row(get=everybody()),
    "people:chart_detail": Row(get=everybody()),
    "people:chart_table": Row(get=everybody()),
    "people:branch_detail": Row(lambda world: [world.lead_seat.pk], get=everybody()),
    "GET /api/v1/people": Row(get=everybody()),
    "GET /api/v1/people/{id}": Row(lambda world: [world.eve.pk], get=everybody()),
    "GET /api/v1/me": Row(get=everybody()),
    "GET /api/v1/team": Row(get=everybody()),
    "GET /api/v1/units": Row(get=everybody()),
    "GET /api/v1/units/{id}": Row(lambda world: [world.sales.pk], get=everybody()),
    "GET /api/v1/imports/": Row(get=everybody()),
    "GET /api/v1/imports/{id}": Row(the_run, get=only(*LOADERS)),
    "GET /api/v1/imports/{id}/problems": Row(the_run, get=only(*LOADERS)),
    # days away need to be asked for by person: 422 without
    "GET /api/v1/absences/": Row(get=everybody(422)),
    "POST /api/v1/absences/": Row(
        post=only(*ONESELF_AND_HR, status=201, others=403),
        data=lambda world: {"person_id": world.eve.pk, **LATER},
    ),
    "DELETE /api/v1/absences/{id}": Row(
        lambda world: [world.absence.pk], delete=only(*ONESELF_AND_HR, status=204, others=403)
    ),
    "GET /api/v1/delegations/": Row(get=everybody()),
    "POST /api/v1/delegations/": Row(
        post=only(*ONESELF_AND_HR, status=201, others=403),
        data=lambda world: {"from_person_id": world.eve.pk, "to_person_id": world.ben.pk, **LATER},
    ),
    "POST /api/v1/delegations/{id}/ending": Row(
        lambda world: [world.standing_in.pk], post=only(*ONESELF_AND_HR, "stranger", others=403)
    ),
    "GET /api/v1/seats": Row(get=everybody()),
    "PATCH /api/v1/people/{id}": Row(
        lambda world: [world.eve.pk], patch=only(*LOADERS, others=403), data={"name": "Eve Employee"}
    ),
    "GET /api/v1/people/{id}/hr-partner": Row(lambda world: [world.eve.pk], get=everybody()),
    "GET /api/v1/working-days/{person_id}": Row(
        lambda world: [world.eve.pk], get=only(*ONESELF_AND_HR, others=403)
    ),
    "PUT /api/v1/working-days/{person_id}": Row(
        lambda world: [world.eve.pk], put=only(*ONESELF_AND_HR, others=403), data={"working_days": [1, 2]}
    ),
    "GET /api/v1/people/{id}/history": Row(
        lambda world: [world.eve.pk], get=only(*ONESELF_AND_HR, others=403)
    ),
    "GET /api/v1/hr-partners/people": Row(get=everybody()),
    "GET /api/v1/preferences/": Row(get=everybody()),
    "PUT /api/v1/preferences/": Row(put=everybody(), data={"name": "Me"}),
    "GET /api/v1/sites/": Row(get=everybody()),
    "GET /api/v1/sites/{id}": Row(lambda world: [world.site.pk], get=everybody()),
    "GET /api/v1/duties/": Row(get=only(*ADMINISTRATION)),
    "GET /api/v1/duties/{id}": Row(lambda world: [world.duty.pk], get=only(*ADMINISTRATION)),
    "GET /api/v1/hr-partners/": Row(get=only(*NAMING)),
    "GET /api/v1/hr-partners/{id}": Row(lambda world: [world.coverage.pk], get=only(*NAMING)),
    "GET /api/v1/duty-proposals/": Row(get=only(*NAMING)),
    "GET /api/v1/duty-proposals/{id}": Row(lambda world: [world.proposal.pk], get=only(*NAMING)),
    "DELETE /api/v1/duty-proposals/{id}": Row(
        lambda world: [world.proposal.pk], delete={**only(*NAMING, status=403), "head_of_hr": 204}
    ),
    # skip_level administers a unit of this world: sees that one, its people, and who of them leaves
    "GET /api/v1/unit-administrations/": Row(get=only("administrator", "skip_level")),
    "GET /api/v1/unit-administrations/{id}": Row(
        lambda world: [world.administration.pk], get=only("administrator", "skip_level")
    ),
    "GET /api/v1/unit-administrations/people": Row(get=only("skip_level")),
    "GET /api/v1/departures/": Row(get=only(*LETTING_GO, "skip_level")),
    "GET /api/v1/departures/{id}": Row(lambda world: [world.departure.pk], get=only(*LETTING_GO)),
    "DELETE /api/v1/departures/{id}": Row(
        lambda world: [world.departure.pk], delete=only(*LETTING_GO, status=204)
    ),
    "GET /api/v1/without-manager/": Row(get=only(*LOADERS, "hr_partner")),
}
