"""The list of erasures outside the database: it forgets nobody, mixes no installations, and `check` looks at it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from alongside.records import ledger, services
from alongside.records.checks import erasure_findings
from alongside.records.queries import requests as queries
from alongside.records.tests.makers import has_left, head_of_hr

NOON = datetime(2026, 11, 28, 12, tzinfo=UTC)


def test_a_list_keeps_what_it_knew_and_says_until_when_it_is_complete(settings, tmp_path):
    settings.DATA = tmp_path
    assert ledger.read() == ledger.Ledger()
    ledger.write(ledger.Ledger(frozenset({3}), "here", NOON - timedelta(days=1)))
    ledger.write(ledger.Ledger(frozenset({1, 3}), "here", NOON))
    assert ledger.read() == ledger.Ledger(frozenset({1, 3}), "here", NOON)
    settings.ERASURES = str(tmp_path / "elsewhere.json")
    assert ledger.read() == ledger.Ledger()


def test_a_list_of_another_installation_is_left_alone_and_one_of_the_first_version_is_taken_over(
    settings, tmp_path
):
    settings.DATA = tmp_path
    ledger.place().write_text('{"format": 1, "person_ids": [5]}')
    ledger.write(ledger.Ledger(frozenset({7}), "here", NOON))
    with pytest.raises(ledger.OtherInstallation):
        ledger.write(ledger.Ledger(frozenset({9}), "there", NOON))
    assert ledger.read() == ledger.Ledger(frozenset({5, 7}), "here", NOON)
    ledger.place().write_text("[]")
    with pytest.raises(ValueError, match="can't be read"):
        ledger.read()


def test_check_says_what_a_restore_would_not_know(cast, settings, tmp_path):
    settings.DATA = tmp_path

    def grades() -> list[str]:
        return [one.grade.value for one in erasure_findings()]

    assert grades() == ["warning"]
    ledger.write(queries.erasures_now())
    assert grades() == ["well"]
    has_left(cast.eve)
    services.erase_person(actor=cast.acts(head_of_hr(cast)), person=cast.eve)
    assert grades() == ["problem"]  # not on the list yet
    ledger.write(queries.erasures_now())
    assert grades() == ["well"]
    ledger.write(
        ledger.Ledger(frozenset({cast.max.pk}), queries.installation(), queries.erasures_now().until)
    )
    assert grades() == ["problem"]  # on the list, and in the directory
    ledger.place().write_text('{"installation": "another", "person_ids": []}')
    assert grades() == ["problem"]
