"""What `alongside check` asks about records: would a restore know who was erased, and what is forgotten next?"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from django.utils import timezone

from alongside.operations.checks.finding import Finding, in_words, problem, warning, well
from alongside.records import ledger
from alongside.records.queries import requests as queries
from alongside.records.queries.standing import unerased
from alongside.records.services import retention

LATE = timedelta(hours=1)  # a worker writes the list every five minutes
PLACE = "Name one file for all hosts in ALONGSIDE_ERASURES, where a lost database does not take it along."


def erasure_findings() -> Iterator[Finding]:
    """The list outside the database, as this host sees it, against the database."""
    try:
        there, here = ledger.read(), queries.erasures_now()
    except (OSError, ValueError):
        words = f"The list of erasures in {ledger.place()} can't be read."
        yield problem("erasures", words, "Move it away; a worker writes it anew within five minutes.")
        return
    if not there.is_of(here.installation):
        words = f"The list of erasures in {ledger.place()} is of another installation."
        yield problem("erasures", words, PLACE)
        return
    if back := unerased(there.person_ids):
        words = f"{back} people on the list of erasures are not erased in this database."
        yield problem("erasures", words, "Run `alongside restore --only-erasures`.")
    age = timezone.now() - there.until if there.until else None
    if missing := len(here.person_ids - there.person_ids):
        words = (
            f"{missing} erasures are not on the list in {ledger.place()}: a restore would bring them back."
        )
        yield problem("erasures", words, f"Is a worker running, and may it write there? {PLACE}")
    elif age is None or age > LATE:
        since = f"is {in_words(age.total_seconds())} old" if age else "is not written yet"
        words = f"The list of erasures in {ledger.place()} {since}."
        yield warning("erasures", words, f"Is a worker running, and may it write there? {PLACE}")
    elif not back:
        yield well("erasures", f"A restore would know of {len(there.person_ids)} erasures until just now.")


def retention_findings() -> Iterator[Finding]:
    """What the next nightly run forgets; changes nothing."""
    due = retention.report()
    if due:
        parts = ", ".join(f"{count} of {label}" for label, count in sorted(due.items()))
        yield well("retention", f"The next run forgets {due.total()} rows: {parts}.")
    else:
        yield well("retention", "Nothing is older than it may be.")
