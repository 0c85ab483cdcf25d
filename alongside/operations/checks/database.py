"""Does the database answer, is it new enough, has it all tables, and does the product come as the right role?"""

from __future__ import annotations

import time
from collections.abc import Iterator

from django.conf import settings
from django.db import DatabaseError, connection

from alongside.core.tables import migrations_unknown, migrations_waiting
from alongside.operations import queries
from alongside.operations.checks.finding import Finding, problem, warning, well

OLDEST_VERSION = 15
LARGEST_DRIFT_SECONDS = 5


def findings() -> Iterator[Finding]:
    """Reachable and not too old."""
    try:
        connection.ensure_connection()
    except DatabaseError as failed:
        words = f"The database does not answer ({type(failed).__name__})."
        yield problem(
            "database", words, "Is the server up, and are host, name and password in DATABASE_URL right?"
        )
        return
    major = connection.pg_version // 10_000  # type: ignore[attr-defined]
    if major < OLDEST_VERSION:
        words = f"PostgreSQL {major} is too old; {OLDEST_VERSION} or newer is needed."
        yield problem(
            "database", words, "Dump it, install a newer server, restore (docs/operations.md, Upgrades)."
        )
    else:
        yield well("database", f"PostgreSQL {major} answers.")


def migration_findings() -> Iterator[Finding]:
    """Are the tables those of this version?"""
    if waiting := migrations_waiting():
        yield problem("migrations", f"{len(waiting)} migrations are waiting.", "Run: alongside migrate")
    elif unknown := migrations_unknown():
        words = f"The database knows migrations that this version lacks, e.g. {unknown[0]}."
        yield problem(
            "migrations", words, "An older version runs on a newer database: install the newer one."
        )
    else:
        yield well("migrations", "The tables are those of this version.")


def rights_findings() -> Iterator[Finding]:
    """The running product may write rows, and must not rewrite the audit log or change tables."""
    facts = queries.database_facts()
    role = facts["role"]
    if not facts["can_work"]:
        yield problem(
            "rights", f"The role {role} may not write its rows.", "Run: alongside migrate (it grants)."
        )
    elif facts["is_superuser"] or facts["rewrites_audit"] or facts["changes_tables"]:
        words = f"The role {role} may rewrite the audit log or change tables."
        advice = "Let DATABASE_URL name a role of its own, and DATABASE_OWNER_URL the owner (docs/operations.md, Roles)."
        yield problem("rights", words, advice) if settings.PRODUCTION else warning("rights", words, advice)
    else:
        yield well("rights", f"The role {role} may write rows and not rewrite history.")


def clock_findings() -> Iterator[Finding]:
    """Codes, sessions and deadlines compare the clocks of the two machines."""
    before = time.time()
    clock = float(queries.database_facts()["clock"])
    after = time.time()
    drift = max(before - clock, clock - after, 0)
    if drift > LARGEST_DRIFT_SECONDS:
        words = f"This machine's clock and the database's are {drift:.0f} seconds apart."
        yield problem("clock", words, "Set both by NTP.")
    else:
        yield well("clock", "This machine's clock and the database's agree.")
