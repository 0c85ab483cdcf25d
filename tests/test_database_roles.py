"""What the role of the running product may do in the database: write its rows, and never rewrite history or tables."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.db import ProgrammingError, connection, transaction
from django.db.utils import DatabaseError

from alongside.audit.services import record
from alongside.config import cluster
from alongside.config.grants import grant_web_role
from alongside.people.tests.makers import TESTS

WEB = cluster.WEB
ALL_FOUR = frozenset({"SELECT", "INSERT", "UPDATE", "DELETE"})
APPEND = frozenset({"SELECT", "INSERT"})
# Tables on which the web role has less than reading, adding, changing and deleting rows.
NARROWER = {
    "audit_auditentry": APPEND,
    "audit_auditconcern": APPEND,
    "audit_seal": APPEND,
    "audit_forgottenmonth": frozenset({"SELECT"}),
    "django_migrations": frozenset({"SELECT"}),
}
REWRITING_HISTORY = [
    f"{verb.format(table=table, column=column)}"
    for table, column in (
        ("audit_auditentry", "action"),
        ("audit_auditconcern", "person_id"),
        ("audit_seal", "root"),
        ("audit_forgottenmonth", "month"),
    )
    for verb in ("UPDATE {table} SET {column} = {column}", "DELETE FROM {table}", "TRUNCATE {table} CASCADE")
]
CHANGING_TABLES = [
    "DROP TABLE people_person CASCADE",
    "ALTER TABLE people_person ADD COLUMN note text",
    "ALTER TABLE people_person ALTER COLUMN name DROP NOT NULL",
    "ALTER TABLE audit_auditentry DISABLE TRIGGER ALL",
    "DROP TRIGGER audit_entry_append_only ON audit_auditentry",
    "CREATE OR REPLACE FUNCTION audit_refuse() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END'",
    "DROP FUNCTION audit_refuse() CASCADE",
    "ALTER FUNCTION audit_forget_month(date, integer) SECURITY INVOKER",
    "INSERT INTO audit_forgottenmonth (month, first_id, last_id, entries, forgotten_at) VALUES (now(), 0, 9, 9, now())",
    "CREATE TABLE notes (id int)",
    "CREATE INDEX notes ON people_person (name)",
    "CREATE SCHEMA notes",
    "CREATE VIEW everything AS SELECT 1",
    "CREATE EXTENSION dblink",
    "CREATE ROLE friend SUPERUSER",
    "CREATE PUBLICATION everything FOR ALL TABLES",
    "COMMENT ON TABLE people_person IS 'mine'",
    "TRUNCATE people_person CASCADE",
]
REACHING_OUT = [
    f"ALTER ROLE {WEB} SUPERUSER",
    f"GRANT {cluster.OWNER} TO {WEB}",
    "UPDATE django_migrations SET name = name",
    "DELETE FROM django_migrations",
    "COPY people_person TO '/tmp/people'",
    "COPY people_person FROM PROGRAM 'id'",
    "SELECT pg_read_file('/etc/passwd')",
    "SELECT * FROM pg_authid",
    "SET session_replication_role = replica",
    "CREATE EVENT TRIGGER mine ON ddl_command_end EXECUTE FUNCTION audit_refuse()",
]
REFUSED = [*REWRITING_HISTORY, *CHANGING_TABLES, *REACHING_OUT]
WORKING = [
    "INSERT INTO core_removal (kind, key, removed_by_id, removed_at) VALUES ('x', '1', 1, now())",
    "UPDATE core_removal SET key = '2'",
    "DELETE FROM core_removal",
    "SELECT count(*) FROM people_person",
    "SELECT count(*) FROM audit_auditentry",
    "SELECT pg_advisory_xact_lock(1)",
    "SELECT nextval('people_person_id_seq')",
]


@pytest.fixture
def as_web(db: None) -> Iterator[None]:
    """The same connection, narrowed to the role that the web server and the worker use."""
    grant_web_role()
    with connection.cursor() as cursor:
        cursor.execute(f"SET ROLE {WEB}")
    yield
    with connection.cursor() as cursor:
        cursor.execute("RESET ROLE")


def run(statement: str) -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)


def privileges() -> dict[str, frozenset[str]]:
    """Table -> what the web role may do with it, in the database's own words."""
    ask = "SELECT c.relname, p.name FROM pg_class c, unnest(%s::text[]) AS p(name) WHERE c.relkind = 'r' AND c.relnamespace = 'public'::regnamespace AND has_table_privilege(%s, c.oid, p.name)"  # noqa: E501
    every = ["SELECT", "INSERT", "UPDATE", "DELETE", "TRUNCATE", "REFERENCES", "TRIGGER", "MAINTAIN"]
    with connection.cursor() as cursor:
        cursor.execute("SHOW server_version_num")
        known = every if int(cursor.fetchone()[0]) >= 170000 else every[:-1]
        cursor.execute(
            "SELECT relname FROM pg_class WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace"
        )
        found: dict[str, set[str]] = {name: set() for (name,) in cursor.fetchall()}
        cursor.execute(ask, [known, WEB])
        for table, privilege in cursor.fetchall():
            found[table].add(privilege)
    return {table: frozenset(names) for table, names in found.items()}


