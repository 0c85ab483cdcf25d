"""What two people agreed: kept, moved with a reason, dropped with a reason, carried, taken up again."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from alongside.audit.models import AuditEntry
from alongside.commitments import queries, rules, services
from alongside.commitments.models import Commitment, Turn
from alongside.core.errors import Invalid, Refused
from alongside.core.models import DataKey
from alongside.people.calendar import today

WORDS = "Ask purchasing for two dates"


@pytest.fixture
def agreed(cast):
    return services.create_commitment(
        actor=cast.acts(cast.max), kind=Commitment.Kind.ACTION, owner_id=cast.eve.pk, owed_to_id=cast.max.pk,
        text=WORDS, due_on=today() + timedelta(days=7), data_key=DataKey.fresh(),
    )  # fmt: skip


def test_both_read_it_and_nobody_else(cast, agreed):
    for person in (cast.eve, cast.max):
        assert [found.text for found in queries.open_commitments(cast.acts(person))] == [WORDS]
    for person in (cast.dora, cast.hana, cast.ada, cast.omar, cast.ben):
        assert not queries.commitments_visible_to(cast.acts(person)).exists()


def test_doing_it_closes_it_and_it_can_be_taken_up_again(cast, agreed):
    services.keep_commitment(actor=cast.acts(cast.eve), commitment=agreed)
    assert not queries.open_commitments(cast.acts(cast.max)).exists()
    services.reopen_commitment(actor=cast.acts(cast.eve), commitment=agreed)
    assert queries.open_commitments(cast.acts(cast.max)).exists()
    assert list(agreed.turns.values_list("outcome", flat=True)) == ["kept", "reopened"]


@pytest.mark.parametrize("who", ["hana", "omar", "dora"])
def test_a_third_person_changes_nothing(cast, agreed, who):
    with pytest.raises(Refused):
        services.keep_commitment(actor=cast.acts(getattr(cast, who)), commitment=agreed)
    agreed.refresh_from_db(fields=["state"])
    assert agreed.state == Commitment.State.OPEN
    assert not Turn.objects.exists()
    assert not AuditEntry.objects.filter(action="commitments.commitment_kept").exists()


def test_a_new_date_needs_a_reason_and_starts_the_count_again(cast, agreed):
    actor, later = cast.acts(cast.eve), today() + timedelta(days=14)
    services.carry_over(actor=actor, commitments=[agreed])
    with pytest.raises(Invalid):
        services.redate_commitment(actor=actor, commitment=agreed, due_on=later, reason="  ")
    turn = services.redate_commitment(actor=actor, commitment=agreed, due_on=later, reason="Parts come later")
    stored = queries.commitments_visible_to(actor).get()
    assert (stored.due_on, stored.times_carried) == (later, 0)
    assert Turn.objects.select_related("commitment__data_key").get(pk=turn.pk).reason == "Parts come later"


def test_an_action_is_due_from_today_within_four_weeks(cast, agreed):
    for wrong in (today() - timedelta(days=1), rules.latest_due(today()) + timedelta(days=1)):
        with pytest.raises(Invalid):
            services.redate_commitment(
                actor=cast.acts(cast.eve), commitment=agreed, due_on=wrong, reason="why"
            )
    assert queries.open_commitments(cast.acts(cast.eve)).get().due_on == today() + timedelta(days=7)


def test_carried_twice_asks_what_now(cast, agreed):
    actor = cast.acts(cast.max)
    assert services.carry_over(actor=actor, commitments=[agreed]) == 0
    assert services.carry_over(actor=actor, commitments=[agreed]) == 1
    assert rules.asks_what_now(queries.open_commitments(actor).get().times_carried)


def test_hr_can_be_asked_only_while_it_is_open(cast, agreed):
    actor = cast.acts(cast.eve)
    services.keep_commitment(actor=actor, commitment=agreed)
    agreed.refresh_from_db(fields=["state"])
    with pytest.raises(Refused):
        services.ask_hr(actor=actor, commitment=agreed, words="Purchasing does not answer")


@pytest.mark.parametrize(
    ("day", "due"),
    [
        (date(2026, 11, 20), date(2026, 11, 27)),
        (date(2026, 11, 21), date(2026, 11, 30)),
        (date(2026, 11, 22), date(2026, 11, 30)),
    ],
)
def test_the_proposed_date_is_a_week_ahead_and_never_on_a_weekend(day, due):
    assert rules.proposed_due(day) == due
