"""Schemathesis against a live server, as each of seven people: no breakdown, no answer the description doesn't name,
no door that forgets to ask who is there. A short part here; `make fuzz` takes its time.
"""

from __future__ import annotations

import os
import subprocess
from dataclasses import replace
from datetime import timedelta

import pytest

from alongside.calendars.services import open_feed
from alongside.config.api import api
from alongside.core.models import DataKey
from alongside.identity import limits
from alongside.identity.services import create_service_token, create_token
from alongside.one_on_ones import services as one_on_ones
from alongside.one_on_ones.models import Handover, MonthRelease
from alongside.people.calendar import today
from alongside.people.leaving.services import end_employment
from alongside.people.mandates.services import give_administration
from alongside.people.models import RoleGrant, Site
from alongside.people.services import grant_role
from alongside.people.tests.makers import TESTS
from alongside.records.services import ask_for_erasure
from alongside.skip_levels.tests.makers import a_held_talk, a_skip_talk
from tests.house.code import ROOT

TOOL = ROOT / ".venv-conformance" / "bin" / "schemathesis"
EXAMPLES = int(os.environ.get("ALONGSIDE_FUZZ", "1"))
LONG = "ALONGSIDE_FUZZ" in os.environ
PHASES = "examples,coverage,fuzzing,stateful" if LONG else "fuzzing"
SEED = os.environ.get("ALONGSIDE_FUZZ_SEED", "20261128")
EVERYBODY = ("employee", "manager", "leader", "hr_partner", "hr_operations", "administrator", "company")
PEOPLE = EVERYBODY if LONG else ("manager", "hr_operations")
# Well-formed input that the rules of the field refuse is an answer, not a fault; and who may not see, gets 404.
NOT_CHECKED = "positive_data_acceptance,ensure_resource_availability,missing_required_header"


@pytest.fixture(scope="session")
def tool():
    api.get_openapi_schema()  # described once per process: on a busy machine that takes longer than the tool waits
    if not TOOL.exists() and subprocess.run([ROOT / "scripts" / "conformance"], check=False).returncode:
        pytest.skip("the conformance tools can't be built here (scripts/conformance)")
    return TOOL


@pytest.fixture
def secret(cast, monkeypatch):
    """secret("manager"): a token of that person, in a company where something is going on."""
    for name in ("api", "api_unknown"):
        monkeypatch.setitem(limits.TABLE, name, replace(limits.TABLE[name], count=10**6))
    each = (cast.eve, cast.max, cast.dora, cast.hana, cast.omar, cast.ada)
    people = dict(zip(EVERYBODY, each, strict=False))
    grant_role(actor=TESTS, person=cast.omar, role=RoleGrant.Role.HR_OPERATIONS, since=today())
    acts = cast.acts(cast.max)
    series = one_on_ones.start_series(actor=acts, employee=cast.eve)
    one_on_ones.add_item(actor=acts, series=series, text="the first bench")
    one_on_ones.agree_on_action(
        actor=acts, series=series, owner_id=cast.eve.pk, text="Ask", due_on=today() + timedelta(days=5)
    )

    ask_for_erasure(actor=cast.acts(cast.eve), person=cast.eve)
    open_feed(actor=acts)
    MonthRelease.objects.create(month=today().replace(day=1))
    Handover.objects.create(
        series=series,
        employee=cast.eve,
        old_manager=cast.max,
        new_manager=cast.dora,
        data_key=DataKey.fresh(),
    )
    a_held_talk(cast, cast.ben)
    a_skip_talk(cast)
    Site.objects.create(name="Works", time_zone="Europe/Berlin", country="DE")
    give_administration(actor=cast.acts(cast.ada), person=cast.max, unit=cast.works)
    end_employment(actor=TESTS, person=cast.ben, last_day=today() + timedelta(days=9))

    def of(who):
        if who == "company":
            return create_service_token(actor=TESTS, name="t", scopes=["directory:read", "events:write"])[1]
        return create_token(actor=TESTS, account=people[who].account, name="t")[1]

    return of


@pytest.mark.long
@pytest.mark.parametrize("who", PEOPLE)
@pytest.mark.django_db(transaction=True)
def test_nothing_breaks_and_nothing_is_answered_that_is_not_described(
    who, tool, secret, live_server, tmp_path
):
    command = [
        tool, "run", f"{live_server.url}/api/v1/openapi.json", "--header", f"Authorization: Bearer {secret(who)}",
        "--max-examples", str(EXAMPLES), "--seed", SEED, "--phases", PHASES,
        "--exclude-checks", NOT_CHECKED, "--request-timeout", "20", "--suppress-health-check", "all",
        "--generation-database", "none", "--no-color", "--continue-on-failure",
    ]  # fmt: skip
    found = subprocess.run(command, capture_output=True, text=True, cwd=tmp_path, check=False, timeout=3_500)
    assert found.returncode == 0, found.stdout[-12_000:] + found.stderr[-2_000:]