def unexpected(found: dict[str, frozenset[str]]) -> dict[str, str]:
    return {
        table: f"may {sorted(names)}, expected {sorted(NARROWER.get(table, ALL_FOUR))}"
        for table, names in found.items()
        if names != NARROWER.get(table, ALL_FOUR)
    }


@pytest.mark.parametrize("statement", REFUSED)
def test_the_web_role_is_refused(as_web, statement):
    with pytest.raises(
        (ProgrammingError, DatabaseError), match=r"permission denied|must be|only roles|Only roles"
    ):
        run(statement)


def test_the_web_role_gives_itself_nothing(as_web):
    run(f"GRANT UPDATE, DELETE ON audit_auditentry TO {WEB}")  # PostgreSQL only warns
    assert privileges()["audit_auditentry"] == APPEND


@pytest.mark.parametrize("statement", WORKING)
def test_ordinary_work_goes_on(as_web, statement):
    run(statement)


def test_the_product_itself_records_as_the_web_role(as_web):
    assert record(TESTS, "tests.thing_done").pk


def test_every_table_has_exactly_its_privileges(db):
    grant_web_role()
    assert not unexpected(privileges()), (
        "Narrow or widen alongside/config/grants.py, or say so in NARROWER here."
    )


def test_tables_that_come_later_have_them_after_the_next_grant(db):
    with connection.cursor() as cursor:
        cursor.execute("CREATE TABLE goals_objective (id int)")
    assert "goals_objective" in unexpected(privileges())
    grant_web_role()
    assert "goals_objective" not in unexpected(privileges())


def test_too_much_is_noticed(db):
    grant_web_role()
    run(f"GRANT UPDATE ON audit_seal TO {WEB}")
    assert "UPDATE" in unexpected(privileges())["audit_seal"]


def test_the_role_owns_nothing_and_is_nobody_special(db):
    grant_web_role()
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT rolsuper, rolcreaterole, rolcreatedb, rolreplication, rolbypassrls FROM pg_roles WHERE rolname = %s",
            [WEB],
        )
        assert cursor.fetchall() == [(False, False, False, False, False)]
        cursor.execute("SELECT count(*) FROM pg_class WHERE pg_get_userbyid(relowner) = %s", [WEB])
        assert cursor.fetchone() == (0,)
        cursor.execute(
            "SELECT count(*) FROM pg_auth_members WHERE member = (SELECT oid FROM pg_roles WHERE rolname = %s)",
            [WEB],
        )
        assert cursor.fetchone() == (0,)


def test_there_are_thirty_refusals():
    assert len(REFUSED) >= 30


def test_even_the_owner_cannot_change_what_was_recorded(db):
    record(TESTS, "tests.thing_done")
    for statement in ("UPDATE audit_auditentry SET action = 'x'", "DELETE FROM audit_auditentry"):
        with pytest.raises(DatabaseError, match="append-only"):
            run(statement)
